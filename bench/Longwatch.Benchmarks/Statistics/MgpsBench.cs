using System.Diagnostics;
using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>Fit of the prior and scores of all pairs, against the same in base R (openEBGM's formulae and searches) in the same run.</summary>
internal static class MgpsBench
{
    private const double WantedRatio = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    internal static bool Run() => Run([111_000, 1_000_000]);

    internal static bool Run(int[] sizes)
    {
        var (rows, notes, good) = (new List<string[]>(), new List<string>(), true);
        foreach (var pairs in sizes)
        {
            var work = Home.Work($"mgps-{pairs}");
            var (counts, expected) = Draw(pairs);
            // The peer searches on squashed points, as openEBGM must; ours searches on its own and ends on all.
            var points = MgpsPoints.Of(counts, expected, []);
            var squashed = Squashed(points);
            var start = Mgps.Fit(
                squashed,
                new()
                {
                    Squash = false,
                    Polish = false,
                    Starts = MgpsOptions.PublishedStarts,
                }
            );
            Write(Path.Combine(work, "pairs.csv"), "n,e", counts.Length, i => $"{counts[i]},{expected[i]:R}");
            Write(
                Path.Combine(work, "squashed.csv"),
                "n,e,weight",
                squashed.Length,
                i => $"{squashed.Counts[i]},{squashed.Expected[i]:R},{squashed.Weights[i]:R}"
            );
            var theta = start.Prior;
            File.WriteAllText(
                Path.Combine(work, "theta.csv"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{theta.Shape1:R},{theta.Rate1:R},{theta.Shape2:R},{theta.Rate2:R},{theta.Share:R}\n"
                )
            );

            // Once for the compiler, then the median of five.
            var (fit, scores) = Work(counts, expected);
            double[] seconds = [.. Enumerable.Range(0, 5).Select(_ => Time(() => Work(counts, expected))).Order()];
            var again = Mgps.Score(theta, counts, expected, 0.05);

            var r = Measured.Run(
                "Rscript",
                [
                    Path.Combine(Home.Root, "bench", "r", "mgps.R"),
                    Path.Combine(work, "pairs.csv"),
                    Path.Combine(work, "squashed.csv"),
                    Path.Combine(work, "theta.csv"),
                    Path.Combine(work, "r.csv"),
                ],
                Limit
            );
            if (!r.Good)
            {
                notes.Add($"{pairs:N0} pairs: R did not finish; nothing was compared.");
                good = false;
                continue;
            }

            var peer = Peer.Read(Path.Combine(work, "r.csv"));
            var (same, text) = peer.Compare(again, start);
            var ratio = (peer.Fit + peer.Scores) / seconds[2];
            notes.Add(
                $"{pairs:N0} pairs: {text} Status {fit.Status}, {fit.Optima.Length} different optima from {MgpsOptions.Default.Starts.Length} starts."
            );
            good &= same && ratio >= WantedRatio && scores.Length == pairs;
            rows.Add([
                pairs.ToString("N0", CultureInfo.InvariantCulture),
                Text(seconds[2]),
                Text(peer.Fit),
                Text(peer.Scores),
                ratio.ToString("F0", CultureInfo.InvariantCulture),
            ]);
        }

        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Statistics: MGPS",
            $"""
            Drawn pairs (integer margins, ratios from a mixture of two gamma distributions, pairs without a report left out). Longwatch: eight starts on squashed points,
            last steps on all pairs, then Qn, EBGM and both limits as exact roots; median of five on all processors. R: openEBGM's likelihood by `nlminb` from three starts on
            squashed points, and its bisection to two digits, one thread (`bench/r/mgps.R`; the package itself is not to be had here). Wanted: {WantedRatio:F0} times.

            {ResultFile.Table(["pairs", "fit and scores, s", "R fit, s", "R scores, s", "ratio"], rows)}
            {string.Join("\n", notes.Select(note => $"- {note}"))}
            """
        );
        return good;
    }

    private static (MgpsFit Fit, EbgmScore[] Scores) Work(int[] counts, double[] expected)
    {
        var fit = Mgps.Fit(MgpsPoints.Of(counts, expected, []), MgpsOptions.Default);
        return (fit, Mgps.Score(fit.Prior, counts, expected, 0.05));
    }

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>Every count with many points in about a hundred bins: some thousand points, as openEBGM needs (its limit is 20,000).</summary>
    private static MgpsPoints Squashed(MgpsPoints points)
    {
        var squashed = points;
        foreach (var (count, many) in points.Counts.ToArray().CountBy(count => count).Where(group => group.Value > 200))
            squashed = squashed.Squash(count, many / 100, 2);
        return squashed;
    }

    private static (int[] Counts, double[] Expected) Draw(int pairs)
    {
        var random = new Philox(20, (ulong)pairs);
        const int reports = 2_000_000;
        var (counts, expected) = (new int[pairs], new double[pairs]);
        for (var i = 0; i < pairs; )
        {
            var (drug, @event) = (Margin(), Margin());
            var e = (double)drug * @event / reports;
            var ratio = random.NextDouble() < 0.1 ? random.NextGamma(1.5) / 0.3 : random.NextGamma(2) / 2;
            var n = random.NextPoisson(ratio * e);
            if (n > 0)
                (counts[i], expected[i++]) = (n, e);
        }

        return (counts, expected);

        // From 1 to 20,000 reports, as many drugs with 10 to 100 as with 100 to 1,000.
        int Margin() => (int)Math.Exp(random.NextDouble() * Math.Log(20_000));
    }

    private static void Write(string path, string header, int lines, Func<int, string> line)
    {
        using var file = new StreamWriter(path);
        file.WriteLine(header);
        for (var i = 0; i < lines; i++)
            file.WriteLine(line(i));
    }

    private static string Text(double seconds) => seconds.ToString(seconds < 1 ? "F3" : "F1", CultureInfo.InvariantCulture);

    /// <summary>What the script wrote.</summary>
    private sealed record Peer(double Fit, double Scores, double Minimum, double[] Theta, double[][] Rows)
    {
        internal static Peer Read(string path)
        {
            var lines = File.ReadAllLines(path);
            return new(
                Numbers(lines[0])[0],
                Numbers(lines[1])[0],
                Numbers(lines[2])[0],
                Numbers(lines[3]),
                [.. lines.Skip(5).Select(line => Array.ConvertAll(line.Split(','), Number))]
            );

            static double[] Numbers(string line) => [.. line.Split(',').Skip(1).Select(Number)];

            static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        internal (bool Same, string Text) Compare(EbgmScore[] ours, MgpsFit start)
        {
            double exact = 0,
                rounded = 0;
            for (var i = 0; i < ours.Length; i++)
            {
                exact = Math.Max(exact, Math.Max(Relative(ours[i].Weight, Rows[i][0]), Relative(ours[i].Ebgm, Rows[i][1])));
                rounded = Math.Max(rounded, Math.Max(Math.Abs(ours[i].Lower - Rows[i][2]), Math.Abs(ours[i].Upper - Rows[i][3])));
            }

            // Ours is at least as good as the best of the peer's searches on the same points.
            var gap = start.NegativeLogLikelihood - Minimum;
            return (
                exact < 1e-9 && rounded < 0.005 && gap < 1e-6,
                $"at one prior Qn and EBGM equal to R within {exact:E1} relative, limits within {rounded:F4} (R's step 0.005); on the peer's points our minimum minus R's is {gap:E1}."
            );

            static double Relative(double a, double b) => a == b ? 0 : Math.Abs(a - b) / Math.Max(Math.Abs(b), 1e-300);
        }
    }
}
