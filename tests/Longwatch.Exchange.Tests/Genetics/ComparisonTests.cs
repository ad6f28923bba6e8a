using System.Text;
using System.Text.Json;
using Longwatch.Exchange.Genetics;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Exchange.Report.Html;
using Longwatch.Exchange.Tests.Report;
using Longwatch.Genomics;
using Longwatch.Genomics.Clones;
using Longwatch.Statistics;

namespace Longwatch.Exchange.Tests.Genetics;

public sealed class ComparisonTests
{
    internal static ComparisonResult Sample()
    {
        var earlier = new ComparedSample("", "product", Compartment.Product, null, []);
        var now = new ComparedSample("", "S17-tumour", Compartment.Tumour, null, []);
        return new(
            [earlier, now],
            [
                new(
                    "chr11",
                    SampleReads.First,
                    false,
                    [1, 17],
                    [new(1, 80, new Interval(0.0003, 0.068)), new(17, 40, new Interval(0.27, 0.59))],
                    1e-7,
                    2e-7
                ),
                new("chr19", SampleReads.Second, true, [0, 8], [null, null], double.NaN, double.NaN),
            ],
            ["chr11+67100201 is in both"],
            []
        );
    }

    [Fact]
    public void It_is_written_in_the_shape_that_the_schema_states()
    {
        var schema = new SchemaCheck(JsonDocument.Parse(ReportAssets.Bytes(VerdictJson.SchemaFile)).RootElement);
        var json = JsonDocument.Parse(VerdictJson.Write(SampleGenetics.Clonal(), Sample())).RootElement;

        Assert.Empty(schema.Problems(json));
        Assert.Equal(67_100_201, json.GetProperty("comparison").GetProperty("sites")[0].GetProperty("position").GetInt64());
    }

    [Fact]
    public void The_report_has_a_section_for_it() =>
        Assert.Equal("comparison", GeneticHtml.Sections(SampleGenetics.Clonal(), Sample())[^1].Id);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_written_is_read_again_with_positions_counted_from_zero(bool asFolder)
    {
        using var folder = new TestFolder();
        File.WriteAllBytes(folder.File("verdict.json"), VerdictJson.Write(SampleGenetics.Clonal()));

        var read = VerdictReader.Read(asFolder ? folder.Path : folder.File("verdict.json"));

        Assert.Equal(("S17-tumour", Compartment.Tumour), (read.Name, read.Compartment));
        Assert.Equal(SampleGenetics.Clonal().Sites.Sites.Select(ComparedSite.Of), read.Sites);
    }

    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("[]", "schema_id")]
    [InlineData("{\"schema_id\":\"urn:longwatch:evaluation:1\"}", "schema_id")]
    [InlineData("{\"schema_id\":\"urn:longwatch:verdict:1\"}", "shape")]
    [InlineData("{\"schema_id\":\"urn:longwatch:verdict:1\",\"sample\":null}", "shape")]
    [InlineData(
        "{\"schema_id\":\"urn:longwatch:verdict:1\",\"sample\":\"a\",\"specimen\":{\"compartment\":\"moon\"}}",
        "'moon' is not one of"
    )]
    [InlineData("{\"schema_id\":7}", "schema_id")]
    public void What_is_no_verdict_is_refused_with_the_reason(string content, string expected)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.File("verdict.json"), content, new UTF8Encoding(false));

        var refused = Assert.Throws<UnreadableInputException>(() => VerdictReader.Read(folder.Path));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }
}
