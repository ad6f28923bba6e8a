using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.PartialTesting;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Evaluation.Transgene;

/// <summary>The tables of section 3 that published and patient-level data share; empty where the counts are missing.</summary>
internal static class TransgeneTables
{
    /// <summary>Status of an assumption that the data allow.</summary>
    public const string Feasible = "feasible";

    /// <summary>Status of an assumption under which the share could be had.</summary>
    public const string Estimated = "estimated";

    public static ReportTable Steps(TransgeneFacts facts, double level) =>
        new(
            "transgene-denominators",
            "From all cases to a positive result, each step with its own denominator",
            [
                new("step", "Step"),
                new("count", "n", 0),
                new("of", "N", 0),
                new("share", "n/N", 1, Percent: true),
                new("lower", "Clopper–Pearson lower", 1, Percent: true),
                new("upper", "Clopper–Pearson upper", 1, Percent: true),
                new("jeffreys_lower", "Jeffreys lower", 1, Percent: true),
                new("jeffreys_upper", "Jeffreys upper", 1, Percent: true),
                new("note", "Note"),
            ],
            [
                .. facts.Steps.Select(step =>
                {
                    if (step is not { Count: { } n, Of: > 0 and var of } || n > of)
                    {
                        return new TableRow(
                            [step.Label, step.Count, step.Of, default, default, default, default, default, step.Note ?? "not published"],
                            Sources: step.Sources
                        );
                    }

                    var exact = ProportionInterval.ClopperPearson(n, of, level);
                    var jeffreys = ProportionInterval.Jeffreys(n, of, level);
                    return new TableRow(
                        [step.Label, n, of, (double)n / of, exact.Lower, exact.Upper, jeffreys.Lower, jeffreys.Upper, Cell.Of(step.Note)],
                        Sources: step.Sources
                    );
                }),
            ]
        );

    /// <summary>Probability of every total under three priors.</summary>
    public static ReportTable Predictive(PartlyTestedCases? cases)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (cases is { Tested: > 0 } known)
        {
            var jeffreys = TotalPositive.Predict(known, BetaPrior.Jeffreys).Total;
            var uniform = TotalPositive.Predict(known, BetaPrior.Uniform).Total;
            var haldane = TotalPositive.Predict(known, BetaPrior.Haldane).Total;
            for (var k = 0; k <= known.Untested; k++)
                rows.Add(new([known.Positive + k, At(jeffreys, k), At(uniform, k), At(haldane, k)]));
        }

        return new(
            "transgene-predictive",
            "Predicted number of transgene-positive cases among all, if the untested are like the tested (missing cells: no proper prediction under that prior)",
            [
                new("total", "Positive cases among all", 0),
                new("probability", "Probability, Jeffreys prior", 4),
                new("uniform", "Uniform prior", 4),
                new("haldane", "Haldane prior", 4),
            ],
            rows.ToImmutable()
        );

