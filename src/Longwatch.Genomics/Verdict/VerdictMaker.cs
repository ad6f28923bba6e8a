using System.Globalization;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Verdict;

/// <summary>Makes the verdict of one sample (docs/methods/genetic-verdict.md, docs/decisions/0012).</summary>
public static class VerdictMaker
{
    /// <summary>Findings that mean that the input itself is broken.</summary>
    private static readonly string[] Broken = ["truncated", "mates-differ", "corrupt", "no-reads"];

    /// <summary>Pure: the same evidence gives the same verdict.</summary>
    public static GeneticVerdict Decide(
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
        var (quantityRules, verdictRules) = (new QuantityRules(rules), new VerdictRules(rules));
        var seen = VerdictEvidence.Gather(specimen, vectors, evidence, sites, quantities, run, quantityRules, verdictRules);
        var model = new ExplanationModel(seen, quantities, specimen, run, verdictRules);
        var posterior = model.Posterior();
        var (verdict, why) = Class(seen, posterior, specimen, vectors, screening, quantities, run, quantityRules, verdictRules);
        var words = new VerdictWords(
            seen,
            model.Priors(),
            posterior,
            specimen,
            vectors,
            screening,
            evidence,
            sites,
            quantities,
            run,
            quantityRules,
            verdictRules
        );
        return new(
            verdict,
            words.Sentence(verdict, why),
            words.Explanations(),
            words.Reasons(verdict, why),
            NegativeStatement.Of(seen, specimen, vectors, screening, evidence, sites, quantities, run, rules),
            words.Limits(verdict)
        );
    }

    /// <summary>The class, and the one reason that decided it.</summary>
    private static (VerdictClass Class, string Why) Class(
        VerdictEvidence seen,
        IReadOnlyDictionary<Explanation, double> posterior,
        SpecimenFacts specimen,
        CompiledVectors vectors,
        ScreeningResult screening,
        QuantityResult quantities,
        RunContext run,
        QuantityRules quantityRules,
        VerdictRules rules
    )
    {
        if (screening.Counts.Reads == 0)
            return (VerdictClass.Failed, "the input has no reads");
        if (seen.Positive)
        {
            if (NotIntegrated(seen, quantities, rules) is { } plasmid)
                return (VerdictClass.NotAssessable, plasmid);
            if (seen.IsAnother(rules.ExplainedLevel))
                return (VerdictClass.NotAssessable, Another(seen.Best!));
            if (seen.Confined && !vectors.MaskIsComplete && seen.HostSites.Count == 0)
                return (
                    VerdictClass.NotAssessable,
                    "the evidence is confined to a part of the vector and the mask was not built from a whole human genome, so that part may be human"
                );
            if (Hopped(seen, posterior, run, rules) is { } contaminated)
                return (VerdictClass.NotAssessable, contaminated);
            return Clonal(seen, posterior, specimen, quantities, rules) is { } not
                ? (VerdictClass.DetectedLow, not)
                : (VerdictClass.DetectedClonal, "one clone carries the vector");
        }

        var refusals = screening.Findings.Where(f => f.RefusesNegative).ToList();
        if (refusals.Find(f => Broken.Contains(f.Code, StringComparer.Ordinal)) is { } broken)
            return (VerdictClass.Failed, broken.Problem.ToString());
        if (refusals.Count > 0)
            return (VerdictClass.NotAssessable, refusals[0].Problem.ToString());
        var limit = quantities.Limit;
        if (limit.WhyNot is { } whyNot)
            return (VerdictClass.NotAssessable, whyNot);
        if (run.ProductVectorSearched == false)
            return (VerdictClass.NotAssessable, $"the vector of the product given ({specimen.Product}) was not among those searched");
        if (limit.CopiesPerCell is not { } copies || copies > 1)
            return (VerdictClass.NotAssessable, "one copy in every cell would be missed with a probability above 5 %");
        if (limit.PowerForPresence is { } power && power < quantityRules.DetectionProbability)
            return (
                VerdictClass.NotAssessable,
                "at the stated purity one copy in every tumour cell would be missed with a probability above 5 %"
            );
        if (seen.Unexplained(limit.RequiredFragments, rules.SecondSourceFragments) is { Count: > 0 } joined)
            return (
                VerdictClass.NotAssessable,
                $"the ends of a vector of this kind join the host at {joined[0].Contig}:{joined[0].Position + 1}{(joined.Count > 1 ? $" and {joined.Count - 1} more" : "")}, with too few fragments of {seen.Best!.VectorName}'s own parts for a detection and no virus that accounts for them: another vector, contamination, or a form without the unique parts"
            );
        return (
            VerdictClass.NotDetected,
            seen.Fragments == 0 ? "no unique fragment of the vector"
            : !seen.Best!.Counted ? "all unique fragments match at one place of the vector: not counted"
            : "fewer unique fragments than a detection needs"
        );
    }

