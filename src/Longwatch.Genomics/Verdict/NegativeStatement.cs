using System.Globalization;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Verdict;

/// <summary>Everything that a negative must state, as labelled lines; a line whose fact is not known says so and is never left out.</summary>
internal static class NegativeStatement
{
    private const string NotStated = "not stated";

    public static IReadOnlyList<StatedFact> Of(
        VerdictEvidence seen,
        SpecimenFacts specimen,
        CompiledVectors vectors,
        ScreeningResult screening,
        EvidenceResult evidence,
        SitesResult sites,
        QuantityResult quantities,
        RunContext run,
        GeneticRules rules
    )
    {
        var (limit, counts, input) = (quantities.Limit, screening.Counts, screening.Input);
        return
        [
            new("Sample", run.SampleId),
            new("Specimen", Specimen(run)),
            new("Product", specimen.Product ?? NotStated),
            new("Tumour purity", specimen.Purity is { } p ? $"{Say.Percent(p)}, {run.PuritySource ?? "source not stated"}" : NotStated),
            new("Tumour ploidy", Say.Number(specimen.TumourPloidy)),
            new("Assay", Assay(specimen, run)),
            new(
                "Reads examined",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{counts.Reads:N0} reads of {counts.MeanReadLength:F0} bases from {input.Files.Count} file(s), all of them{Capped(screening)}"
                )
            ),
            new(
                "Unmapped reads",
                !input.Aligned ? "the input is not aligned"
                    : input.HasUnmappedReads ? string.Create(CultureInfo.InvariantCulture, $"present, {counts.Unmapped:N0}")
                    : "absent from the input: vector reads may have been removed with them"
            ),
            new("Host depth", limit.HostDepth > 0 ? $"{Say.Number(limit.HostDepth)} ({limit.DepthMethod})" : limit.DepthMethod),
            new("Host depth, 5th percentile", limit.FifthPercentileDepth > 0 ? Say.Number(limit.FifthPercentileDepth) : "not known"),
            new(
                "Duplicates",
                counts.Reads == 0 ? "no reads" : $"{Say.Percent((double)counts.Duplicates / counts.Reads)} of reads marked in the input"
            ),
            new("Vectors searched", string.Join(", ", vectors.Sequences.Select(s => s.Name))),
            new("Vectors, version", vectors.Hash),
            new(
                "Product's vector searched",
                run.ProductVectorSearched switch
                {
                    true => "yes",
                    false => "no",
                    null => "not known",
                }
            ),
            new(
                "Mask",
                (vectors.Mask.Count == 0 ? "none" : string.Join(", ", vectors.Mask.Select(m => m.Name)))
                    + (vectors.MaskIsComplete ? "" : "; not complete")
            ),
            new("Masked share of the vector", $"{Say.Percent(limit.MaskedShare)} of {limit.VectorName}"),
            new("Effective length", $"{Say.Number(limit.EffectiveLength)} fragment starts per copy"),
            new("Required fragments", $"{limit.RequiredFragments} distinct unique fragments"),
            new(
                "Fragments seen",
                Say.Count(seen.Fragments, "distinct unique fragment")
                    + (seen.Best is { Counted: false } ? ", all at one place of the vector: not counted" : "")
            ),
            new(
                "LoD95, copies per cell",
                limit.CopiesPerCell is { } c ? $"{Say.Number(c)} (for {limit.VectorName})" : $"not assessable: {limit.WhyNot}"
            ),
            new(
                "LoD95, CAR-positive cells",
                limit.CellShare is { } s ? $"{Say.Percent(s)} of cells with one copy each" : $"not assessable: {limit.WhyNot}"
            ),
            new("Upper 95 % limit", limit.UpperBound is { } u ? $"{Say.Number(u)} copies per cell" : $"not assessable: {limit.WhyNot}"),
            new("Power to see the vector, one copy in every tumour cell", Power(limit.PowerForPresence, limit)),
            new(
                "Power to see one clonal heterozygous site",
                sites.Placed ? Power(limit.PowerForClonalSite, limit) : $"none: {sites.PlacedBy}"
            ),
            new("Integration sites looked for", sites.Placed ? $"yes, by {sites.PlacedBy}" : $"no: {sites.PlacedBy}"),
            new("Positive control", run.PositiveControl ?? "none given"),
            new("Blank control", run.BlankControl ?? "none given"),
            new("Contamination check", Contamination(seen, run, limit)),
            new("Quality control", Quality(screening)),
            new("Vector fragments of other origin", Others(seen, evidence)),
            new("Software", run.SoftwareVersion ?? NotStated),
            new("Host reference", run.ReferenceHash ?? "none, or not stated"),
            new("Rules", rules.Version),
        ];
    }

    private static string Specimen(RunContext run) =>
        run.Compartment switch
        {
            Compartment.Unknown => NotStated,
            var c => c.ToString().ToLowerInvariant(),
        }
        + (run.DaysSinceInfusion is { } days ? $", {Say.Count(Math.Abs(days), "day")} {(days < 0 ? "before" : "after")} the infusion" : "")
        + (run.TCellFraction is { } share ? $", {Say.Percent(share)} T cells" : "");

    private static string Assay(SpecimenFacts specimen, RunContext run) =>
        specimen.Assay switch
        {
            AssayKind.WholeGenome => "whole genome",
            AssayKind.Targeted => $"targeted: {run.RegionsBaited ?? "regions not stated"}",
            AssayKind.Amplicon => "amplicons",
            _ => "RNA",
        } + (specimen.Molecule == MoleculeKind.Rna ? ", RNA" : ", DNA");

    private static string Capped(ScreeningResult screening) =>
        screening.KeptShare < 1
            ? $"; {Say.Percent(screening.KeptShare)} of the fragments that touched a vector were looked at closely"
            : "";

    private static string Power(double? power, DetectionLimit limit) =>
        power is { } p ? Say.Probability(p)
        : limit.WhyNot is { } why ? $"not assessable: {why}"
        : "not known without the tumour purity";

    private static string Contamination(VerdictEvidence seen, RunContext run, DetectionLimit limit)
    {
        var parts = new List<string>
        {
            run.NeighbourFragments is null
                ? "other libraries of the run not known"
                : $"{Say.Count(run.NeighbourFragments.Value, "vector fragment")} in the run's other libraries, {Say.Number(limit.ExpectedContamination)} hopped ones expected at a "
                    + $"{(run.IndexHopRate is null ? "usual" : "measured")} rate",
            seen.Others.BackboneLength == 0
                ? "plasmid backbone not searched for"
                : $"{Say.Count(seen.Others.Backbone, "backbone fragment")}",
            run.SitesSharedWithOthers is null
                ? "sites not compared with other persons"
                : $"{Say.Count(seen.Shared.Count, "site")} shared with other persons",
        };
        return string.Join("; ", parts);
    }

    private static string Quality(ScreeningResult screening)
    {
        var quality = double.IsNaN(screening.Counts.MeanQuality)
            ? "no base qualities"
            : $"mean base quality {Say.Number(screening.Counts.MeanQuality)}";
        return screening.Findings.Count == 0
            ? $"{quality}; nothing found"
            : $"{quality}; {string.Join("; ", screening.Findings.Select(f => $"{f.Code}{(f.RefusesNegative ? " (forbids a negative)" : "")}"))}";
    }

    private static string Others(VerdictEvidence seen, EvidenceResult evidence) =>
        $"{Say.Count(evidence.Fragments.Count(f => f.DuplicateOf >= 0), "duplicate")} left out; {seen.Others.HumanParts} of human parts only; "
        + $"{seen.Others.VectorLikeVirus} of parts shared with wild-type virus only; {seen.Others.WildType} of wild-type virus; {seen.Others.Backbone} of plasmid backbone";
}
