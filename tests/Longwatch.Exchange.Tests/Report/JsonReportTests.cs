using System.Text.Json;
using System.Text.Json.Nodes;
using Longwatch.Exchange.Report;
using Longwatch.Exchange.Report.Html;

namespace Longwatch.Exchange.Tests.Report;

public sealed class JsonReportTests
{
    private static readonly byte[] Written = JsonReport.Write(SampleReport.Build());

    private static SchemaCheck Schema() => new(JsonDocument.Parse(ReportAssets.Bytes(ReportAssets.SchemaFile)).RootElement);

    private static JsonElement Root() => JsonDocument.Parse(Written).RootElement;

    [Fact]
    public void It_has_the_shape_that_the_published_schema_states() => Assert.Empty(Schema().Problems(Root()));

    [Theory]
    [InlineData("fingerprint", "\"xyz\"", "$.fingerprint: pattern")]
    [InlineData("kind", "\"registry\"", "$.kind: enum")]
    [InlineData("schema_id", "\"urn:longwatch:evaluation:0\"", "$.schema_id: const")]
    [InlineData("seed", "7", "$.seed: type")]
    [InlineData("surplus", "1", "$: additionalProperties")]
    [InlineData("sections", "[{}]", "$.sections[0]: required")]
    public void The_schema_refuses_another_shape(string property, string value, string problem)
    {
        var json = JsonNode.Parse(Written)!.AsObject();
        json[property] = JsonNode.Parse(value);
        var problems = Schema().Problems(JsonSerializer.SerializeToElement(json));
        Assert.Contains(problems, p => p.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_number_comes_back_as_it_was()
    {
        var report = SampleReport.Build();
        var read = Root().GetProperty("sections").EnumerateArray().ToArray();
        foreach (var (section, json) in report.Sections.Zip(read))
        foreach (var (estimate, written) in section.Estimates.Zip(json.GetProperty("estimates").EnumerateArray()))
        {
            Assert.Equal(estimate.Id, written.GetProperty("id").GetString());
            Assert.Equal(estimate.Value, Number(written.GetProperty("value")));
            Assert.Equal(estimate.Numerator, Number(written.GetProperty("numerator")));
            foreach (var (interval, limits) in estimate.Intervals.Zip(written.GetProperty("intervals").EnumerateArray()))
                Assert.Equal((interval.Lower, interval.Upper), (Number(limits.GetProperty("lower")), Number(limits.GetProperty("upper"))));
        }
    }

    [Fact]
    public void Hostile_text_comes_back_as_it_was() =>
        Assert.Equal(SampleReport.Hostile, Root().GetProperty("sections")[2].GetProperty("answer").GetString());

    [Fact]
    public void Lines_end_with_a_line_feed_alone()
    {
        Assert.DoesNotContain((byte)'\r', Written);
        Assert.Equal((byte)'\n', Written[^1]);
    }

    private static double? Number(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => json.GetString() == "Infinity" ? double.PositiveInfinity : double.NegativeInfinity,
            _ => json.GetDouble(),
        };
}
