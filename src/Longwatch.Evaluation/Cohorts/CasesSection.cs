using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Neoplasms;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 2 of a patient-level evaluation: second primaries by lineage, and what was not counted as one.</summary>
internal static class CasesSection
{
    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var counts = NeoplasmCounts.Of(study);
        var infused = PersonTime.Infused(study.Times);
        var (tCell, _) = PersonTime.Total(study.Times, study.Times.SecondaryTCell);
        var (any, _) = PersonTime.Total(study.Times, study.Times.SecondPrimary);
        var lineages = Lineages(counts);
        var excluded = Excluded(counts);
        var tCellShare = Estimates.Proportion(
            ("cases-t-cell-patients", "Patients with a secondary T-cell malignancy"),
            tCell,
            infused,
            options.Level
        );
        var anyShare = Estimates.Proportion(
            ("cases-second-primary-patients", "Patients with any second primary"),
            any,
            infused,
            options.Level
        );
        return new Section(
            2,
            "cases",
            "Cases",
            "How many second primaries are there, of which lineage, and what was not counted?",
            infused == 0
                ? "No patient was infused up to the data lock, so there is nobody in whom a second primary could be counted."
                : $"{Phrase.Quote(tCellShare)} of the patients had a secondary T-cell malignancy and {Phrase.Quote(anyShare)} any second primary up to the data lock; "
                    + $"{Phrase.Whole(counts.NotCounted.Sum())} of {Phrase.Whole(study.Cohort.Neoplasms.Length)} recorded neoplasms were not counted.",
            [
                Estimates.Value(
                    ("cases-t-cell-neoplasms", "Secondary T-cell malignancies"),
                    counts.Neoplasms[(int)Lineage.TCell],
                    Unit.Count,
                    "Counted once per neoplasm"
                ),
                Estimates.Value(
                    ("cases-second-primary-neoplasms", "Second primaries of any lineage"),
                    counts.Neoplasms.Sum(),
                    Unit.Count,
                    "Counted once per neoplasm"
                ),
                tCellShare,
                anyShare,
                Estimates.Proportion(
                    new(
                        "cases-clonally-unrelated",
                        "Secondary T-cell malignancies shown to be clonally unrelated to the index disease, of those compared",
                        "Not compared is not related: its own denominator."
                    ),
                    counts.Unrelated,
                    counts.Compared,
                    options.Level
                ),
            ],
            [lineages, excluded, Morphologies(counts)],
            [
                new Chart(
                    "cases-lineage-chart",
                    "Second primaries by lineage",
                    "Horizontal bars: number of counted second primaries by lineage.",
                    VegaLite.Bars(lineages, "lineage", "neoplasms"),
                    lineages.Id
                ),
                new Chart(
                    "cases-not-counted-chart",
                    "Recorded neoplasms that were not counted",
                    "Horizontal bars: neoplasms by the reason for which they were not counted as second primaries.",
                    VegaLite.Bars(excluded, "reason", "neoplasms"),
                    excluded.Id
                ),
            ],
            [
                "Counted: neoplasms recorded as second primaries of infused patients, diagnosed from the day of the first infusion to the data lock; each neoplasm once.",
                "Never counted: the index disease, its relapse, and lineage switch of it.",
                "Exact binomial intervals (Clopper–Pearson; Jeffreys beside it) for the share of patients, without regard to follow-up: section 4 has the cumulative incidence.",
            ],
            [
                "The relation of a neoplasm to the index disease is as recorded; a relapse recorded as a second primary would be counted. Comparison of clones decides, and is rarely done.",
            ]
        )
        {
            Diagnostics =
            [
                (
                    "cases-counts",
                    Diagnose.Share(
                        "compared",
                        "Share of secondary T-cell malignancies compared with the index disease",
                        counts.Compared,
                        counts.Neoplasms[(int)Lineage.TCell],
                        1 - Diagnose.MostLeftOut
                    )
                ),
            ],
        };
    }

    private static ReportTable Lineages(NeoplasmCounts counts) =>
        new(
            "cases-lineage",
            "Counted second primaries by lineage",
            [new("lineage", "Lineage"), new("neoplasms", "Neoplasms", 0), new("patients", "Patients with at least one", 0)],
            [
                .. Enum.GetValues<Lineage>()
                    .Select((lineage, i) => (lineage, i))
                    .OrderBy(l => l.lineage == Lineage.Unknown)
                    .Select(l => new TableRow([Words(l.lineage), counts.Neoplasms[l.i], counts.Patients[l.i]])),
            ]
        );

    private static ReportTable Excluded(NeoplasmCounts counts) =>
        new(
            "cases-not-counted",
            "Recorded neoplasms that were not counted as second primaries",
            [new("reason", "Reason"), new("neoplasms", "Neoplasms", 0)],
            [.. NeoplasmCounts.Reasons.Select((reason, i) => new TableRow([reason, counts.NotCounted[i]]))]
        );

    private static ReportTable Morphologies(NeoplasmCounts counts) =>
        new(
            "cases-t-cell-morphology",
            "Secondary T-cell malignancies by ICD-O-3 morphology",
            [new("morphology", "Morphology"), new("neoplasms", "Neoplasms", 0)],
            [
                .. counts
                    .TCellMorphology.OrderByDescending(m => m.Value)
                    .ThenBy(m => m.Key, StringComparer.Ordinal)
                    .Select(m => new TableRow([m.Key, m.Value])),
            ]
        );

    internal static string Words(Lineage lineage) =>
        lineage switch
        {
            Lineage.TCell => "T cell",
            Lineage.BCell => "B cell",
            Lineage.PlasmaCell => "plasma cell",
            Lineage.Myeloid => "myeloid",
            Lineage.NaturalKiller => "natural killer cell",
            Lineage.SolidTumour => "solid tumour",
            Lineage.NonMelanomaSkin => "non-melanoma skin cancer",
            Lineage.Unknown => "lineage not recorded",
            _ => throw new ArgumentOutOfRangeException(nameof(lineage), lineage, null),
        };
}

