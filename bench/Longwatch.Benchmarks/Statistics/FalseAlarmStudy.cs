using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>How often the sequential monitors alarm falsely when nothing is wrong, against what they promise. Simulated with a fixed seed.</summary>
internal static class FalseAlarmStudy
{
    private const ulong Seed = 20240411;
    private const int Runs = 200_000;
    private const int Months = 240;
    private const double Alpha = 0.05;
    private const double Errors = 3;

    /// <summary>Cases expected in a month: a product with few patients, the published cases, a large registry, and uptake that grows over the 20 years.</summary>
    private static readonly (string Name, double[] Means)[] backgrounds =
    [
        ("0.01 a month", Constant(0.01)),
        ("0.1 a month", Constant(0.1)),
        ("1 a month", Constant(1)),
        ("growing from 0 to 0.5 a month", [.. Enumerable.Range(1, Months).Select(m => 0.5 * m / Months)]),
    ];

    internal static bool Run()
    {
        AlarmRow[] rows = [.. EveryEvent(), .. EveryMonth(), .. Others(), .. CusumBounds()];
        RunLengthRow[] lengths = [.. RunLengths()];
        ResultFile.Write(
            "statistics.md",
            "False alarms of the sequential monitors over 20 years",
            $"""
            Nothing but the background, α = 5 %, {Runs.ToString("#,0", CultureInfo.InvariantCulture)} runs, seed {Seed}. *Exactly*: the share of runs with an alarm
            lies within {Errors} Monte Carlo errors of the promise; *at most*: not more than {Errors} errors above it.

            {ResultFile.Table(
                ["monitor", "setting", "promise, %", "share with an alarm, %", "error", "kept"],
                rows.Select(r => new[]
                {
                    r.Monitor,
                    r.Setting,
                    $"{(r.Exactly ? "exactly" : "at most")} {Percent(r.Promise)}",
                    Percent(r.Share),
                    Percent(r.Error),
                    r.Kept ? "yes" : "**no**",
                })
            )}
            Average run length of the cumulative sum in months, against the Markov chain's; *exactly*, as above.

            {ResultFile.Table(
                ["cases a month", "rate ratio", "threshold", "Markov chain", "simulated", "error", "kept"],
                lengths.Select(r => new[]
                {
                    Number(r.Mean),
                    Number(r.Ratio),
                    Number((double)r.Chart.Threshold / r.Chart.Scale),
                    Number(r.Promise),
                    Number(r.Simulated),
                    Number(r.Error),
                    r.Kept ? "yes" : "**no**",
                })
            )}
            """
        );
        return rows.All(r => r.Kept) && lengths.All(r => r.Kept);
    }

    /// <summary>MaxSPRT that looks at every event: arrivals are simulated one by one.</summary>
    private static IEnumerable<AlarmRow> EveryEvent()
    {
        foreach (var (length, least) in new[] { (1.0, 1), (10, 1), (10, 4), (50, 4) })
        {
            var boundary = PoissonMaxSprt.CriticalValue(new(length, least), Alpha);
            yield return Simulated(
                "Poisson MaxSPRT, every event",
                $"length {Number(length)}, at least {least}",
                boundary.Attained,
                exactly: true,
                random =>
                {
                    var n = 0;
                    for (var time = random.NextExponential(); time < length; time += random.NextExponential())
                        if (++n >= least && PoissonMaxSprt.LogLikelihoodRatio(n, time) > boundary.CriticalValue)
                            return true;
                    return false;
                }
            );
        }
    }

    private static IEnumerable<AlarmRow> EveryMonth()
    {
        foreach (var (name, means) in backgrounds)
        {
            double[] expected = [.. means.Select((_, m) => means.Take(m + 1).Sum())];
            var boundary = PoissonMaxSprt.CriticalValue(PoissonSurveillance.AtLooks(expected, 2), Alpha);
            yield return Simulated(
                "Poisson MaxSPRT, every month",
                $"{name}, at least 2",
                boundary.Attained,
                exactly: true,
                Reaching(
                    means,
                    expected,
                    (n, mu) => n >= 2 && PoissonMaxSprt.LogLikelihoodRatio(n, mu) > boundary.CriticalValue * (1 + 1e-12)
                )
            );
            yield return Simulated(
                "e-process, one-sided",
                name,
                Alpha,
                exactly: false,
                Reaching(means, expected, (n, mu) => n > mu && EValues.Signals(PoissonEProcess.LogOneSided(n, mu, new(1, 1)), Alpha))
            );
        }
    }

