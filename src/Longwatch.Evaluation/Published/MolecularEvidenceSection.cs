using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 7: every published case with molecular work-up on the evidence ladder, by rules.</summary>
internal static class MolecularEvidenceSection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var (thresholds, missing) = MolecularReport.Thresholds(evidence);
        var placed = thresholds is null ? [] : evidence.Cases.Select(c => PlacedCase.Of(c, thresholds)).ToImmutableArray();
        var counted = placed.Where(p => p.Case.Provenance.Counts).ToImmutableArray();
        var assessed = counted.Select(p => (p.Assessment, p.Case.Patients)).ToImmutableArray();
        var levels = MolecularReport.Levels(assessed, "Patients in verified case reports");
        var cases = PlacedCases.Table(placed);
        var facts = PlacedCases.Facts(counted);
        return new Section(
            7,
            "molecular-evidence",
            "Molecular evidence",
            "How far does the molecular work-up of each published case support that the vector took part in the tumour?",
            Answer(placed, counted, assessed, missing),
            [.. Estimates(assessed, counted, missing)],
            [MolecularReport.Rules(thresholds), cases, levels, facts, PlacedCases.Unverified(evidence)],
            [
                new Chart(
                    "molecular-evidence-facts-chart",
                    "What is known of each case",
                    "A grid with one line per case and one column per fact: transgene, clone, cancer gene, dysregulation and each modifier; coloured by present, absent or not known.",
                    PlacedCases.FactsChart(facts),
                    facts.Id
                ),
                new Chart(
                    "molecular-evidence-onset-chart",
                    "Onset and level of each case",
                    "Points: months from infusion to onset by level of evidence, coloured by vector. Cases without a verified onset are not shown.",
                    PlacedCases.OnsetChart(cases),
                    cases.Id
                ),
            ],
            [
                MolecularReport.Method,
                "A field that rests on background knowledge is treated as not known; the column \"If unverified facts held\" shows the level that it would give.",
                "Whether a gene is a cancer gene is data (case-sites.csv, with the list it is on). Modifiers are recorded beside the level; only M5 asks for the absence of another driver.",
            ],
            [
                "Case reports are selected: what is unusual or well worked-up is published. The counts per level are counts of reports, not shares of all cases.",
                "A vector in the clone does not by itself show cause: a clone older than the infusion can be transduced like any other T cell.",
                "A published negative is placed at M1 only when its report states the limit of detection and the tumour content, and at M5 only what excludes another sufficient driver; an empty field decides nothing.",
            ]
        )
        {
            Diagnostics =
            [
                (
                    "molecular-evidence-ladder",
                    Diagnose.Share(
                        "verified",
                        "Share of reports that are verified",
                        counted.Length,
                        placed.Length,
                        1 - Diagnose.MostLeftOut
                    )
                ),
            ],
        };
    }

    private static string Answer(
        ImmutableArray<PlacedCase> placed,
        ImmutableArray<PlacedCase> counted,
        ImmutableArray<(MolecularAssessment Assessment, int People)> assessed,
        string missing
    )
    {
        if (missing.Length > 0)
            return $"No case can be placed: assumptions.csv does not give {missing}.";
        if (counted.IsEmpty)
            return placed.IsEmpty
                ? "The data set holds no case with molecular work-up."
                : $"All {placed.Length} case reports rest on background knowledge; none is counted.";
        var clonal = assessed.Where(a => a.Assessment.Level >= EvidenceLevel.M3).Sum(a => a.People);
        var all = assessed.Sum(a => a.People);
        var gene = assessed.Where(a => a.Assessment.Level >= EvidenceLevel.M4).Sum(a => a.People);
        var modified = counted.Where(p => p.Assessment.Level >= EvidenceLevel.M3 && !p.Modifiers.IsEmpty).Sum(p => p.Case.Patients);
        var further = placed.Length - counted.Length;
        return $"The vector is shown in the tumour clone (M3 or higher) in {Phrase.Share(clonal, all)} of the patients in verified case reports"
            + (
                clonal == 0
                    ? string.Empty
                    : $", at a cancer gene (M4 or higher) in {gene}/{all}, and {modified}/{clonal} of them also carry a finding that may explain the tumour"
            )
            + (further == 0 ? "." : $"; {Phrase.Counted(further, "further report is", "further reports are")} unverified and not counted.");
    }

    private static IEnumerable<Estimate> Estimates(
        ImmutableArray<(MolecularAssessment Assessment, int People)> assessed,
        ImmutableArray<PlacedCase> counted,
        string missing
    )
    {
        var all = assessed.Sum(a => a.People);
        string[] keys = [.. counted.Select(p => p.Case.Provenance.Key)];
        foreach (var level in Enum.GetValues<EvidenceLevel>())
        {
            var id = $"molecular-evidence-{level.ToString().ToLowerInvariant()}";
            var n = assessed.Where(a => a.Assessment.Level == level).Sum(a => a.People);
            yield return all == 0
                ? Report.Estimates.NoData(
                    id,
                    MolecularReport.Words(level),
                    Unit.Count,
                    missing.Length > 0 ? $"Missing: {missing}." : "No verified case report."
                )
                : Report.Estimates.Value(
                    new(
                        id,
                        MolecularReport.Words(level),
                        "Patients in verified case reports; a count of reports, not of all cases.",
                        [.. keys]
                    ),
                    n,
                    Unit.Count,
                    "Rules of the evidence ladder"
                ) with
                {
                    Numerator = n,
                    Denominator = all,
                };
        }
    }
}
