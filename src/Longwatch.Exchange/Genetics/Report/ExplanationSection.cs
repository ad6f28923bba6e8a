using Longwatch.Evaluation.Report;
using Longwatch.Genomics;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>What may explain the evidence, with probabilities and reasons.</summary>
internal static class ExplanationSection
{
    internal static Section Of(GeneticResult result, int number)
    {
        var verdict = result.Verdict;
        var table = new ReportTable(
            "explanations",
            "What may explain the evidence",
            [
                new("explanation", "Explanation"),
                new("probability", "Probability", 1, Percent: true, Chance: true),
                new("prior", "Before the evidence", 1, Percent: true, Chance: true),
                new("because", "Evidence for and against"),
            ],
            [
                .. verdict.Explanations.Select(e =>
                    Pieces.Row(Words.Of(e.Explanation), Pieces.Finite(e.Probability), Pieces.Finite(e.Prior), string.Join("; ", e.Because))
                ),
            ]
        );
        var likely = verdict.Explanations.MaxBy(e => double.IsFinite(e.Probability) ? e.Probability : -1);
        var answer = likely is null
            ? "No explanation was weighed."
            : FormattableString.Invariant(
                $"Most probable: {Words.Of(likely.Explanation).ToLowerInvariant()}, {NumberText.Chance(likely.Probability)} % given the evidence and the assumptions before it."
            );
        return Pieces.Section(number, "explanation", "Explanation", "What explains the evidence?", answer) with
        {
            Tables = [table],
            Charts =
                verdict.Explanations.Count == 0
                    ? []
                    :
                    [
                        new(
                            "explanations-chart",
                            "Probability of each explanation",
                            "Horizontal bars of the posterior probability of the five explanations; they sum to 100 %.",
                            VegaLite.Bars(table, "explanation", new Axis("probability", "Probability")),
                            "explanations"
                        ),
                    ],
            Methods =
            [
                "The five explanations are weighed by Bayes' rule; priors and likelihoods are data (rules version "
                    + result.Setting.RulesVersion
                    + ") and stated in docs/methods.",
            ],
        };
    }
}