    private static IEnumerable<AlarmRow> Others()
    {
        foreach (var (events, ratio) in new[] { (20, 1.0), (50, 3) })
        {
            var boundary = BinomialMaxSprt.CriticalValue(new(events, ratio), Alpha);
            yield return Simulated(
                "Binomial MaxSPRT",
                $"{events} events, {Number(ratio)}:1",
                boundary.Attained,
                exactly: true,
                random =>
                {
                    for (int n = 1, cases = 0; n <= events; n++)
                    {
                        cases += random.NextDouble() < 1 / (1 + ratio) ? 1 : 0;
                        if (BinomialMaxSprt.LogLikelihoodRatio(cases, n, ratio) > boundary.CriticalValue * (1 + 1e-12))
                            return true;
                    }

                    return false;
                }
            );
        }

        foreach (var (history, events) in new[] { (5, 20), (20, 20), (50, 40) })
        {
            var boundary = ConditionalMaxSprt.CriticalValue(ConditionalSurveillance.UntilEvents(history, events, 2), Alpha);
            yield return Simulated(
                "Conditional MaxSPRT",
                $"history of {history}, until {events}, at least 2",
                boundary.Attained,
                exactly: true,
                random =>
                {
                    var past = random.NextGamma(history) + (random.NextDouble() * random.NextExponential());
                    var time = 0.0;
                    for (var n = 1; n <= events; n++)
                    {
                        time += random.NextExponential();
                        if (n >= 2 && ConditionalMaxSprt.LogLikelihoodRatio(n, history, time / past) > boundary.CriticalValue)
                            return true;
                    }

                    return false;
                }
            );
        }
    }

    private static IEnumerable<AlarmRow> CusumBounds()
    {
        foreach (var (name, means) in backgrounds)
        {
            const double ratio = 2;
            if (PoissonCusum.Design(means.Average(), ratio, Months) is not { } chart)
                continue;
            var threshold = (double)chart.Threshold / chart.Scale;
            var perExpected = PoissonCusum.Reference(1, ratio);
            yield return Simulated(
                "CUSUM within 20 years",
                name,
                PoissonCusum.FalseAlarmBound(means, ratio, threshold),
                exactly: false,
                random =>
                {
                    var sum = 0.0;
                    foreach (var mean in means)
                    {
                        sum = Math.Max(0, sum + random.NextPoisson(mean) - (perExpected * mean));
                        if (sum >= threshold)
                            return true;
                    }

                    return false;
                }
            );
        }
    }

    private static IEnumerable<RunLengthRow> RunLengths()
    {
        foreach (var (mean, ratio) in new[] { (0.02, 2.0), (0.1, 2), (0.5, 1.5), (2, 2) })
        {
            if (PoissonCusum.Design(mean, ratio, Months) is not { } chart)
                continue;
            var runs = Runs / 10;
            var lengths = new int[runs];
            Parallel.For(
                0,
                runs,
                run =>
                {
                    var random = new Philox(Seed, (ulong)run);
                    for (var s = 0; s < chart.Threshold; lengths[run]++)
                        s = Math.Max(0, s + (random.NextPoisson(mean) * chart.Scale) - chart.Reference);
                }
            );
            var average = lengths.Average();
            yield return new(
                mean,
                ratio,
                chart,
                PoissonCusum.AverageRunLength(chart, mean),
                average,
                Math.Sqrt(lengths.Sum(l => (l - average) * (l - average)) / runs / runs)
            );
        }
    }

    /// <summary>A run that alarms when the count by some month reaches the least one that signals then.</summary>
    private static Func<Philox, bool> Reaching(double[] means, double[] expected, Func<int, double, bool> signals)
    {
        var limits = new int[means.Length];
        for (int m = 0, n = 0; m < limits.Length; m++)
        {
            while (!signals(n, expected[m]))
                n++;
            limits[m] = n;
        }

        return random =>
        {
            var n = 0;
            for (var m = 0; m < means.Length; m++)
            {
                n += random.NextPoisson(means[m]);
                if (n >= limits[m])
                    return true;
            }

            return false;
        };
    }

    private static AlarmRow Simulated(string monitor, string setting, double promise, bool exactly, Func<Philox, bool> alarms)
    {
        var count = 0;
        Parallel.For(
            0,
            Runs,
            () => 0,
            (run, _, found) => found + (alarms(new Philox(Seed, (ulong)run)) ? 1 : 0),
            found => Interlocked.Add(ref count, found)
        );
        return new(monitor, setting, promise, exactly, (double)count / Runs);
    }

    private static double[] Constant(double mean) => [.. Enumerable.Repeat(mean, Months)];

    private static string Percent(double share) => (100 * share).ToString("F3", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    private sealed record AlarmRow(string Monitor, string Setting, double Promise, bool Exactly, double Share)
    {
        public double Error => Math.Sqrt(Promise * (1 - Promise) / Runs);

        public bool Kept => Share <= Promise + (Errors * Error) && (!Exactly || Share >= Promise - (Errors * Error));
    }

    private sealed record RunLengthRow(double Mean, double Ratio, CusumChart Chart, double Promise, double Simulated, double Error)
    {
        public bool Kept => Math.Abs(Simulated - Promise) <= Errors * Error;
    }
}
