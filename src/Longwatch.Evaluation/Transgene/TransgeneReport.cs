using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Transgene;

/// <summary>Section 3 from its facts: the part that published and patient-level data share.</summary>
internal static class TransgeneReport
{
    public static Section Build(
        TransgeneFacts facts,
        TransgeneAssumptions assumptions,
        (ImmutableArray<ReportTable> Tables, ImmutableArray<string> Caveats) own,
        EvaluationOptions options
    )
    {
        var estimates = TransgeneEstimates.All(facts, assumptions, options.Level);
        var predictive = TransgeneTables.Predictive(facts.Cases);
        var odds = TransgeneTables.OddsRatios(facts.Cases, assumptions, options.Level);
        var selection = TransgeneTables.Selection(facts.Cases, assumptions);
        var imperfect = TransgeneTables.ImperfectTests(facts.Cases, assumptions, options.Level);
        return new(
            3,
            "transgene",
            "Transgene",
            "In how many secondary T-cell malignancies is the CAR transgene in the tumour, when not every tumour was tested?",
            Answer(facts, estimates, options),
            estimates,
            [
                TransgeneTables.Steps(facts, options.Level),
                predictive,
                odds,
                selection,
                imperfect,
                TransgeneTables.Rates(facts, options.Level),
                .. own.Tables,
            ],
            [
                new(
                    "transgene-predictive",
                    "Predicted number of transgene-positive cases among all",
                    "Bars: the probability of each possible number of positive cases if the untested are like the tested, under Jeffreys' prior.",
                    VegaLite.Chart(predictive, Histogram(predictive)),
                    predictive.Id
                ),
                new(
                    "transgene-odds-ratio",
                    "How the total moves when the untested differ from the tested",
                    "Line with band: expected number of positive cases and its interval against the odds ratio between untested and tested cases; the dashed line is half of all cases, crossed at the tipping point.",
                    VegaLite.Lines(
                        odds,
                        new Axis("odds_ratio", "Odds ratio, untested against tested (log scale)", Log: !odds.Rows.IsEmpty),
                        new Axis("mean", "Positive cases among all"),
                        new Limits(),
                        new(Reference: facts.Cases?.Cases / 2.0)
                    ),
                    odds.Id
                ),
            ],
            Methods,
            [
                "Not tested is not negative: the untested enter only through the assumptions that are stated with each number.",
                "Transgene in the sample is not transgene in the tumour clone: CAR T cells infiltrate tumours, and copy number against tumour fraction, integration sites and the T-cell receptor decide.",
                "The odds ratio and the ratio of testing probabilities cannot be estimated from these data; they are varied, not known.",
                "A transgene-positive tumour is not thereby caused by the transgene; see the molecular evidence.",
                .. own.Caveats,
            ]
        )
        {
            Diagnostics =
            [
                ("transgene-selection-model", RuledOut(selection)),
                ("transgene-imperfect-tests", RuledOut(imperfect)),
                .. facts.Cases is not { } known
                    ? []
                    : ((string, AnalysisDiagnostic)[])
                        [
                            (
                                TransgeneAnalyses.Testing,
                                Diagnose.Share("tested", "Share of cases tested", known.Tested, known.Cases, 1 - Diagnose.MostLeftOut)
                            ),
                            ("transgene-total", Diagnose.Known("untested", "Cases not tested", known.Cases - known.Tested)),
                        ],
            ],
        };
    }

    private static AnalysisDiagnostic RuledOut(ReportTable grid) =>
        Diagnose.Known(
            "ruled_out",
            $"Assumptions that do not fit the data, or tell nothing, of {grid.Rows.Length}",
            grid.Rows.Count(r => r.Cells[^1].Text is not (TransgeneTables.Feasible or TransgeneTables.Estimated))
        );

    private static ImmutableArray<string> Methods { get; } =
    [
        "Shares: exact binomial (Clopper and Pearson 1934), Jeffreys posterior interval beside it.",
        "Bounds without assumption: the untested all negative, or all positive (Manski 1989).",
        "Prediction of the total: beta-binomial, priors of Jeffreys, uniform and Haldane; hypergeometric interval for a finite population (Buonaccorsi 1987).",
        "Missing not at random: pattern mixture with an odds ratio between untested and tested (Little 1993), its tipping point; selection by a ratio of testing probabilities, refused where the data rule it out.",
        "Test errors: Rogan and Gladen (1978); uncertain errors by an exact Beta-mixture posterior (model of Joseph, Gyorkos and Coupal 1995).",
        "Rate of transgene-positive disease: Gamma posterior of the rate of cases times Beta posterior of the share; bounds with Garwood limits.",
    ];

    private static JsonObject Histogram(ReportTable table) =>
        new()
        {
            ["height"] = 240,
            ["mark"] = "bar",
            ["encoding"] = new JsonObject
            {
                ["x"] = new JsonObject
                {
                    ["field"] = "total",
                    ["type"] = "ordinal",
                    ["title"] = "Transgene-positive cases among all",
                    ["axis"] = new JsonObject { ["labelAngle"] = 0, ["labelOverlap"] = true },
                },
                ["y"] = new JsonObject
                {
                    ["field"] = "probability",
                    ["type"] = "quantitative",
                    ["title"] = "Probability",
                },
                ["tooltip"] = VegaLite.Tooltip(table),
            },
        };

    private static string Answer(TransgeneFacts facts, ImmutableArray<Estimate> estimates, EvaluationOptions options)
    {
        if (facts.Cases is not { } cases)
            return $"Cannot be answered from these data: {facts.Missing}";
        Estimate Of(string id) => estimates.Single(e => string.Equals(e.Id, id, StringComparison.Ordinal));
        if (cases.Cases == 0)
            return "There is no case, so there is nothing to test.";
        var (least, most) = cases.Bounds;
        if (cases.Tested == 0)
            return cases.Cases == 1
                ? "The only case has no valid result: it may be positive or not."
                : $"None of the {Phrase.Counted(cases.Cases, "case")} has a valid result: anything from 0 to {Phrase.Whole(most)} of {Phrase.Whole(cases.Cases)} may be positive.";
        var text = $"The transgene was found in {Phrase.Quote(Of("transgene-positive"))} of the tested cases";
        if (cases.Untested == 0)
            return text + "; every case was tested.";
        var (lower, upper) = (
            (int)Of("transgene-total-predicted").Intervals[0].Lower,
            (int)Of("transgene-total-predicted").Intervals[0].Upper
        );
        var all = Phrase.Whole(cases.Cases);
        text +=
            $"; {Phrase.Share(cases.Untested, cases.Cases)} were not tested, so {least} to {most} of {all} are positive whatever is assumed, "
            + $"{Phrase.Range(lower, upper)} ({Phrase.Number(100 * options.Level)} %) if the untested are like the tested";
        return Of("transgene-tipping-half").Value is { } tipping
            ? text + $", and half if their odds are {Phrase.Number(tipping)} times those of the tested."
            : text + ".";
    }
}
