using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Prediction;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Whether the performance that the risk model reports of itself is that which new people would see.</summary>
internal static class RiskCalibrationStudy
{
    private const int People = 2_125;
    private const int NewPeople = 20_000;

    internal static bool Run(double effort)
    {
        PerformanceRow[] rows = [.. Settings.SelectMany(setting => setting.Rows(effort))];
        ResultFile.Write(
            "statistics.md",
            "Risk model and its honest performance",
            $"""
            {People:#,0} people (a twentieth of 42,500) with 38 events expected; the model is made from them, judges itself, and is then judged on {NewPeople:#,0} new people, of
            whom the risks are known, so that no outcome has to be drawn. Seed {Simulation.Seed}, stream = number of the run. *Of itself* and *new people* are means over the
            runs, *difference* is of the same run with its Monte Carlo error; *kept*: within {Simulation.Errors} errors of 0. Apparent performance is no estimate of anything:
            it is shown for its optimism. *No model*: refused, because fewer than 30 events do not carry three covariates. In the large: log odds by which the events of people left out exceed their predictions; nominal 0.{Simulation.EffortText(effort)}

            {ResultFile.Table(
                ["model", "setting", "measure", "how", "runs", "no model", "of itself", "new people", "difference", "error", "kept", "why not"],
                rows.Select(r => r.Cells())
            )}
            """
        );
        return rows.All(r => r.Kept is not false || r.Known.Length > 0);
    }

    private static IEnumerable<RiskSetting> Settings
    {
        get
        {
            double[] effects = [0.9, 0.6, 0.5];
            double[] none = [0, 0, 0];
            double[] withNoise = [0.9, 0.6, 0.5, 0, 0, 0, 0, 0];
            yield return new("maximum likelihood", RiskModelKind.MaximumLikelihood, effects, "3 covariates", 600, 50);
            yield return new("Firth, intercept corrected", RiskModelKind.Firth, effects, "3 covariates", 300, 50);
            yield return new("Firth, intercept corrected", RiskModelKind.Firth, none, "3 covariates without effect", 300, 50);
            yield return new("ridge", RiskModelKind.ElasticNet, withNoise, "8 covariates, 5 of them without effect", 100, 0);
            yield return new("lasso", RiskModelKind.ElasticNet, withNoise, "8 covariates, 5 of them without effect", 100, 0, Mix: 1);
        }
    }

    /// <param name="Effects">Log odds ratio per standard deviation of each covariate.</param>
    private sealed record RiskSetting(
        string Name,
        RiskModelKind Kind,
        double[] Effects,
        string Text,
        int Runs,
        int Bootstraps,
        double Mix = 0
    )
    {
        private readonly double intercept = Intercept(Effects);

        internal IEnumerable<PerformanceRow> Rows(double effort)
        {
            var judged = Draw(new Philox(Simulation.Seed, ulong.MaxValue), NewPeople);
            var byRun = Simulation.Of(Simulation.Runs(Runs, effort), random => Judge(random, judged));
            PerformanceRow Row(string measure, string how, Func<Judged, double> itself, Func<Judged, double> ofNew, bool judge) =>
                new(Name, Text, measure, how, byRun.Length, [.. byRun.Select(j => (itself(j), ofNew(j)))], judge, Reason(measure, how));
            yield return Row("C", "apparent", j => j.Result.Apparent.C, j => j.New.C, false);
            yield return Row("C", "nested cross-validation", j => j.Result.CrossValidated.C, j => j.New.C, true);
            if (Bootstraps > 0)
                yield return Row("C", "less optimism (bootstrap)", j => j.Result.Corrected.C, j => j.New.C, true);
            yield return Row("slope", "apparent", j => j.Result.Apparent.Slope, j => j.New.Slope, false);
            yield return Row("slope", "nested cross-validation", j => j.Result.CrossValidated.Slope, j => j.New.Slope, true);
            if (Bootstraps > 0)
                yield return Row("slope", "less optimism (bootstrap)", j => j.Result.Corrected.Slope, j => j.New.Slope, true);
            yield return Row("in the large", "nested cross-validation", j => j.Result.Calibration?.InTheLarge ?? double.NaN, _ => 0, true);
            yield return Row(
                "Brier × 1000",
                "nested cross-validation",
                j => 1000 * j.Result.CrossValidated.Brier,
                j => 1000 * j.New.Brier,
                true
            );
        }

        private string Reason(string measure, string how) =>
            (measure, Effects.Any(e => e != 0)) switch
            {
                (_, false) when how.StartsWith("less", StringComparison.Ordinal) =>
                    "Without any effect the bootstrap sees part of the optimism only; cross-validation sees it all.",
                ("slope" or "C", false) =>
                    "Balanced folds: where nothing is to be found, models without a fold lean against the events in it.",
                ("slope", true) =>
                    "A model of nine tenths of 38 events is a little more extreme than that of all: the judgement errs on the safe side.",
                ("in the large", _) =>
                    "Folds are balanced by outcome, so it hardly differs from 0; what is left is real and of no consequence.",
                _ => "",
            };

        private Judged Judge(Philox random, (double[][] Covariates, double[] Risk) judged)
        {
            var (covariates, risk) = Draw(random, People);
            bool[] cases = Array.ConvertAll(risk, r => random.NextDouble() < r);
            var result = RiskModel.Fit(covariates, cases, new(Kind, Mix, 10, Bootstraps, 10, random.NextUInt64()));
            return result.Status == RiskModelStatus.Estimated
                ? new(result, OnNew(result.Coefficients, judged))
                : new(result, new(double.NaN, double.NaN, double.NaN));
        }

        private (double[][] Covariates, double[] Risk) Draw(Philox random, int people)
        {
            // The second and every other covariate after it is binary with a standard deviation of about 1.
            double[][] covariates =
            [
                .. Effects.Select(
                    (_, j) =>
                        j % 2 == 0
                            ? NullCohort.Normal(random, people)
                            : [.. NullCohort.Binary(random, 0.5, people).Select(b => (2 * b) - 1)]
                ),
            ];
            var risk = new double[people];
            for (var i = 0; i < people; i++)
                risk[i] = Expit(intercept + Effects.Select((e, j) => e * covariates[j][i]).Sum());
            return (covariates, risk);
        }

        /// <summary>With which 38 of all people have the event, found by bisection over the drawn risks of many.</summary>
        private static double Intercept(double[] effects)
        {
            var random = new Philox(Simulation.Seed, ulong.MaxValue - 1);
            var linear = new double[50_000];
            for (var i = 0; i < linear.Length; i++)
            for (var j = 0; j < effects.Length; j++)
                linear[i] +=
                    effects[j]
                    * (
                        j % 2 == 0 ? random.NextNormal()
                        : random.NextDouble() < 0.5 ? 1
                        : -1
                    );
            var (low, high) = (-12.0, 0.0);
            while (high - low > 1e-6)
            {
                var middle = (low + high) / 2;
                (low, high) = linear.Average(l => Expit(middle + l)) < 38.0 / People ? (middle, high) : (low, middle);
            }

            return low;
        }
    }

