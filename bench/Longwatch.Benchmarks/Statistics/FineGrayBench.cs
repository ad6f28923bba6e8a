using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.CompetingRisks;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>Fine–Gray regression with its covariance: beside <c>crr</c> at 10,000 people, beside <c>finegray</c> with a weighted <c>coxph</c> at 50,000, and alone at a million.</summary>
internal static class FineGrayBench
{
    private const int Covariates = 5;
    private const double Tolerance = 1e-8;

    internal static bool Run()
    {
        var rows = new List<string[]>();
        var notes = new List<string>();
        var good = true;
        foreach (
            var (people, method, peerName, wanted) in new[]
            {
                (10_000, FineGrayMethod.EstimatedCensoring, "crr", 0.0),
                (50_000, FineGrayMethod.WeightedCox, "finegray", 100),
            }
        )
        {
            var (days, outcomes, x) = Draw(people);
            var work = Home.Work($"fine-gray-{peerName}");
            var (data, result) = (Path.Combine(work, "people.csv"), Path.Combine(work, "r.csv"));
            File.WriteAllLines(
                data,
                [
                    $"day,outcome,{string.Join(',', Enumerable.Range(1, Covariates).Select(j => $"x{j}"))}",
                    .. Enumerable
                        .Range(0, people)
                        .Select(i =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{days[i]},{outcomes[i]},{string.Join(',', x[i].Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}"
                            )
                        ),
                ]
            );
            if (PeerTable.Of("fine_gray.R", [data, result, peerName], result, keys: 3) is not { } peer)
                return false;
            var options = new FineGrayOptions { Method = method };
            var fit = FineGray.Fit(days, outcomes, x, options);
            var seconds = PeerTable.Median(5, () => FineGray.Fit(days, outcomes, x, options));
            for (var j = 0; j < Covariates; j++)
            {
                peer.Compare($"coefficient {j + 1} 0", fit.Coefficients[j]);
                // coxph of weighted rows reports the sandwich over rows.
                var covariance = method == FineGrayMethod.WeightedCox ? fit.RowCovariance : fit.Covariance;
                peer.Compare($"covariance {j + 1} {j + 1}", covariance[j, j]);
            }

            var r = peer.Value("seconds 0 0");
            rows.Add([
                $"{people:N0} × {Covariates}",
                peerName,
                $"{fit.Events:N0}",
                PeerTable.Text(r),
                PeerTable.Text(seconds),
                $"{r / seconds:F0}",
                wanted > 0 ? $"{wanted:F0}" : "",
            ]);
            notes.Add(
                $"- {people:N0}: coefficients and variances, {peer.Compared} numbers, largest relative difference {peer.Largest:E1}, tolerance {Tolerance:E0}."
            );
            good &= peer.Largest <= Tolerance && r / seconds >= wanted;
        }

        var (manyDays, manyOutcomes, manyX) = Draw(1_000_000);
        foreach (var method in Enum.GetValues<FineGrayMethod>())
        {
            var fit = FineGray.Fit(manyDays, manyOutcomes, manyX, new() { Method = method });
            var seconds = PeerTable.Median(3, () => FineGray.Fit(manyDays, manyOutcomes, manyX, new() { Method = method }));
            rows.Add([$"1,000,000 × {Covariates}", $"none ({method})", $"{fit.Events:N0}", "", PeerTable.Text(seconds), "", ""]);
            good &= fit.Status == FineGrayStatus.Estimated;
        }

        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Fine–Gray regression",
            $"""
            Fit with covariance, one thread; ours the median of several runs, R one run of the calls alone (data read before).

            {ResultFile.Table(["size", "peer", "events", "R, s", "ours, s", "R ÷ ours", "wanted"], rows)}
            {string.Join('\n', notes)}
            """
        );
        return good;
    }

    private static (double[] Days, byte[] Outcomes, double[][] X) Draw(int people)
    {
        var random = new Philox(21, (ulong)people);
        var (days, outcomes, x) = (new double[people], new byte[people], new double[people][]);
        for (var i = 0; i < people; i++)
        {
            x[i] = new double[Covariates];
            for (var j = 0; j < Covariates; j++)
                x[i][j] = j < 2 ? (random.NextDouble() < 0.4 ? 1 : 0) : Math.Round(random.NextNormal(), 3);
            var rate = Math.Exp((0.3 * x[i][0]) - (0.2 * x[i][2]) + (0.1 * x[i][4]));
            var (end, own, other) = (
                1 + (int)(1500 * random.NextDouble()),
                1 + (int)(9000 / rate * random.NextExponential()),
                1 + (int)(1500 * Math.Exp(-0.2 * x[i][3]) * random.NextExponential())
            );
            days[i] = Math.Min(end, Math.Min(own, other));
            outcomes[i] =
                own <= other && own <= end ? (byte)1
                : other <= end ? (byte)2
                : (byte)0;
        }

        return (days, outcomes, x);
    }
}
