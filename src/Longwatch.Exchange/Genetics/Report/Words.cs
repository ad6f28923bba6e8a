using System.Globalization;
using Longwatch.Genomics;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>Codes and places as people read them: the one wording of report and terminal. Positions are counted from 1.</summary>
public static class Words
{
    public static string Of(VerdictClass verdict) =>
        verdict switch
        {
            VerdictClass.DetectedClonal => "Detected, clonal",
            VerdictClass.DetectedLow => "Detected, low",
            VerdictClass.NotDetected => "Not detected",
            VerdictClass.NotAssessable => "Not assessable",
            _ => "Failed",
        };

    /// <summary>What the word means, for those who read no further.</summary>
    public static string Meaning(VerdictClass verdict) =>
        verdict switch
        {
            VerdictClass.DetectedClonal => "the transgene is there, at a level and at sites that fit the tumour's own cells",
            VerdictClass.DetectedLow =>
                "transgene sequence is there, but so little that bystander CAR T cells or contamination are possible",
            VerdictClass.NotDetected => "nothing above the limit of detection stated; less than that is not excluded",
            VerdictClass.NotAssessable => "this input or assay cannot answer the question; it says neither yes nor no",
            _ => "the input or the run is broken; no statement can be made",
        };

    public static string Of(Explanation explanation) =>
        explanation switch
        {
            Explanation.TransgeneBearingClone => "Transgene-bearing tumour clone",
            Explanation.InfiltratingCarTCells => "Infiltrating CAR T cells",
            Explanation.ContaminationOrIndexHop => "Contamination or index hop",
            Explanation.RetroviralInfection => "Retroviral infection",
            _ => "None of these",
        };

    internal static string Of(SequenceOrigin origin) =>
        origin switch
        {
            SequenceOrigin.HumanGenome => "human genome",
            SequenceOrigin.HumanTranscript => "human transcript",
            SequenceOrigin.WildTypeRetrovirus => "wild-type retrovirus",
            SequenceOrigin.PlasmidBackbone => "plasmid backbone",
            SequenceOrigin.LowComplexity => "low complexity",
            _ => "vector only",
        };

    internal static string Of(VectorJoin join) =>
        join switch
        {
            VectorJoin.ProvirusInternal => "the provirus itself",
            VectorJoin.OneLtrCircle => "circle with one LTR",
            VectorJoin.TwoLtrCircle => "circle with two LTRs",
            VectorJoin.Autointegration => "integration into itself",
            VectorJoin.Backbone => "plasmid backbone",
            _ => "rearrangement",
        };

    public static string Of(SiteStatus status) => status.ToString().ToLowerInvariant();

    internal static string Of(AssayKind assay) =>
        assay switch
        {
            AssayKind.WholeGenome => "whole genome",
            AssayKind.Targeted => "targeted",
            AssayKind.Amplicon => "amplicon",
            _ => "RNA",
        };

    internal static string Of(Compartment compartment) =>
        compartment == Compartment.Unknown ? "not stated" : compartment.ToString().ToLowerInvariant();

    /// <summary><c>chr11:67,100,201</c>.</summary>
    public static string Place(string contig, long position) => string.Create(CultureInfo.InvariantCulture, $"{contig}:{position + 1:N0}");

    public static string Count(long number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>Distinct fragments that count for a detection: of the vector that has most of them.</summary>
    public static long SolidFragments(GeneticResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Quantities.Unique.Count == 0 ? result.Evidence.UniqueFragments : result.Quantities.Unique.Max(u => u.Fragments);
    }

    /// <summary>Said where they are not counted, for they all lie at one place; else empty.</summary>
    public static string NotCounted(GeneticResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Quantities.Unique.MaxBy(u => u.Fragments) is { Counted: false } ? " (all at one place: not counted)" : "";
    }

    /// <summary>A site in one line: <c>IS1, chr11:67,100,201, confirmed, in 60 % of cells, inside KDM2A</c>.</summary>
    internal static string InBrief(GeneticResult result, IntegrationSite site)
    {
        var share = result.Quantities.Sites.FirstOrDefault(f => f.SiteId == site.Id)?.CellFraction.Value;
        var cells = share is { } s ? string.Create(CultureInfo.InvariantCulture, $", in {s:0.# %} of cells") : "";
        return $"{site.Id}, {Place(site.Contig, site.Position)}, {Of(site.Status)}{cells}{Beside(result, site)}";
    }

    private static string Beside(GeneticResult result, IntegrationSite site)
    {
        var annotation = result.Annotations.FirstOrDefault(a => a.SiteId == site.Id);
        var inside = annotation?.Containing.Count > 0 ? $", inside {annotation.Containing[0].Gene}" : "";
        var cancer = annotation?.CancerGenes.Count > 0 ? $", cancer gene within the window: {annotation.CancerGenes[0].Gene}" : "";
        return inside + cancer;
    }
}
