using System.Diagnostics;
using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Faers;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>One simulated quarter of FAERS from files to all scores: seconds, memory, growth with the number of reports, and the same counts in R data.table.</summary>
internal static class FaersBench
{
    private const int Largest = 2_000_000;
    private const double WantedSeconds = 30;
    private const double WantedBytes = 3e9;
    private const double WantedRatio = 5;
    private const double WantedGrowth = 1.3;

    private const int Turns = 3;
    private const int Rounds = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private static readonly int[] Sizes = [Largest / 4, Largest / 2, Largest];

    internal static bool Run()
    {
        var work = Home.Work("faers");
        var rows = new List<string[]>();
        var whole = new List<Measured>();
        foreach (var size in Sizes)
        {
            var data = Path.Combine(work, $"quarter-{size}");
            if (
                !Measured.Run(Home.Script, ["simulate-faers", "--reports", Text(size), "--seed", "5", "--out", data, "--quiet"], Limit).Good
            )
                return false;
            var signals = Best(() =>
                Measured.Run(Home.Script, ["signal", data, "--out", Path.Combine(work, $"signals-{size}"), "--quiet"], Limit)
            );
            whole.Add(signals);
            rows.Add([$"{size:N0}", Number(signals.Seconds), Number(signals.CpuSeconds), $"{signals.PeakBytes / 1e6:F0}"]);
            if (!signals.Good)
                return false;
            if (size != Largest)
                Directory.Delete(data, recursive: true);
        }

        var quarter = Path.Combine(work, $"quarter-{Largest}");
        var three = ThreeTables(quarter, Path.Combine(work, "three-tables"));
        var (ours, theirs) = (new List<double>(), new List<double>());
        var (first, theirFirst) = (Count(three).Seconds, new List<double>());
        var result = Directory.CreateDirectory(Path.Combine(work, "r")).FullName;
        for (var turn = 0; turn < Turns; turn++)
        {
            // In turn, so that what else the machine does falls on both.
            ours.AddRange(Enumerable.Range(0, Rounds).Select(_ => Count(three).Seconds));
            GC.Collect(); // the memory is R's now
            var r = Measured.Run(
                "Rscript",
                [Path.Combine(Home.Root, "bench", "r", "faers.R"), quarter, result, Text(Environment.ProcessorCount), Text(Rounds)],
                Limit
            );
            if (!r.Good)
                return false;
            double[] seconds =
            [
                .. File.ReadLines(Path.Combine(result, "seconds.csv")).Skip(1).Select(l => double.Parse(l, CultureInfo.InvariantCulture)),
            ];
            theirFirst.Add(seconds[0]);
            theirs.AddRange(seconds[1..]);
        }

        var different = Differences(Count(three), result);
        var (median, best) = (Measured.Median(theirs) / Measured.Median(ours), theirs.Min() / ours.Min());
        var growth = whole[^1].Seconds / whole[1].Seconds / 2;
        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Statistics: spontaneous reports",
            $"""
            `longwatch signal` on one simulated quarter, script and start-up included: reading, latest versions, product names, duplicates, counts, MGPS, all measures of all pairs, report. Best of two.

            {ResultFile.Table(["cases", "seconds", "processor seconds", "peak MB"], rows)}
            Twice the reports take {2 * growth:F2} times as long (linear: 2; wanted at most {2
                * WantedGrowth:F1}). Wanted at two million: at most {WantedSeconds} s and {WantedBytes / 1e9:F0} GB.

            Counts only (read, latest versions, product names, distinct reports by drug, event and pair), from the three tables that counts need, here and in R
            data.table on as many threads, {Turns} turns of {Rounds} rounds each in turn. The first round of a process, whose memory the machine must first provide, is
            shown and not judged. Pairs of at least three reports whose counts or margins differ: {different}. Wanted: {WantedRatio} times by the lower of the two ratios.

            {ResultFile.Table(
                ["", "first of a process, seconds", "every other round", "median", "best"],
                [
                    ["Longwatch", Number(first), List(ours), Number(Measured.Median(ours)), Number(ours.Min())],
                    ["data.table", List(theirFirst), List(theirs), Number(Measured.Median(theirs)), Number(theirs.Min())],
                    ["times", Number(theirFirst.Min() / first), "", Number(median), Number(best)],
                ]
            )}
            Here the time includes the SHA-256 of the files, the fields of a report that only the search for duplicates needs, and the names of products; R does none of these.
            """
        );
        return different == 0
            && Math.Min(median, best) >= WantedRatio
            && growth <= WantedGrowth
            && whole[^1].Seconds <= WantedSeconds
            && whole[^1].PeakBytes <= WantedBytes;
    }

    /// <summary>What R reads too: demographics, drugs, reactions, deletions.</summary>
    private static string ThreeTables(string quarter, string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(quarter, "*.txt"))
            if (Path.GetFileName(file)[..4] is "DEMO" or "DRUG" or "REAC" or "DELE")
                File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        return folder;
    }

    private static Measured Best(Func<Measured> run)
    {
        var (first, second) = (run(), run());
        return !first.Good || first.Seconds < second.Seconds ? first : second;
    }

    private sealed record Counted(double Seconds, PairTable Table, string[] Drugs, string[] Events);

    private static Counted Count(string quarter)
    {
        GC.Collect(); // what the round before left behind is not of this one, as in R
        var watch = Stopwatch.StartNew();
        var knowledge = SignalDataFiles.Read(Path.Combine(Home.Root, "data", "signals"));
        var reports = ((FaersReading.Reports)FaersReader.Read(quarter, new([]))).Data;
        var lists = CaseLists.Of(reports, knowledge, [.. Enumerable.Range(0, reports.Terms.Length)]);
        var table = CountedPairs.Of(lists, DrugRoles.PrimarySuspect | DrugRoles.SecondarySuspect, reports.Terms.Length);
        return new(watch.Elapsed.TotalSeconds, table, lists.Substances, reports.Terms);
    }

    /// <summary>Pairs with at least three reports whose counts or margins are not the same in both, and pairs that only one has.</summary>
    private static int Differences(Counted ours, string theirs)
    {
        var drugs = Counts(Path.Combine(theirs, "drugs.csv"));
        var events = Counts(Path.Combine(theirs, "events.csv"));
        var pairs = File.ReadLines(Path.Combine(theirs, "pairs.csv"))
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(c => (c[0], c[1]), c => int.Parse(c[2], CultureInfo.InvariantCulture));
        var different = 0;
        foreach (var pair in ours.Table.Pairs.Where(p => p.Reports >= 3))
        {
            var (drug, term) = (ours.Drugs[pair.Drug].ToUpperInvariant(), ours.Events[pair.Event].ToUpperInvariant());
            var same =
                pairs.Remove((drug, term), out var both)
                && both == pair.Reports
                && drugs[drug] == ours.Table.Drugs[pair.Drug]
                && events[term] == ours.Table.Events[pair.Event];
            different += same ? 0 : 1;
        }

        return different + pairs.Count;
    }

    private static Dictionary<string, int> Counts(string file) =>
        File.ReadLines(file)
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(c => c[0], c => int.Parse(c[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string List(IEnumerable<double> seconds) => string.Join(", ", seconds.Select(Number));

    private static string Number(double seconds) => seconds.ToString("F1", CultureInfo.InvariantCulture);
}