/// <summary>Recorded neoplasms sorted into counted second primaries and the rest, each once.</summary>
/// <param name="Neoplasms">Counted second primaries by <see cref="Lineage"/>.</param>
/// <param name="Patients">Patients with at least one of that lineage.</param>
/// <param name="NotCounted">By <see cref="Reasons"/>; the first reason that applies.</param>
/// <param name="Compared">Counted T-cell malignancies whose clone was compared with the index disease.</param>
internal sealed record NeoplasmCounts(
    int[] Neoplasms,
    int[] Patients,
    int[] NotCounted,
    ImmutableSortedDictionary<string, int> TCellMorphology,
    int Unrelated,
    int Compared
)
{
    public static ImmutableArray<string> Reasons { get; } =
    [
        "patient not infused up to the data lock",
        "diagnosed after the data lock",
        "index disease",
        "relapse of the index disease",
        "lineage switch of the index disease",
        "diagnosed before the first infusion",
    ];

    public static NeoplasmCounts Of(CohortStudy study)
    {
        var lineages = Enum.GetValues<Lineage>().Length;
        var (neoplasms, notCounted) = (new int[lineages], new int[Reasons.Length]);
        var seen = new HashSet<(int Patient, Lineage Lineage)>();
        var patients = new int[lineages];
        var morphology = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        var (unrelated, compared) = (0, 0);
        foreach (var neoplasm in study.Cohort.Neoplasms)
        {
            if (Reason(study, neoplasm) is { } reason)
            {
                notCounted[reason]++;
                continue;
            }

            neoplasms[(int)neoplasm.Lineage]++;
            if (seen.Add((neoplasm.Patient, neoplasm.Lineage)))
                patients[(int)neoplasm.Lineage]++;
            if (neoplasm.Lineage != Lineage.TCell)
                continue;
            morphology[neoplasm.Morphology] = morphology.GetValueOrDefault(neoplasm.Morphology) + 1;
            if (neoplasm.ClonallyUnrelated != Ternary.Unknown)
                compared++;
            if (neoplasm.ClonallyUnrelated == Ternary.Yes)
                unrelated++;
        }

        return new(neoplasms, patients, notCounted, morphology.ToImmutable(), unrelated, compared);
    }

    private static int? Reason(CohortStudy study, Neoplasm neoplasm) =>
        !study.Times.Infused[neoplasm.Patient] ? 0
        : neoplasm.Diagnosed > study.Cohort.DataLock ? 1
        : neoplasm.Relation == NeoplasmRelation.IndexDisease ? 2
        : neoplasm.Relation == NeoplasmRelation.Relapse ? 3
        : neoplasm.Relation == NeoplasmRelation.LineageSwitch ? 4
        : neoplasm.Diagnosed < study.Times.InfusionDay[neoplasm.Patient] ? 5
        : null;
}
