namespace Longwatch.Genomics.Tests.Verdict;

public sealed class PlasmidTraceTests
{
    [Theory]
    [InlineData(0.03, 0.012)]
    [InlineData(0.04, 0.005)]
    [InlineData(0.05, 0.012)]
    [InlineData(0.06, 0.005)]
    public void Traces_of_a_plasmid_are_no_detection_though_few_fragments_of_its_backbone_are_seen(double copies, double backboneCopies)
    {
        var verdict = new Scenario { Copies = copies, BackboneCopies = backboneCopies }.Decide();

        Assert.Contains("plasmid contamination", verdict.Sentence, StringComparison.Ordinal);
    }
}
