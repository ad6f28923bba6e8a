using Longwatch.Statistics;
using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Survival;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Intervals of cumulative incidence and of mean times where death competes, and of regressions of them.</summary>
internal static class CoverageOfIncidence
{
    private const double Level = 0.95;
    private const double At = 4;
    private const double Death = 0.25;
    private const string Symmetric = "Eight events: a small probability is not symmetric; the log(−log) interval is the one to quote.";
    private const string OnArcsine =
        "Eight events: the arcsine takes off less of the skewness than the log(−log), whose interval is the one to quote.";
    private const string SkewedTime = "A mean of at most four years over a hundred people is skewed, its normal interval is not.";

    internal static IEnumerable<EstimateRow> Rows(double effort) =>
        [
            .. Curves(1_500, 0.0128, "38", Simulation.Runs(4_000, effort)),
            .. Curves(300, 0.0128, "8", Simulation.Runs(4_000, effort)),
            .. Times(effort),
            .. Pseudo(effort),
            .. Regression(effort),
        ];

    private static double Truth(double cause, double time) => cause / (cause + Death) * (1 - Math.Exp(-(cause + Death) * time));

    private static IEnumerable<EstimateRow> Curves(int people, double cause, string events, int runs)
    {
        IncidenceVariance[] variances = [IncidenceVariance.Jackknife, IncidenceVariance.Gray];
        ProbabilityTransform[] transforms = Enum.GetValues<ProbabilityTransform>();
        (IncidenceVariance Variance, ProbabilityTransform Transform)[] both =
        [
            .. variances.SelectMany(v => transforms.Select(t => (v, t))),
        ];
        var truth = Truth(cause, At);
        return EstimateRow.Of(
            [
                .. both.Select(b => new Method(
                    $"cumulative incidence, {b.Variance}, {b.Transform}",
                    Known: b.Transform switch
                    {
                        ProbabilityTransform.Plain => Symmetric,
                        ProbabilityTransform.Arcsine => OnArcsine,
                        _ => "",
                    }
                )),
            ],
            $"{people:#,0} people, {events} events expected, {Death:P0} die in a year, at {At} years",
            runs,
            random =>
            {
                var (times, outcomes) = NullCompeting.Draw(random, people, cause, Death);
                CumulativeIncidence[] curves = [.. variances.Select(v => AalenJohansen.Estimate(times, outcomes, 1, v))];
                return
                [
                    .. both.Select(b =>
                    {
                        var curve = curves[Array.IndexOf(variances, b.Variance)];
                        return curve.TryInterval(At, Level, b.Transform, out var i)
                            ? new Outcome(truth, curve.At(At), i.Lower, i.Upper)
                            : new Outcome(truth, curve.At(At), double.NaN, double.NaN);
                    }),
                ];
            }
        );
    }

    private static IEnumerable<EstimateRow> Times(double effort)
    {
        foreach (var (people, cause) in new[] { (1_500, 0.0128), (100, 0.2) })
        {
            var all = cause + Death;
            var lived = (1 - Math.Exp(-all * At)) / all;
            Method[] methods =
            [
                new("restricted mean time, event-free"),
                new("time lost to the cause", Known: SkewedTime),
                new("time lost to death"),
            ];
            foreach (
                var row in EstimateRow.Of(
                    methods,
                    $"{people:#,0} people, hazards {cause} and {Death} a year, up to {At} years",
                    Simulation.Runs(4_000, effort),
                    random =>
                    {
                        var (times, outcomes) = NullCompeting.Draw(random, people, cause, Death);
                        var (mean, error) = KaplanMeier.Estimate(times, Array.ConvertAll(outcomes, o => o > 0)).RestrictedMean(At);
                        var (lost, died) = (TimeLost.Estimate(times, outcomes, 1, At), TimeLost.Estimate(times, outcomes, 2, At));
                        return
                        [
                            Outcome.Wald(lived, mean, error),
                            Lost(cause / all * (At - lived), lost),
                            Lost(Death / all * (At - lived), died),
                        ];
                    }
                )
            )
                yield return row;
        }
    }

    private static Outcome Lost(double truth, TimeLostEstimate estimate)
    {
        var interval = estimate.Interval(Level);
        return new(truth, estimate.Mean, interval.Lower, interval.Upper);
    }