        static Cell At(CountDistribution? distribution, int k) => distribution is null ? default : distribution.Probabilities[k];
    }

    /// <summary>Expected total and interval by odds ratio, with the tipping point to half of the cases.</summary>
    public static ReportTable OddsRatios(PartlyTestedCases? cases, TransgeneAssumptions assumptions, double level)
    {
        var rows = new List<(double OddsRatio, TableRow Row)>();
        if (cases is { Tested: > 0 } known)
        {
            TableRow Row(double oddsRatio, string kind, ImmutableArray<string> sources)
            {
                var total =
                    PatternMixture.Predict(known, BetaPrior.Jeffreys, oddsRatio).Total
                    ?? throw new InvalidOperationException("Jeffreys' prior always gives a proper posterior.");
                var (lower, upper) = total.Interval(level);
                return new([oddsRatio, total.Mean, lower, upper, known.Cases, total.Mean / known.Cases, kind], Sources: sources);
            }

            foreach (var a in assumptions.OddsRatios)
                rows.Add((a.Value, Row(a.Value, a.Value == 1 ? "missing at random" : "assumed", [a.Provenance.Key])));
            var tipping = PatternMixture.Tipping(known, BetaPrior.Jeffreys, known.Cases / 2.0);
            if (tipping.Status == TippingStatus.Found)
                rows.Add((tipping.OddsRatio, Row(tipping.OddsRatio, "tipping point: half of all cases", [])));
        }

        return new(
            "transgene-odds-ratio",
            "Missing not at random: how the total moves with the odds ratio between untested and tested cases",
            [
                new("odds_ratio", "Odds ratio, untested against tested", 2),
                new("mean", "Expected positive cases", 1),
                new("lower", "Lower", 0),
                new("upper", "Upper", 0),
                new("of", "Of cases", 0),
                new("share", "Expected share of all cases", 1, Percent: true),
                new("kind", "Assumption"),
            ],
            [.. rows.OrderBy(r => r.OddsRatio).Select(r => r.Row)]
        );
    }

    /// <summary>Totals implied by ratios of testing probabilities; the infeasible ones greyed with the reason.</summary>
    public static ReportTable Selection(PartlyTestedCases? cases, TransgeneAssumptions assumptions)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        var caption = "Selection: positive cases tested r times as often as negative ones";
        if (cases is { Tested: > 0 } known)
        {
            var (least, most) = known.Bounds;
            var feasible = SelectionModel.FeasibleRatios(known);
            if (double.IsFinite(feasible.Upper))
                caption += $" (these data allow only r from {Phrase.Number(feasible.Lower)} to {Phrase.Number(feasible.Upper)})";
            foreach (var a in assumptions.RelativeTesting)
            {
                var result = SelectionModel.Total(known, a.Value);
                var infeasible = result.Status == SelectionStatus.Infeasible;
                rows.Add(
                    new(
                        [a.Value, result.Total, known.Cases, result.Total / known.Cases, infeasible ? "infeasible" : Feasible],
                        infeasible
                            ? $"Infeasible: the total must lie between {least} and {most}; this ratio is refuted by the data."
                            : null,
                        [a.Provenance.Key]
                    )
                );
            }
        }

        return new(
            "transgene-selection",
            caption,
            [
                new("ratio", "r = P(tested | positive) / P(tested | negative)", 2),
                new("total", "Implied positive cases", 1),
                new("of", "Of cases", 0),
                new("share", "Implied share of all cases", 1, Percent: true),
                new("status", "Status"),
            ],
            rows.ToImmutable()
        );
    }

    /// <summary>Share among the tested corrected for assumed sensitivity and specificity.</summary>
    public static ReportTable ImperfectTests(PartlyTestedCases? cases, TransgeneAssumptions assumptions, double level)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (cases is { Tested: > 0 } known)
        {
            foreach (var se in assumptions.Sensitivities.Reverse())
            foreach (var sp in assumptions.Specificities.Reverse())
            {
                if (se.Value > 1 || sp.Value > 1)
                    continue;
                var corrected = ImperfectTest.RoganGladen(known, se.Value, sp.Value, level);
                var given = corrected.Status is CorrectedShareStatus.Estimated or CorrectedShareStatus.CutAtEnd;
                rows.Add(
                    new(
                        [
                            se.Value,
                            sp.Value,
                            known.Positive,
                            known.Tested,
                            given ? corrected.Share : default(Cell),
                            given ? corrected.Interval.Lower : default(Cell),
                            given ? corrected.Interval.Upper : default(Cell),
                            corrected.Status switch
                            {
                                CorrectedShareStatus.Estimated => Estimated,
                                CorrectedShareStatus.CutAtEnd => "cut at 0 or 1: these errors do not fit the results",
                                _ => "the test would tell nothing",
                            },
                        ],
                        Sources: [se.Provenance.Key, sp.Provenance.Key]
                    )
                );
            }
        }

        return new(
            "transgene-imperfect-test",
            "Share of truly positive among the tested, when the test errs (Rogan–Gladen)",
            [
                new("sensitivity", "Sensitivity", 2),
                new("specificity", "Specificity", 2),
                new("positive", "Tested positive", 0),
                new("tested", "Tested", 0),
                new("share", "Corrected share", 1, Percent: true),
                new("lower", "Lower", 1, Percent: true),
                new("upper", "Upper", 1, Percent: true),
                new("status", "Status"),
            ],
            rows.ToImmutable()
        );
    }

    /// <summary>Transgene-positive disease per 10,000 treated under three assumptions about the untested.</summary>
    public static ReportTable Rates(TransgeneFacts facts, double level)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (facts is { Cases: { } cases, Patients: > 0 and var patients })
        {
            var (least, most) = cases.Bounds;
            Add("all untested negative", least, TransgeneEstimates.Per10000(least, patients, level));
            if (cases.Tested > 0)
            {
                var random = PositiveDiseaseRate.Estimate(cases, patients, BetaPrior.Jeffreys, level);
                Add("untested like tested", default, (random.Mean * 10_000, random.Interval.Scale(10_000)));
            }

            Add("all untested positive", most, TransgeneEstimates.Per10000(most, patients, level));

            void Add(string name, Cell count, (double Rate, Statistics.Interval Interval) rate) =>
                rows.Add(new([name, count, patients, rate.Rate, rate.Interval.Lower, rate.Interval.Upper], Sources: facts.Sources));
        }

        return new(
            "transgene-rates",
            facts.FromReports
                ? "Reported transgene-positive disease per 10,000 treated"
                : "Transgene-positive disease per 10,000 treated, within follow-up",
            [
                new("assumption", "Untested cases"),
                new("cases", "Positive cases", 0),
                new("patients", "Treated patients", 0),
                new("rate", "Per 10,000 treated", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
            ],
            rows.ToImmutable()
        );
    }
}
