using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Prediction;

namespace Longwatch.Evaluation.Research;

/// <summary>A penalised model of each person's risk, and what it is worth on people it has not seen.</summary>
public static class RiskSection
{
    /// <summary>Ridge on the covariates, the penalty and the performance by nested cross-validation.</summary>
    /// <param name="people">Those counted are used.</param>
    public static RiskModelResult Fit(ResearchPeople people, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(people);
        int[] rows = [.. Enumerable.Range(0, people.Names.Length).Where(i => people.Counted[i])];
        return RiskModel.Fit(
            [.. people.Covariates.Select(c => rows.Select(i => c.Values[i]).ToArray())],
            [.. rows.Select(i => people.Outcome[i])],
            RiskModelPlan.Ridge(seed) with
            {
                Bootstraps = 100,
            }
        );
    }

    /// <summary>The section of the report.</summary>
    public static Section Of(ResearchPeople people, RiskModelResult model, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(model);
        var made = model.Status == RiskModelStatus.Estimated;
        var table = new ReportTable(
            "risk-model-performance",
            "What the predictions are worth",
            [new("people", "Measured on"), new("c", "C", 3), new("brier", "Brier", 6), new("slope", "Calibration slope", 2)],
            made
                ?
                [
                    Row("people left out (nested cross-validation)", model.CrossValidated),
                    Row("the people who made the model, less the optimism of bootstrap samples", model.Corrected),
                    Row("the people who made the model: too good", model.Apparent),
                ]
                : []
        );
        var coefficients = new ReportTable(
            "risk-model-coefficients",
            "The model",
            [new("term", "Term"), new("coefficient", "Log odds per unit", 4)],
            made ? [.. model.Coefficients.Select((c, i) => new TableRow([i == 0 ? "intercept" : people.Covariates[i - 1].Name, c]))] : []
        );
        return new(
            0,
            "risk-model",
            "Risk of each person",
            "How well can a person's risk be told from what is known at the infusion?",
            made
                ? FormattableString.Invariant(
                    $"Among people the model had not seen it ranks a case before another person with probability {model.CrossValidated.C:0.00} (0.5 is chance; on the people who made it {model.Apparent.C:0.00}), calibration slope {model.CrossValidated.Slope:0.00}."
                )
                : $"No model: {Why(model)}",
            [],
            [table, coefficients],
            [],
            [
                FormattableString.Invariant(
                    $"Ridge logistic regression on the covariates fixed beforehand; 10 folds, the penalty chosen inside each; 100 bootstrap samples; seed {seed} (docs/methods/prediction.md). {model.Events} events allow {model.Allowed} covariates without a penalty; {model.Covariates} were given."
                ),
                "Each person's risk with its bootstrap interval is in watch-risk.csv (docs/formats/watch-risk.md).",
            ],
            ["Research use: the watch is for life for everybody. A higher risk may add visits; a lower one takes none away."]
        );
    }

    private static TableRow Row(string what, RiskPerformance performance) =>
        new([what, Finite(performance.C), Finite(performance.Brier), Finite(performance.Slope)]);

    private static Cell Finite(double number) => double.IsFinite(number) ? Cell.Of(number) : default;

    private static string Why(RiskModelResult model) =>
        model.Status switch
        {
            RiskModelStatus.TooFewEvents => FormattableString.Invariant(
                $"{model.Events} events are too few for it to be judged (20 are needed)."
            ),
            RiskModelStatus.TooManyCovariates => FormattableString.Invariant($"{model.Events} events allow {model.Allowed} covariates."),
            _ => "the coefficients could not be found.",
        };
}
