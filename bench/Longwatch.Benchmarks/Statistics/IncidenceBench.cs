using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Survival;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>Cumulative incidence of both causes of a million people: infinitesimal-jackknife errors beside <c>survfit</c>, Gray's variance beside <c>cuminc</c>.</summary>
internal static class IncidenceBench
{
    private const int People = 1_000_000;
    private const double Tolerance = 1e-9;
    private static readonly double[] At = [1, 30, 90, 180, 365, 730, 1000, 1500, 2000, 2400];

    internal static bool Run()
    {
        var (days, outcomes) = Draw();
        double[] times = [.. days.Select(d => (double)d)];
        var work = Home.Work("incidence");
        var (data, result) = (Path.Combine(work, "people.csv"), Path.Combine(work, "r.csv"));
        File.WriteAllLines(data, ["day,outcome", .. days.Zip(outcomes).Select(p => $"{p.First},{p.Second}")]);
        if (PeerTable.Of("incidence.R", [data, result, "survfit"], result, keys: 3) is not { } peer)
            return false;

        // All that survfit and cuminc give: both causes, and with survfit the event-free state.
        var jackknife = PeerTable.Median(5, () => Curves(times, outcomes, IncidenceVariance.Jackknife));
        var gray = PeerTable.Median(5, () => Curves(times, outcomes, IncidenceVariance.Gray));
        var jackknifeDays = PeerTable.Median(5, () => CurvesDays(days, outcomes, IncidenceVariance.Jackknife));
        var grayDays = PeerTable.Median(5, () => CurvesDays(days, outcomes, IncidenceVariance.Gray));
        foreach (var cause in new byte[] { 1, 2 })
        {
            Compare("survfit", AalenJohansen.Estimate(times, outcomes, cause));
            Compare("cuminc", AalenJohansen.Estimate(times, outcomes, cause, IncidenceVariance.Gray));
            void Compare(string what, CumulativeIncidence curve)
            {
                foreach (var time in At)
                    peer.Compare(
                        string.Create(CultureInfo.InvariantCulture, $"{what} {cause} {time}"),
                        curve.At(time),
                        Math.Pow(curve.StandardErrorAt(time), 2)
                    );
            }
        }

        var (survfit, cuminc) = (peer.Value("seconds-survfit 0 0"), peer.Value("seconds-cuminc 0 0"));
        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Cumulative incidence",
            $"""
            {People:N0} people, {outcomes.Count(o => o > 0):N0} events of two causes on {days.Distinct().Count():N0} days; one thread; ours the median of 5 runs, R one run of the call alone (data read before).
            *any times* sorts doubles, as R does; *whole days* counts them.

            {ResultFile.Table(
                ["both causes with", "R, s", "any times, s", "R ÷ that", "whole days, s", "R ÷ that", "wanted"],
                [
                    ["infinitesimal-jackknife errors (`survival::survfit`)", PeerTable.Text(survfit), PeerTable.Text(jackknife), $"{survfit / jackknife:F0}", PeerTable.Text(jackknifeDays), $"{survfit / jackknifeDays:F0}", "100"],
                    ["Gray's variance (`cmprsk::cuminc`)", PeerTable.Text(cuminc), PeerTable.Text(gray), $"{cuminc / gray:F1}", PeerTable.Text(grayDays), $"{cuminc / grayDays:F1}", "2"],
                ]
            )}
            - {peer.Compared} numbers compared with R: largest relative difference {peer.Largest:E1}, tolerance {Tolerance:E0}.
            """
        );
        return peer.Largest <= Tolerance && survfit / jackknife >= 100 && cuminc / gray >= 2;
    }

    private static void Curves(double[] times, byte[] outcomes, IncidenceVariance variance)
    {
        _ = AalenJohansen.Estimate(times, outcomes, 1, variance);
        _ = AalenJohansen.Estimate(times, outcomes, 2, variance);
        if (variance == IncidenceVariance.Jackknife)
            _ = KaplanMeier.Estimate(times, Array.ConvertAll(outcomes, o => o > 0));
    }

    private static void CurvesDays(int[] days, byte[] outcomes, IncidenceVariance variance)
    {
        _ = AalenJohansen.EstimateDays(days, outcomes, 1, variance);
        _ = AalenJohansen.EstimateDays(days, outcomes, 2, variance);
        if (variance == IncidenceVariance.Jackknife)
            _ = KaplanMeier.EstimateDays(days, Array.ConvertAll(outcomes, o => o > 0));
    }

    /// <summary>Deaths in the first years, a rare second cause, and follow-up that ends between the first day and day 2,415.</summary>
    private static (int[] Days, byte[] Outcomes) Draw()
    {
        var random = new Philox(20, 0);
        var (days, outcomes) = (new int[People], new byte[People]);
        for (var i = 0; i < People; i++)
        {
            var (end, death, rare) = (
                1 + (int)(2415 * random.NextDouble()),
                1 + (int)(2000 * random.NextExponential()),
                1 + (int)(900_000 * random.NextExponential())
            );
            (days[i], outcomes[i]) =
                rare <= death && rare <= end ? (rare, (byte)1)
                : death <= end ? (death, (byte)2)
                : (end, (byte)0);
        }

        return (days, outcomes);
    }
}
