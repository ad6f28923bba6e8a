using System.Globalization;
using System.Runtime.InteropServices;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>Cox regression of a million rows and ten covariates with Efron's ties, beside R <c>survival::coxph</c> and its core on the same rows.</summary>
internal static class CoxBench
{
    private const int Rows = 1_000_000;
    private const int Columns = 10;
    private const int Runs = 7;
    private const double Tolerance = 1e-8;
    private const double WantedRatio = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    internal static bool Run()
    {
        var work = Home.Work("statistics-cox");
        var data = Simulate();
        Write(Path.Combine(work, "rows.bin"), data);
        CoxFit? fit = null;
        var ours = Timed.Run(Runs, () => fit = Cox.Fit(data));
        double[] martingale = [];
        Concordance? concordance = null;
        var whole = Timed.Run(
            Runs,
            () =>
            {
                fit = Cox.Fit(data);
                martingale = CoxResiduals.Martingale(data, fit);
                concordance = Concordance.Of(data, LinearPredictor(data, fit));
            }
        );
        var same = SameBits(data);
        var result = Path.Combine(work, "r.csv");
        var r = Measured.Run("Rscript", [Path.Combine(Home.Root, "bench", "r", "cox.R"), work, result], Limit);
        if (!r.Good || fit is not { Status: CoxStatus.Estimated } || concordance is null)
        {
            Console.Error.WriteLine($"Cox: {(r.Good ? "no estimate" : "R did not finish")}.");
            return false;
        }

        var peer = File.ReadLines(result)
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(c => c[0], c => double.Parse(c[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var (largest, compared) = Compare(peer, fit, martingale, concordance);
        var (ratio, core) = (peer["seconds-coxph"] / ours.Best, peer["seconds-coxph.fit"] / ours.Best);
        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Statistics: Cox regression",
            $"""
            {Rows:N0} rows, {Columns} covariates, {fit.Events:N0} events on {data.Exits.Distinct().Count():N0} days, Efron's ties, {fit.Steps} Newton steps. Wall time from arrays to estimate, covariance and tests,
            best of {Runs} ({ours.First:F2} s the first time, with compiling); R {peer["seconds-coxph"]:F2} s, best of two, its core `coxph.fit` best of three, from a data frame and a matrix in memory.
            `coxph` makes martingale residuals and the concordance too; the second line makes them as well.

            {ResultFile.Table(
                ["work", "wall, s", "CPU, s", "coxph ÷ this", "coxph.fit ÷ this", "CPU: coxph ÷ this"],
                [
                    Line("Cox.Fit", ours),
                    Line("with residuals and concordance", whole),
                    ["survival::coxph.fit", Text(peer["seconds-coxph.fit"]), Text(peer["cpu-coxph.fit"]), "", "", ""],
                    ["survival::coxph", Text(peer["seconds-coxph"]), Text(peer["cpu-coxph"]), "", "", ""],
                ]
            )}
            - {compared} numbers equal to R (coefficients, variances, log likelihoods, concordance, residuals): largest relative difference {largest:E1}, tolerance {Tolerance:E0}.
            - {(same ? "The same bits on one, two and five threads." : "**The bits differ with the number of threads.**")}
            """
        );
        return same && largest <= Tolerance && ratio >= WantedRatio && core >= 1;

        string[] Line(string name, Timed time) =>
            [
                name,
                Text(time.Best),
                Text(time.Cpu),
                (peer["seconds-coxph"] / time.Best).ToString("F1", CultureInfo.InvariantCulture),
                (peer["seconds-coxph.fit"] / time.Best).ToString("F1", CultureInfo.InvariantCulture),
                (peer["cpu-coxph"] / time.Cpu).ToString("F1", CultureInfo.InvariantCulture),
            ];
    }

    private static CoxData Simulate()
    {
        double[] truth = [0.3, -0.2, 0.1, 0, 0.05, -0.4, 0.25, 0, 0.15, -0.1];
        var columns = new double[Columns][];
        for (var j = 0; j < Columns; j++)
            columns[j] = new double[Rows];
        var (exits, observed) = (new double[Rows], new bool[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            var random = new Philox(20250101, (ulong)i);
            var eta = 0.0;
            for (var j = 0; j < Columns; j++)
            {
                var value = j % 3 == 1 ? (random.NextDouble() < 0.3 ? 1 : 0) : random.NextNormal();
                columns[j][i] = value;
                eta += truth[j] * value;
            }

            var (own, end) = (4000 * random.NextExponential() / Math.Exp(eta), 2900 * random.NextExponential());
            observed[i] = own < end;
            exits[i] = Math.Ceiling(Math.Min(own, end));
        }

        return new(columns, exits, observed);
    }

    private static void Write(string path, CoxData data)
    {
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<int>([data.Rows, data.Width]));
        file.Write(MemoryMarshal.AsBytes<double>(data.Exits));
        file.Write(MemoryMarshal.AsBytes<double>(Array.ConvertAll(data.Observed, o => o ? 1.0 : 0)));
        foreach (var column in data.Columns)
            file.Write(MemoryMarshal.AsBytes<double>(column));
    }

    private static double[] LinearPredictor(CoxData data, CoxFit fit)
    {
        var eta = new double[data.Rows];
        for (var j = 0; j < data.Width; j++)
        {
            var (column, coefficient) = (data.Columns[j], fit.Coefficients[j]);
            for (var i = 0; i < eta.Length; i++)
                eta[i] += coefficient * column[i];
        }

        return eta;
    }

    private static bool SameBits(CoxData data)
    {
        CoxFit[] fits = [.. new[] { 1, 2, 5 }.Select(threads => Cox.Fit(data, new(CoxTies.Efron, threads)))];
        return fits.All(f =>
            f.Coefficients.SequenceEqual(fits[0].Coefficients)
            && f.Covariance.Cast<double>().SequenceEqual(fits[0].Covariance.Cast<double>())
            && f.LogLikelihood == fits[0].LogLikelihood
        );
    }

    private static (double Largest, int Compared) Compare(
        Dictionary<string, double> peer,
        CoxFit fit,
        double[] martingale,
        Concordance concordance
    )
    {
        var (largest, compared) = (0.0, 0);
        foreach (var (name, expected) in peer)
        {
            if (name.StartsWith("seconds-", StringComparison.Ordinal) || name.StartsWith("cpu-", StringComparison.Ordinal))
                continue;
            var parts = name.Split('-');
            var index = int.Parse(parts[1], CultureInfo.InvariantCulture);
            var actual = parts[0] switch
            {
                "coefficient" => fit.Coefficients[index],
                "variance" => fit.Covariance[index, index],
                "loglik" => index == 0 ? fit.NullLogLikelihood : fit.LogLikelihood,
                "martingale" => martingale[index],
                _ => concordance.Index,
            };
            // A coefficient near 0 is judged by its standard error.
            var scale = parts[0] == "coefficient" ? Math.Max(Math.Abs(expected), fit.StandardError(index)) : Math.Abs(expected);
            largest = Math.Max(largest, Math.Abs(actual - expected) / scale);
            compared++;
        }

        return (largest, compared);
    }

    private static string Text(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);
}
