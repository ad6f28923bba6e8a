using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Domain.Cases;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 7 for a patient-level cohort: every secondary T-cell malignancy on the evidence ladder, by its tumour tests.</summary>
internal static class MolecularEvidenceSection
{
    private const int Listed = 200;

    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var (thresholds, missing) = MolecularReport.Thresholds(study.Reference);
        var assessed = thresholds is null ? [] : CohortFindings.Of(study, thresholds);
        var levels = MolecularReport.Levels([.. assessed.Select(a => (a.Assessment, 1))], "Secondary T-cell malignancies");
        var list = List(study, assessed);
        return new Section(
            7,
            "molecular-evidence",
            "Molecular evidence",
            "How far do the transgene tests of each secondary T-cell malignancy support that the vector took part in the tumour?",
            Answer(assessed, missing, options.Level),
            [.. Estimates(assessed, missing, options.Level)],
            [MolecularReport.Rules(thresholds), levels, list],
            [
                new Chart(
                    "molecular-evidence-levels-chart",
                    "Malignancies by level of evidence",
                    "Horizontal bars: number of secondary T-cell malignancies at each level M0 to M5.",
                    VegaLite.Bars(levels, "level", new Axis("n", "Secondary T-cell malignancies (n)")),
                    levels.Id
                ),
                new Chart(
                    "molecular-evidence-onset-chart",
                    "Onset and level",
                    "One tick per malignancy: months from the first infusion to diagnosis, by level of evidence.",
                    OnsetChart(list),
                    list.Id
                ),
            ],
            [
                MolecularReport.Method,
                "Read are tests of specimens of type tumour that belong to the malignancy; apheresis, product retain, blood and germline are not the tumour. Copies per tumour cell are copies per cell over the tumour fraction. Of several tests the highest level stands.",
            ],
            [
                "The cohort files carry no integration sites and no expression, so no malignancy can be above M3.",
                "Not tested is not negative: M0 says that nothing can be told.",
                "The first secondary T-cell malignancy of each patient is placed.",
            ]
        )
        {
            Diagnostics =
            [
                (
                    "molecular-evidence-ladder",
                    Diagnose.Share(
                        "clear_results",
                        "Share of malignancies with a clear result of tumour tissue",
                        assessed.Count(a => a.ValidTests > 0),
                        assessed.Length,
                        1 - Diagnose.MostLeftOut
                    )
                ),
            ],
        };
    }

    private static string Answer(ImmutableArray<AssessedNeoplasm> assessed, string missing, double level)
    {
        if (missing.Length > 0)
            return $"No malignancy can be placed: assumptions.csv does not give {missing}.";
        if (assessed.IsEmpty)
            return "The cohort holds no secondary T-cell malignancy after infusion.";
        var all = assessed.Length;
        var valid = assessed.Count(a => a.ValidTests > 0);
        return valid == 0
            ? all == 1
                ? "The only secondary T-cell malignancy has no clear result of tumour tissue, so nothing can be told."
                : $"None of the {Phrase.Counted(all, "secondary T-cell malignancy", "secondary T-cell malignancies")} has a clear result of tumour tissue, so nothing can be told."
            : $"A clear result of tumour tissue exists for {Phrase.Share(valid, all)} of the secondary T-cell malignancies, and the vector is shown in the tumour clone (M3) in "
                + $"{Phrase.Quote(Clonal(assessed, level))} of those.";
    }

    private static IEnumerable<Estimate> Estimates(ImmutableArray<AssessedNeoplasm> assessed, string missing, double level)
    {
        var valid = assessed.Count(a => a.ValidTests > 0);
        yield return Report.Estimates.Proportion(
            new(
                "molecular-evidence-valid",
                "Malignancies with a clear result of tumour tissue",
                missing.Length > 0 ? $"Missing: {missing}." : null
            ),
            valid,
            assessed.Length,
            level
        );
        yield return Clonal(assessed, level);
        foreach (var rung in Enum.GetValues<EvidenceLevel>())
            yield return Report.Estimates.Proportion(
                new(
                    $"molecular-evidence-{rung.ToString().ToLowerInvariant()}",
                    $"{MolecularReport.Words(rung)}, of all secondary T-cell malignancies"
                ),
                assessed.Count(a => a.Assessment.Level == rung),
                assessed.Length,
                level
            );
    }

    private static Estimate Clonal(ImmutableArray<AssessedNeoplasm> assessed, double level) =>
        Report.Estimates.Proportion(
            new("molecular-evidence-clonal-of-valid", "Vector in the tumour clone (M3 and above), of those with a clear result"),
            assessed.Count(a => a.ValidTests > 0 && a.Assessment.Level >= EvidenceLevel.M3),
            assessed.Count(a => a.ValidTests > 0),
            level
        );

    private static ReportTable List(CohortStudy study, ImmutableArray<AssessedNeoplasm> assessed) =>
        new(
            "molecular-evidence-cases",
            $"Secondary T-cell malignancies, highest level first, then by onset: {Math.Min(Listed, assessed.Length)} of {assessed.Length}",
            [
                new("neoplasm", "Neoplasm"),
                new("product", "Product"),
                new("onset_months", "Onset (months)", 1),
                new("tests", "Tumour tests", 0),
                new("valid", "Valid", 0),
                new("level", "Level"),
                new("reason", "Because"),
            ],
            [
                .. assessed
                    .OrderByDescending(a => a.Assessment.Level)
                    .ThenBy(a => a.OnsetDays)
                    .ThenBy(a => a.Neoplasm)
                    .Take(Listed)
                    .Select(a =>
                    {
                        var neoplasm = study.Cohort.Neoplasms[a.Neoplasm];
                        return new TableRow([
                            neoplasm.Id,
                            study.Cohort.Infusions[study.Times.FirstInfusion[neoplasm.Patient]].Product.Replace('_', ' '),
                            a.OnsetDays / CalendarTime.DaysPerMonth,
                            a.Tests,
                            a.ValidTests,
                            MolecularReport.Words(a.Assessment.Level),
                            a.Assessment.Reason,
                        ]);
                    }),
            ]
        );

    private static JsonObject OnsetChart(ReportTable list) =>
        VegaLite.Chart(
            list,
            new JsonObject
            {
                ["height"] = new JsonObject { ["step"] = 34 },
                ["mark"] = new JsonObject { ["type"] = "tick", ["thickness"] = 2 },
                ["encoding"] = new JsonObject
                {
                    ["x"] = MolecularReport.OnsetAxis("Months from the first infusion to diagnosis"),
                    ["y"] = MolecularReport.LevelAxis(),
                    ["tooltip"] = VegaLite.Tooltip(list),
                },
            }
        );
}
