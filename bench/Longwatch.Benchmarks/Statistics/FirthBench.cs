using System.Diagnostics;
using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>Firth regression with profile intervals and tests of all terms, 50,000 persons and 10 covariates, against logistf in the same run.</summary>
internal static class FirthBench
{
    private const int Persons = 50_000;
    private const int Covariates = 10;
    private const int Repetitions = 7;
    private const double WantedRatio = 10;

    /// <summary>Largest difference of an estimate or limit in standard errors, and of a p value relative to itself.</summary>
    private const double Tolerance = 1e-6;

    internal static bool Run()
    {
        var work = Home.Work("statistics-firth");
        var (columns, cases) = Make();
        var (input, output) = (Path.Combine(work, "firth.csv"), Path.Combine(work, "peer.csv"));
        Write(input, columns, cases);
        var ours = Best(() => FirthRegression.Analyse(BinomialSample.OfPersons(columns, cases), 0.95), out var analysis);
        var fit = Best(() => FirthRegression.Fit(BinomialSample.OfPersons(columns, cases)), out _);
        var r = Measured.Run("Rscript", [Path.Combine(Home.Root, "bench", "r", "firth.R"), input, output], TimeSpan.FromMinutes(10));
        if (!r.Good || analysis.Fit.Status != RegressionStatus.Estimated)
        {
            ResultFile.Write(
                ResultFile.OfThisMachine,
                "Statistics: Firth regression",
                "R did not finish, or there was no estimate: nothing was compared."
            );
            return false;
        }

        var lines = File.ReadAllLines(output);
        var (peer, seconds) = (lines[0].Split(',')[1], Number(lines[1].Split(',')[1]));
        var difference = lines.Skip(2).Max(line => Difference(line.Split(','), analysis.Terms));
        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Statistics: Firth regression",
            $"""
            {Persons:N0} persons, {Covariates} covariates and an intercept, {cases.Count(c => c)} cases; estimates, profile intervals and penalised likelihood-ratio tests of all terms. Best of
            {Repetitions} runs here, making the columns ready included, on {Environment.ProcessorCount} processors; one run of R ({peer}, one thread), reading the file not included. The package logistf is measured
            where it is installed; otherwise its algorithm with its stops, written in R with BLAS (logistf itself, compiled, once took 2.58 s on a machine of this kind).

            {ResultFile.Table(
                ["work", "here, s", "peer, s", "peer ÷ here", "largest difference"],
                [
                    [
                        "all terms",
                        ours.ToString("F3", CultureInfo.InvariantCulture),
                        seconds.ToString("F2", CultureInfo.InvariantCulture),
                        (seconds / ours).ToString("F1", CultureInfo.InvariantCulture),
                        $"{difference.ToString("E1", CultureInfo.InvariantCulture)} standard errors",
                    ],
                    ["estimates only", fit.ToString("F3", CultureInfo.InvariantCulture), "", "", ""],
                ]
            )}
            """
        );
        return difference <= Tolerance && seconds / ours >= WantedRatio;
    }

    private static double Difference(string[] cells, IReadOnlyList<FirthTerm> terms)
    {
        var term = terms[int.Parse(cells[0], CultureInfo.InvariantCulture)];
        var p = Number(cells[4]);
        double[] differences =
        [
            Math.Abs(Number(cells[1]) - term.Estimate) / term.StandardError,
            Math.Abs(Number(cells[2]) - term.Profile.Lower) / term.StandardError,
            Math.Abs(Number(cells[3]) - term.Profile.Upper) / term.StandardError,
            p < 1e-300 ? 0 : Math.Abs(p - term.P) / p,
        ];
        return differences.Max();
    }

    private static double Best<T>(Func<T> work, out T result)
    {
        result = work();
        var best = double.PositiveInfinity;
        for (var i = 0; i < Repetitions; i++)
        {
            var watch = Stopwatch.StartNew();
            result = work();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return best;
    }

    /// <summary>Half of the covariates normal, half binary; about 3 cases in 1,000.</summary>
    private static (double[][] Columns, bool[] Cases) Make()
    {
        var random = new Philox(20240101, 0);
        var columns = new double[Covariates + 1][];
        for (var j = 0; j < columns.Length; j++)
            columns[j] = new double[Persons];
        var cases = new bool[Persons];
        for (var i = 0; i < Persons; i++)
        {
            var logit = -6.1;
            columns[0][i] = 1;
            for (var j = 1; j <= Covariates; j++)
            {
                columns[j][i] =
                    j <= Covariates / 2 ? random.NextNormal()
                    : random.NextDouble() < 0.1 ? 1
                    : 0;
                logit += columns[j][i] * (j % 3 == 0 ? 0.5 : 0.2);
            }

            cases[i] = random.NextDouble() < 1 / (1 + Math.Exp(-logit));
        }

        return (columns, cases);
    }

    private static void Write(string path, double[][] columns, bool[] cases)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("case," + string.Join(',', Enumerable.Range(1, Covariates).Select(j => $"x{j}")));
        for (var i = 0; i < cases.Length; i++)
            file.WriteLine(
                (cases[i] ? "1," : "0,") + string.Join(',', columns.Skip(1).Select(c => c[i].ToString("R", CultureInfo.InvariantCulture)))
            );
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
