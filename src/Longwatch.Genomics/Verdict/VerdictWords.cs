using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Verdict;

/// <summary>The verdict in words.</summary>
internal sealed class VerdictWords(
    VerdictEvidence seen,
    IReadOnlyDictionary<Explanation, double> priors,
    IReadOnlyDictionary<Explanation, double> posterior,
    SpecimenFacts specimen,
    CompiledVectors vectors,
    ScreeningResult screening,
    EvidenceResult evidence,
    SitesResult sites,
    QuantityResult quantities,
    RunContext run,
    QuantityRules quantityRules,
    VerdictRules rules
)
{
    private readonly DetectionLimit limit = quantities.Limit;

    public string Sentence(VerdictClass verdict, string why) =>
        verdict switch
        {
            VerdictClass.DetectedClonal =>
                $"{run.SampleId}: the vector {seen.Best!.VectorName} was detected, and clonal: {Say.Count(seen.Fragments, "unique fragment")}, "
                    + $"{Say.Count(seen.HostSites.Count, "integration site")}{Copies()}{Lead()}.",
            VerdictClass.DetectedLow =>
                $"{run.SampleId}: the vector {seen.Best!.VectorName} was detected{(specimen.Molecule == MoleculeKind.Rna ? " in RNA" : "")}, but not as one clone's "
                    + $"({Bystanders()}): {Say.Count(seen.Fragments, "unique fragment")}{Copies()}; {why}.",
            VerdictClass.NotDetected =>
                $"{run.SampleId}: no evidence of {Searched()} above {Say.Number(limit.CopiesPerCell!.Value)} copies per cell "
                    + $"({Say.Percent(limit.CellShare!.Value)} of cells with one copy each), the level that would have been detected with 95 % probability{NotCounted()}.",
            VerdictClass.Failed => $"{run.SampleId}: failed, no verdict: {why}.",
            _ => $"{run.SampleId}: not assessable, neither positive nor negative: {why}.",
        };

    public IReadOnlyList<string> Reasons(VerdictClass verdict, string why)
    {
        var reasons = new List<string> { Capital(why) };
        if (seen.Best is { } best)
            reasons.Add(
                $"{Say.Count(best.Fragments, "distinct fragment")} with sequence unique to {best.VectorName} at {Say.Count(best.Places, "place")} of it; a detection needs "
                    + $"{limit.RequiredFragments} at {quantityRules.RequiredPlaces} or more places"
            );
        if (seen.HostSites.Count > 0)
            reasons.Add(
                $"{Say.Count(seen.HostSites.Count, "integration site")} in the host ({seen.HostSites.Count(s => s.Status == SiteStatus.Confirmed)} confirmed), "
                    + $"{Say.Count(seen.JoinFragments.Sum(), "join fragment")}"
            );
        else if (seen.Positive)
            reasons.Add(sites.Placed ? "no confirmed or probable integration site" : $"sites were not looked for: {sites.PlacedBy}");
        if (seen.Positive && LeadFraction() is { } lead)
            reasons.Add($"the leading clone has {Say.Count(seen.LeadingSites.Count, "site")} and {lead}");
        if (seen.Positive && seen.Copies is { } copies)
            reasons.Add($"copies: {Say.Of(copies.PerCell, "per cell")}");
        Contaminants(reasons);
        if (seen.Confined)
            reasons.Add(
                "the unique evidence is confined to a part of the vector: a truncated or rearranged provirus, another vector that shares this part, or sequence that the mask lacks"
            );
        if (!vectors.MaskIsComplete)
            reasons.Add(
                $"the mask is not complete (built from {MaskNames()}, no whole human genome): \"unique\" means unique among these, and a positive needs confirmation"
            );
        if (seen.Others.HumanParts > 0)
            reasons.Add($"{Say.Count(seen.Others.HumanParts, "fragment")} of human parts of the vector only: not counted");
        foreach (
            var finding in screening.Findings.Where(f =>
                f.RefusesNegative && verdict is VerdictClass.DetectedClonal or VerdictClass.DetectedLow
            )
        )
            reasons.Add($"the input has a fault that would forbid a negative: {finding.Problem}");
        return reasons;
    }

    private void Contaminants(List<string> reasons)
    {
        if (seen.Shared.Count > 0)
            reasons.Add(
                $"{Say.Count(seen.Shared.Count, "site")} also seen in another person ({string.Join(", ", seen.Shared.Select(s => s.Id))}): contamination alarm"
            );
        if (limit.ExpectedContamination > 0)
            reasons.Add(
                $"index hopping from the run's other libraries would bring {Say.Number(limit.ExpectedContamination)} fragments on average; the required number allows for it"
            );
        if (seen.Others.Backbone > 0)
            reasons.Add($"{Say.Count(seen.Others.Backbone, "fragment")} of plasmid backbone");
        if (seen.Others.WildType > 0)
            reasons.Add(
                $"{Say.Count(seen.Others.WildType, "fragment")} of wild-type virus outside the parts that vectors have: {(seen.Others.WildType >= rules.SecondSourceFragments ? "an infection, or virus from elsewhere" : "too few to speak of an infection")}"
            );
        else if (seen.Fragments == 0 && seen.Others.VectorLikeVirus > 0)
            reasons.Add(
                $"{Say.Count(seen.Others.VectorLikeVirus, "fragment")} of parts that the vector shares with wild-type virus, and none of its own parts: this is no evidence of the vector"
            );
    }

    public IReadOnlyList<ExplanationPosterior> Explanations() =>
        [.. Enum.GetValues<Explanation>().Select(e => new ExplanationPosterior(e, priors[e], posterior[e], Because(e)))];

    private string[] Because(Explanation explanation)
    {
        var vector = $"{Say.Count(seen.Fragments, "unique fragment")} of the vector";
        var joined = seen.SitesExpected
            ? $"{Say.Count(seen.JoinFragments.Sum(), "fragment")} across {Say.Count(seen.JoinFragments.Count, "integration site")}"
            : "sites could not be looked for and do not weigh";
        var spread = seen.JoinFragments.Count == 0 ? "" : $"; the greatest site has {seen.JoinFragments[0]} of them";
        return explanation switch
        {
            Explanation.TransgeneBearingClone =>
            [
                vector,
                $"{joined}{spread} (few sites with equal shares speak for a clone)",
                PurityWords(),
            ],
            Explanation.InfiltratingCarTCells =>
            [
                vector,
                $"{joined}{spread} (many small sites speak for a mixed population)",
                run.TCellFraction is { } t ? $"T cells are {Say.Percent(t)} of the specimen" : "the share of T cells is not known",
            ],
            Explanation.ContaminationOrIndexHop =>
            [
                run.NeighbourFragments is { } n
                    ? $"other libraries of the run have {Say.Count(n, "vector fragment")}: {Say.Number(limit.ExpectedContamination)} expected here"
                    : "the other libraries of the run are not known",
                seen.Others.BackboneLength > 0
                    ? $"{Say.Count(seen.Others.Backbone, "fragment")} of plasmid backbone"
                    : "no plasmid backbone was searched for",
                run.SitesSharedWithOthers is null
                    ? "sites were not compared with other persons"
                    : $"{Say.Count(seen.Shared.Count, "site")} shared with other persons",
            ],
            Explanation.RetroviralInfection =>
            [
                seen.Others.WildTypeSearched
                    ? $"{Say.Count(seen.Others.WildType, "fragment")} of wild-type virus outside vector parts"
                    : "no wild-type virus was searched for",
                vector,
            ],
            _ => [vector, $"a sample without vector shows {Say.Number(rules.BackgroundFragments)} on average"],
        };
    }

    public IReadOnlyList<string> Limits(VerdictClass verdict)
    {
        var limits = new List<string>();
        if (verdict is VerdictClass.NotDetected)
            limits.Add(
                $"Does not exclude {Searched()} below the level stated, in a deleted or rearranged form without its unique parts, or any vector that was not searched."
            );
        if (verdict is VerdictClass.DetectedClonal or VerdictClass.DetectedLow)
        {
            limits.Add("Shows that the vector is there; does not show that it caused the tumour.");
            limits.Add("Vectors that share the parts found cannot be told apart by them.");
        }

        limits.AddRange(evidence.Notes.Concat(sites.Notes).Distinct(StringComparer.Ordinal).Select(Capital));
        limits.Add("Sites in repeats that short reads cannot place may be missing.");
        if (specimen.Purity is null)
            limits.Add("The tumour purity is not stated: nothing is said per tumour cell, nor whether a clonal site would have been seen.");
        else
            limits.Add("The stated purity is taken as exact; its error is not in the intervals.");
        if (specimen.Molecule == MoleculeKind.Rna)
            limits.Add("RNA: a silent transgene is not seen, and no level in cells can be stated.");
        if (!vectors.MaskIsComplete)
            limits.Add("The mask lacks a whole human genome: unique sequence may be overstated.");
        if (run.SitesSharedWithOthers is null)
            limits.Add("Sites were not compared with other persons' samples.");
        if (run.NeighbourFragments is null)
            limits.Add("The other libraries of the run are not known: index hopping is not bounded.");
        return limits;
    }

    private string NotCounted() =>
        seen.Best is { Counted: false } best
            ? $"; {Say.Count(best.Fragments, "fragment")} that match {best.VectorName} at one place only are not counted (a homologous sequence or an artefact)"
            : "";

    private string Bystanders() =>
        posterior.MaxBy(p => p.Value).Key == Explanation.ContaminationOrIndexHop
            ? $"contamination or index hopping is the most probable explanation, {Say.Probability(posterior[Explanation.ContaminationOrIndexHop])}"
            : "bystander cells or contamination are possible";

    private string PurityWords() =>
        specimen.Purity is { } purity
            ? $"a heterozygous copy in every tumour cell at purity {Say.Percent(purity)} would be "
                + $"{Say.Number(2 * purity / ((purity * specimen.TumourPloidy) + (2 * (1 - purity))))} copies per cell{Copies()}"
            : "the tumour purity is not stated";

    private string Copies() => seen.Copies?.PerCell.Value is { } copies ? $", {Say.Number(copies)} copies per cell" : "";

    private string Lead() => LeadFraction() is { } lead ? $", the leading clone with {lead}" : "";

    private string? LeadFraction()
    {
        if (seen.LeadingSites.Count == 0)
            return null;
        var site = quantities.Sites.First(s => s.SiteId == seen.LeadingSites[0].Id);
        return site.CellFraction.Value is { } share && site.CellFraction.Interval is { } interval
            ? $"{Say.Percent(share)} of cells (95 % interval {Say.Number(100 * interval.Lower)} to {Say.Number(100 * interval.Upper)} %)"
            : null;
    }

    private string Searched() =>
        quantities.Unique.Count switch
        {
            0 => "any vector",
            1 => quantities.Unique[0].VectorName,
            _ => string.Join(", ", quantities.Unique.Select(u => u.VectorName).Distinct(StringComparer.Ordinal)),
        };

    private string MaskNames() => vectors.Mask.Count == 0 ? "nothing" : string.Join(", ", vectors.Mask.Select(m => m.Name));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
