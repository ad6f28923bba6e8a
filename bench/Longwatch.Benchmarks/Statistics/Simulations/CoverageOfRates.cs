using Longwatch.Benchmarks.Coverage;
using Longwatch.Statistics;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Rates;
using Longwatch.Statistics.Standardisation;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Intervals of rates, of ratios of rates, and of directly standardised rates.</summary>
internal static class CoverageOfRates
{
    private const double Level = 0.95;

    internal static IEnumerable<CoverageRow> Exact() => [.. Counts(), .. Shares(), .. Ratios()];

    private static IEnumerable<CoverageRow> Counts()
    {
        foreach (var (first, last, most) in new[] { (0.2, 5.0, 40), (5.0, 60.0, 160) })
        foreach (
            var (name, of) in new (string, Func<int, double, Interval>)[]
            {
                ("Blaker (Poisson)", PoissonInterval.Blaker),
                ("minimum likelihood (Poisson)", PoissonInterval.MinimumLikelihood),
            }
        )
        {
            Interval[] intervals = [.. Enumerable.Range(0, most + 1).Select(x => of(x, Level))];
            yield return CoverageRow.Of(
                name,
                $"mean {first} … {last}",
                Promise.EveryTruth,
                Enumerable
                    .Range(0, 481)
                    .Select(i => first + ((last - first) * i / 480))
                    .Select(mean => Sum(mean, intervals, x => Poisson.Probability(x, mean), Poisson.Survival(most, mean)))
            );
        }
    }

    private static IEnumerable<CoverageRow> Shares()
    {
        foreach (var n in new[] { 19, 38, 100 })
        foreach (
            var (name, of) in new (string, Func<int, int, double, Interval>)[]
            {
                ("Blaker (binomial)", ProportionInterval.Blaker),
                ("Sterne (binomial)", ProportionInterval.Sterne),
            }
        )
        {
            Interval[] intervals = [.. Enumerable.Range(0, n + 1).Select(x => of(x, n, Level))];
            yield return CoverageRow.Of(
                name,
                $"n = {n}, p = 0.005 … 0.995",
                Promise.EveryTruth,
                Enumerable.Range(1, 199).Select(i => i * 0.005).Select(p => Sum(p, intervals, x => Binomial.Probability(x, n, p), 0))
            );
        }
    }

    private static IEnumerable<CoverageRow> Ratios()
    {
        foreach (var (total, share) in new[] { (10.0, 0.2), (38, 0.1) })
        foreach (var method in new[] { RateRatioInterval.MidP, RateRatioInterval.Blaker, RateRatioInterval.MinimumLikelihood })
        {
            var intervals = new Dictionary<(int, int), Interval>();
            yield return CoverageRow.Of(
                $"rate ratio, {method}",
                $"{total} events expected in all, {share:P0} of the exposure, ratio 0.25 … 4",
                method == RateRatioInterval.MidP ? Promise.AboutOnAverage : Promise.EveryTruth,
                Enumerable.Range(0, 17).Select(i => Ratio(total, share, Math.Pow(2, (i - 8) / 4.0), method, intervals))
            );
        }
    }

    private static (double, double, double) Ratio(
        double total,
        double share,
        double ratio,
        RateRatioInterval method,
        Dictionary<(int, int), Interval> intervals
    )
    {
        var second = total / ((share * ratio) + 1 - share);
        var (firstMean, secondMean) = (share * ratio * second, (1 - share) * second);
        double covered = 0,
            width = 0,
            finite = 0;
        var most = (int)(total * 3) + 25;
        for (var x = 0; x <= most; x++)
        for (var y = 0; y <= most; y++)
        {
            var probability = Poisson.Probability(x, firstMean) * Poisson.Probability(y, secondMean);
            if (probability < 1e-12)
            {
                covered += probability; // 2e-8 in all at most: decides nothing, and no promise is broken by rounding
                continue;
            }

            if (!intervals.TryGetValue((x, y), out var interval))
                intervals[(x, y)] = interval = RateRatio.IntervalOf(new(x, share), new(y, 1 - share), Level, method);
            covered += interval.Contains(ratio) ? probability : 0;
            if (double.IsFinite(interval.Upper))
            {
                width += probability * (Math.Log(interval.Upper) - Math.Log(Math.Max(interval.Lower, 1e-3)));
                finite += probability;
            }
        }

        return (ratio, covered, finite > 0 ? width / finite : double.NaN);
    }

    private static (double, double, double) Sum(double truth, Interval[] intervals, Func<int, double> probability, double beyond)
    {
        double covered = beyond,
            width = 0;
        for (var x = 0; x < intervals.Length; x++)
        {
            var p = probability(x);
            width += p * intervals[x].Width;
            covered += intervals[x].Contains(truth) ? p : 0;
        }

        return (truth, covered, width);
    }

    /// <summary>Twelve strata of age and sex; the rate rises a hundredfold with age, the standard population is younger than the cohort or older.</summary>
    internal static IEnumerable<EstimateRow> Simulated(double effort)
    {
        foreach (var tilt in new[] { -0.25, 0.25 })
        {
            double[] rates = [.. Enumerable.Range(0, 12).Select(i => Math.Exp(0.4 * i))];
            double[] population = [.. Enumerable.Range(0, 12).Select(i => Math.Exp(-0.08 * (i - 6) * (i - 6)))];
            double[] standard = [.. population.Select((p, i) => p * Math.Exp(tilt * (i - 6)))];
            var scale = 38 / rates.Zip(population, (r, p) => r * p).Sum();
            var truth = rates.Zip(standard, (r, s) => r * s * scale).Sum() / standard.Sum();
            Method[] methods =
            [
                new("standardised rate, Fay–Feuer", Exactly: false),
                new(
                    "standardised rate, Tiwari",
                    Known: "Approximate: wider than it need be where the weights differ much, narrower than Fay–Feuer."
                ),
            ];
            foreach (
                var row in EstimateRow.Of(
                    methods,
                    $"12 strata, 38 events expected, a standard population {(tilt < 0 ? "younger" : "older")} than the cohort",
                    Simulation.Runs(40_000, effort),
                    random =>
                    {
                        StandardStratum[] strata =
                        [
                            .. rates.Select(
                                (r, i) => new StandardStratum(random.NextPoisson(r * population[i] * scale), population[i], standard[i])
                            ),
                        ];
                        var rate = DirectStandardisation.Rate(strata, Level);
                        return
                        [
                            new(truth, rate.Adjusted, rate.FayFeuer.Lower, rate.FayFeuer.Upper),
                            new(truth, rate.Adjusted, rate.Tiwari.Lower, rate.Tiwari.Upper),
                        ];
                    }
                )
            )
                yield return row;
        }
    }
}