    private static double Expit(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>C, Brier score and calibration slope among people of known risk: each is a case with that weight and a non-case with the rest.</summary>
    private static RiskPerformance OnNew(IReadOnlyList<double> coefficients, (double[][] Covariates, double[] Risk) judged)
    {
        var n = judged.Risk.Length;
        var (logits, brier) = (new double[n], 0.0);
        for (var i = 0; i < n; i++)
        {
            logits[i] = coefficients[0];
            for (var j = 0; j < judged.Covariates.Length; j++)
                logits[i] += coefficients[j + 1] * judged.Covariates[j][i];
            var (p, r) = (Expit(logits[i]), judged.Risk[i]);
            brier += ((r * (1 - p) * (1 - p)) + ((1 - r) * p * p)) / n;
        }

        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort((double[])logits.Clone(), order);
        double below = 0,
            concordant = 0,
            cases = 0;
        for (var first = 0; first < n; )
        {
            double tiedCases = 0,
                tiedOthers = 0;
            var next = first;
            for (; next < n && logits[order[next]] == logits[order[first]]; next++)
            {
                tiedCases += judged.Risk[order[next]];
                tiedOthers += 1 - judged.Risk[order[next]];
            }

            concordant += tiedCases * (below + (tiedOthers / 2));
            (below, cases, first) = (below + tiedOthers, cases + tiedCases, next);
        }

        var ones = new double[n];
        Array.Fill(ones, 1);
        var slope = LogisticRegression.Fit(BinomialSample.FromColumns([ones, logits], judged.Risk, ones));
        return new(concordant / (cases * below), brier, slope.Status == RegressionStatus.Estimated ? slope.Coefficients[1] : double.NaN);
    }

    private readonly record struct Judged(RiskModelResult Result, RiskPerformance New);

    /// <param name="Judge">False for figures that are no estimates.</param>
    private sealed record PerformanceRow(
        string Model,
        string Setting,
        string Measure,
        string How,
        int Runs,
        (double Itself, double New)[] Values,
        bool Judge,
        string Known
    )
    {
        private MeanWithError Difference => MeanWithError.Of(Values.Select(v => v.Itself - v.New));

        internal bool? Kept => Judge ? Difference.Within(0) : null;

        internal string[] Cells()
        {
            var difference = Difference;
            (double Itself, double New)[] made = [.. Values.Where(v => double.IsFinite(v.Itself - v.New))];
            return
            [
                Model,
                Setting,
                Measure,
                How,
                Simulation.Count(Runs),
                Simulation.Count(Runs - made.Length),
                Simulation.Number(made.Average(v => v.Itself)),
                Simulation.Number(made.Average(v => v.New)),
                Simulation.Number(difference.Mean),
                Simulation.Number(difference.Error),
                Kept is { } kept ? Simulation.Kept(kept) : "no estimate",
                Kept is false ? Known : "",
            ];
        }
    }
}