    /// <summary>Why unique evidence does not speak of integration: a plasmid, or other vector DNA that is not in a genome. Null when it may be.</summary>
    internal static string? NotIntegrated(VerdictEvidence seen, QuantityResult quantities, VerdictRules rules)
    {
        if (seen.HostSites.Count > 0)
            return null;
        var backbone = seen.Others.Backbone;
        // One fragment is enough: nothing in a patient holds a plasmid, and traces of one bring few fragments of either part.
        if (backbone > 0)
        {
            var lengths = seen.Others.BackboneLength + quantities.Limit.EffectiveLength;
            var share = lengths > 0 ? quantities.Limit.EffectiveLength / lengths : 0.5;
            // Are there more fragments of the vector than a whole plasmid would bring with so many of its backbone?
            if (Binomial.Survival(seen.Fragments - 1, seen.Fragments + backbone, share) > rules.ExplainedLevel)
                return $"plasmid contamination: {Say.Count(backbone, "fragment")} of plasmid backbone beside {seen.Fragments} of the vector, no more than a plasmid brings, and none joins the host";
        }

        if (!seen.SitesExpected || quantities.Limit.JoinFragmentsPerCopy <= 0)
            return null;
        var expected = seen.Fragments / quantities.Limit.FragmentsPerCopy * quantities.Limit.JoinFragmentsPerCopy * rules.PlaceableShare;
        var missing = seen.CandidateJoins == 0 && NegativeBinomial.Cdf(0, expected, rules.JoinDispersion) < rules.UnintegratedLevel;
        return missing
            ? $"{seen.Fragments} unique fragments but none across a join to the host, where about {expected:F0} were expected: vector DNA that is not integrated (plasmid, episome, cDNA), or reads from which the joins were removed"
            : null;
    }

    private static string Another(UniqueEvidence best) =>
        $"another vector, or a form without the transgene: {best.OwnFragments} of {best.Fragments} unique fragments are of the parts that tell {best.VectorName} from other lentiviral vectors, "
        + string.Create(
            CultureInfo.InvariantCulture,
            $"where at least {best.Fragments * best.OwnShare:F0} were expected; the others are of parts that such vectors have in common"
        );

    /// <summary>Why evidence is no detection when the run's other libraries explain it; null when they do not, or are not known.</summary>
    private static string? Hopped(
        VerdictEvidence seen,
        IReadOnlyDictionary<Explanation, double> posterior,
        RunContext run,
        VerdictRules rules
    ) =>
        run.Hopped(rules) is not null && posterior[Explanation.ContaminationOrIndexHop] > rules.ContaminationPosterior
            ? $"{Say.Count(seen.Fragments, "unique fragment")} that contamination or index hopping explains (probability {Say.Probability(posterior[Explanation.ContaminationOrIndexHop])}): "
                + $"the run's other libraries hold {Say.Count(run.NeighbourFragments!.Value, "vector fragment")}; repeat on a run without them, or with unique dual indexes"
            : null;

    /// <summary>Why a detection is not called clonal; null when it is.</summary>
    private static string? Clonal(
        VerdictEvidence seen,
        IReadOnlyDictionary<Explanation, double> posterior,
        SpecimenFacts specimen,
        QuantityResult quantities,
        VerdictRules rules
    )
    {
        if (specimen.Molecule == MoleculeKind.Rna)
            return "RNA shows expression, not in which clone";
        if (!seen.TellsWhich)
            return "only parts that lentiviral vectors have in common were found, so it may be another vector";
        if (seen.HostSites.Count == 0)
            return seen.SitesExpected ? "no integration site is sure enough to be one clone's"
                : specimen.Molecule == MoleculeKind.Dna && seen.OnlyTransgene
                    ? "of this vector only the transgene was searched for, not its ends, so sites and clonality cannot be told; give the whole vector with --vector"
                : "sites could not be placed, so clonality cannot be told";
        if (seen.Shared.Count > 0)
            return "a site is shared with another person: carry-over or index hopping must be ruled out";
        var split = seen.LeadingSites.Sum(s => s.SplitFragments);
        if (split < rules.ClonalFragments)
            return $"the leading clone has {split} split fragments, too few to call it clonal";
        var share = quantities.Sites.First(s => s.SiteId == seen.LeadingSites[0].Id).CellFraction;
        if (specimen.Purity is null && share.Interval is { } cells && cells.Lower < rules.ClonalShareUnstated)
            return $"the leading clone has {Say.Percent(share.Value ?? 0)} of cells (95 % interval from {Say.Percent(cells.Lower)}) and the tumour purity is not stated, so a clone of bystander CAR T cells is not excluded";
        var probability = posterior[Explanation.TransgeneBearingClone];
        return probability < rules.ClonalPosterior
            ? $"the probability of a transgene-bearing clone is {probability:P0}, below the {rules.ClonalPosterior:P0} that a clonal verdict needs"
            : null;
    }
}
