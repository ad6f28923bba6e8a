using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Longwatch.Exchange.Genetics;
using Longwatch.Exchange.Report.Html;
using Longwatch.Exchange.Tests.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Exchange.Tests.Genetics;

public sealed class VerdictJsonTests
{
    public static TheoryData<string> Kinds => ["clonal", "low", "negative", "not_assessable", "failed", "hostile"];

    private static SchemaCheck Schema() => new(JsonDocument.Parse(ReportAssets.Bytes(VerdictJson.SchemaFile)).RootElement);

    private static JsonElement Written(string kind) => JsonDocument.Parse(VerdictJson.Write(SampleGenetics.Of(kind))).RootElement;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_verdict_has_the_shape_that_the_published_schema_states(string kind) => Assert.Empty(Schema().Problems(Written(kind)));

    [Theory]
    [InlineData("schema_version", "2", "$.schema_version: const")]
    [InlineData("sample", "\"\"", "$.sample: minLength")]
    [InlineData("surplus", "1", "$: additionalProperties")]
    [InlineData("verdict", "{\"class\":\"positive\"}", "$.verdict.class: enum")]
    public void The_schema_refuses_another_shape(string property, string value, string problem)
    {
        var json = JsonNode.Parse(VerdictJson.Write(SampleGenetics.Clonal()))!.AsObject();
        json[property] = JsonNode.Parse(value);
        var problems = Schema().Problems(JsonSerializer.SerializeToElement(json));
        Assert.Contains(problems, p => p.StartsWith(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("clonal", "detected_clonal")]
    [InlineData("low", "detected_low")]
    [InlineData("negative", "not_detected")]
    [InlineData("not_assessable", "not_assessable")]
    [InlineData("failed", "failed")]
    public void The_codes_of_the_verdict_are_these_for_ever(string kind, string code) =>
        Assert.Equal(code, Written(kind).GetProperty("verdict").GetProperty("class").GetString());

    [Fact]
    public void The_schema_knows_every_code_that_can_be_written()
    {
        var schema = Encoding.UTF8.GetString(ReportAssets.Bytes(VerdictJson.SchemaFile));
        string[] codes =
        [
            .. Codes<VerdictClass>(),
            .. Codes<Explanation>(),
            .. Codes<AssayKind>(),
            .. Codes<MoleculeKind>(),
            .. Codes<Compartment>(),
            .. Codes<SequenceOrigin>(),
            .. Codes<SequenceKind>(),
            .. Codes<VectorFamily>(),
            .. Codes<ReadFormat>(),
            .. Codes<VectorEnd>(),
            .. Codes<SiteStatus>(),
            .. Codes<VectorJoin>(),
            .. Codes<GenePart>(),
        ];
        Assert.All(codes, code => Assert.Contains($"\"{code}\"", schema, StringComparison.Ordinal));
    }

    [Fact]
    public void Positions_are_counted_from_one()
    {
        var site = Written("clonal").GetProperty("sites").GetProperty("sites")[0];
        Assert.Equal(67_100_201, site.GetProperty("position").GetInt64());
        Assert.Equal(67_100_205, site.GetProperty("left").GetProperty("host_position").GetInt64());
        Assert.Equal(1, site.GetProperty("left").GetProperty("vector_position").GetInt32());
        Assert.Equal(3_000, site.GetProperty("right").GetProperty("vector_position").GetInt32());
    }

    [Fact]
    public void What_cannot_be_told_is_null_and_never_a_number_that_is_none()
    {
        var written = Written("not_assessable");
        Assert.Equal(JsonValueKind.Null, written.GetProperty("input").GetProperty("counts").GetProperty("median_fragment").ValueKind);
        Assert.Equal(
            JsonValueKind.Null,
            written.GetProperty("quantities").GetProperty("copy_numbers")[0].GetProperty("host_depth").ValueKind
        );
        Assert.DoesNotContain(
            "NaN",
            Encoding.UTF8.GetString(VerdictJson.Write(SampleGenetics.Of("not_assessable"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Hostile_text_comes_back_as_it_was() =>
        Assert.Equal(SampleGenetics.Hostile, Written("hostile").GetProperty("sample").GetString());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_result_gives_the_same_bytes(string kind) =>
        Assert.Equal(VerdictJson.Write(SampleGenetics.Of(kind)), VerdictJson.Write(SampleGenetics.Of(kind)));

    private static IEnumerable<string> Codes<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(GeneticCodes.Code);
}