    /// <summary>Two halves, one with 2.5 times the hazard of the cause.</summary>
    private static IEnumerable<EstimateRow> Pseudo(double effort)
    {
        const double cause = 0.0073;
        const double more = 2.5 * cause;
        var (low, high) = (Truth(cause, At), Truth(more, At));
        return EstimateRow.Of(
            [
                new("pseudo-values, difference of incidence"),
                new("pseudo-values, log ratio of incidence"),
                new("pseudo-values, log subdistribution hazard ratio"),
                new("pseudo-values, difference of time lost"),
                new("pseudo-values by infinitesimal jackknife, difference of incidence"),
            ],
            $"1,500 people, 38 events expected, half of them with 2.5 times the hazard, at {At} years",
            Simulation.Runs(4_000, effort),
            random =>
            {
                var (first, second) = (NullCompeting.Draw(random, 750, cause, Death), NullCompeting.Draw(random, 750, more, Death));
                double[] times = [.. first.Times, .. second.Times];
                byte[] outcomes = [.. first.Outcomes, .. second.Outcomes];
                double[][] design = [.. Enumerable.Range(0, 1_500).Select(i => new double[] { 1, i < 750 ? 0 : 1 })];
                var values = PseudoValues.Incidence(times, outcomes, 1, At);
                var quick = PseudoValues.Incidence(times, outcomes, 1, At, PseudoValueMethod.InfinitesimalJackknife);
                var lost = PseudoValues.TimeLost(times, outcomes, 1, At);
                return
                [
                    Of(high - low, PseudoRegression.Fit(values, design, PseudoLink.Identity)),
                    Of(Math.Log(high / low), PseudoRegression.Fit(values, design, PseudoLink.Log)),
                    Of(
                        Math.Log(Math.Log(1 - high) / Math.Log(1 - low)),
                        PseudoRegression.Fit(values, design, PseudoLink.ComplementaryLogLog)
                    ),
                    Of(LostTo(more) - LostTo(cause), PseudoRegression.Fit(lost, design, PseudoLink.Identity)),
                    Of(high - low, PseudoRegression.Fit(quick, design, PseudoLink.Identity)),
                ];
            }
        );

        static Outcome Of(double truth, PseudoFit fit) => Outcome.Wald(truth, fit.Coefficients[1], fit.StandardError(1));
        static double LostTo(double hazard) =>
            hazard / (hazard + Death) * (At - ((1 - Math.Exp(-(hazard + Death) * At)) / (hazard + Death)));
    }

    /// <summary>Fine and Gray's own model: F(t; x) = 1 − (1 − p (1 − e⁻ᵗ))^exp(βx), and for those who never have the event an exponential time to death.</summary>
    private static IEnumerable<EstimateRow> Regression(double effort)
    {
        const double share = 0.024;
        const double beta = 0.7;
        const double horizon = 3;
        const double speed = 0.5;
        var truth = 1 - Math.Pow(1 - (share * (1 - Math.Exp(-speed * horizon))), Math.Exp(beta));
        return EstimateRow.Of(
            [
                new("Fine–Gray, log subdistribution hazard ratio"),
                new("Fine–Gray as weighted Cox, log subdistribution hazard ratio"),
                new($"Fine–Gray, predicted incidence of the exposed at {horizon} years (no interval is given)"),
            ],
            "1,500 people, 38 events expected, half exposed, log subdistribution hazard ratio 0.7",
            Simulation.Runs(4_000, effort),
            random =>
            {
                const int people = 1_500;
                var (times, outcomes, columns) = (new double[people], new byte[people], new double[people][]);
                for (var i = 0; i < people; i++)
                {
                    columns[i] = [i % 2];
                    var power = Math.Exp(beta * (i % 2));
                    var u = random.NextDouble();
                    var ever = 1 - Math.Pow(1 - share, power);
                    // Inverse of F for those below its limit; the others die.
                    var onset =
                        u < ever ? -Math.Log(1 - ((1 - Math.Pow(1 - u, 1 / power)) / share)) / speed : random.NextExponential() / Death;
                    var end = 1 + (5 * random.NextDouble());
                    times[i] = Math.Min(onset, end);
                    outcomes[i] =
                        onset >= end ? (byte)0
                        : u < ever ? (byte)1
                        : (byte)2;
                }

                var fit = FineGray.Fit(times, outcomes, columns);
                var weighted = FineGray.Fit(times, outcomes, columns, new() { Method = FineGrayMethod.WeightedCox });
                var predicted =
                    fit.Status == FineGrayStatus.Estimated
                        ? fit.Incidence([1]).TakeWhile(p => p.Time <= horizon).Select(p => p.Incidence).LastOrDefault()
                        : double.NaN;
                return
                [
                    Outcome.Wald(beta, fit.Coefficients[0], fit.StandardError(0)),
                    Outcome.Wald(beta, weighted.Coefficients[0], weighted.StandardError(0)),
                    new(truth, predicted, double.NaN, double.NaN),
                ];
            }
        );
    }
}
