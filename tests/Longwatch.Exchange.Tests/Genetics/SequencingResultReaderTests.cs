using System.Text;
using System.Text.Json.Nodes;
using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Exchange.Genetics;
using Longwatch.Genomics;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Exchange.Tests.Genetics;

public sealed class SequencingResultReaderTests
{
    private static SequencingResult Read(string kind) => SequencingResultReader.Read("verdict", VerdictJson.Write(SampleGenetics.Of(kind)));

    private static string Refused(byte[] bytes) =>
        Assert.Throws<UnreadableInputException>(() => SequencingResultReader.Read("verdict", bytes)).Message;

    private static byte[] Changed(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(VerdictJson.Write(SampleGenetics.Clonal()))!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    /// <summary>From the table of classes in docs/formats/verdict.md: what cannot be assessed is no negative.</summary>
    [Theory]
    [InlineData("clonal", TestStatus.Valid, TestResult.Detected, Ternary.Yes)]
    [InlineData("low", TestStatus.Valid, TestResult.Detected, Ternary.Unknown)]
    [InlineData("negative", TestStatus.Valid, TestResult.NotDetected, Ternary.Unknown)]
    [InlineData("not_assessable", TestStatus.Failed, TestResult.None, Ternary.Unknown)]
    [InlineData("failed", TestStatus.Failed, TestResult.None, Ternary.Unknown)]
    public void A_verdict_becomes_a_test_that_says_no_more_than_it(string kind, TestStatus status, TestResult result, Ternary clonal)
    {
        var read = Read(kind);

        Assert.Equal((status, result, clonal), (read.Status, read.Result, read.VectorClonal));
    }

    [Fact]
    public void Quantity_limit_and_sites_are_those_of_the_file()
    {
        var json = JsonNode.Parse(VerdictJson.Write(SampleGenetics.Clonal()))!;
        var read = Read("clonal");

        Assert.Equal((double?)json["quantities"]!["copy_numbers"]![0]!["per_cell"]!["value"], read.CopiesPerCell);
        Assert.Equal((double?)json["quantities"]!["detection_limit"]!["copies_per_cell"], read.LimitOfDetection);
        Assert.Equal((double?)json["specimen"]!["purity"], read.Purity);
        Assert.Equal(2, read.Sites.Length);
        Assert.Equal((long)json["sites"]!["sites"]![0]!["position"]!, read.Sites[0].Position);
        Assert.Equal(0.004, Read("low").CopiesPerCell);
    }

    [Fact]
    public void A_cancer_gene_counts_only_where_a_list_names_it()
    {
        var bytes = Changed(json =>
        {
            var site = json["sites"]!["sites"]![0]!;
            site["status"] = "confirmed";
            site["annotation"] = JsonNode.Parse(
                """
                {"assessable":true,"containing_genes":[{"gene":"SSU72","transcript":"t","same_orientation":true,"part":"intron","number":2}],
                 "nearest_start":null,"cancer_genes":[],"note":null}
                """
            );
            json["sites"]!["sites"]![1]!["status"] = "candidate";
            json["setting"]!["cancer_gene_lists"] = new JsonArray("a list");
        });

        var finding = Assert.Single(SequencingResultReader.Read("verdict", bytes).Findings);

        Assert.Equal(("SSU72", Ternary.No), (finding.Gene, finding.CancerGene));
    }

    [Fact]
    public void What_is_no_verdict_is_refused_without_repeating_it()
    {
        Assert.Contains("empty", Refused([]), StringComparison.Ordinal);
        Assert.Contains("longer than 16 MB", Refused(new byte[SequencingResultReader.LongestFile + 1]), StringComparison.Ordinal);
        Assert.Contains("not JSON", Refused(Encoding.UTF8.GetBytes("{\"Jane Doe\"")), StringComparison.Ordinal);
        Assert.Contains("not JSON", Refused(Encoding.UTF8.GetBytes(new string('[', 100_000))), StringComparison.Ordinal);
        Assert.Contains("schema_id", Refused(Encoding.UTF8.GetBytes("{}")), StringComparison.Ordinal);
        Assert.Contains("schema_id", Refused(Changed(j => j["schema_id"] = "urn:longwatch:verdict:2")), StringComparison.Ordinal);
        foreach (
            var bytes in new[]
            {
                Changed(j => j.Remove("quantities")),
                Changed(j => j["verdict"]!["class"] = "Jane Doe"),
                Changed(j => j["specimen"]!["purity"] = 1.2),
                Changed(j => j["sample"] = new string('x', 5000)),
                Changed(j => j["sites"]!["sites"] = "none"),
                Changed(j => j["quantities"]!["detection_limit"]!["copies_per_cell"] = -1),
            }
        )
        {
            var message = Refused(bytes);
            Assert.Contains("has not the shape", message, StringComparison.Ordinal);
            Assert.DoesNotContain("Jane", message, StringComparison.Ordinal);
        }
    }
}
