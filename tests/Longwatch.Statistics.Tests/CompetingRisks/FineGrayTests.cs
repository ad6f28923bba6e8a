using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.CompetingRisks;

namespace Longwatch.Statistics.Tests.CompetingRisks;

public sealed class FineGrayTests
{
    private static readonly FineGrayOptions WeightedCox = FineGrayOptions.Default with { Method = FineGrayMethod.WeightedCox };

    [Fact]
    public void Estimated_censoring_equals_crr_on_mgus2()
    {
        var expected = Oracle.Expected("B03_fine_gray").GetProperty("crr");
        var (times, outcomes, x, _) = Mgus();
        var fit = FineGray.Fit(times, outcomes, x);
        Assert.Equal(FineGrayStatus.Estimated, fit.Status);
        Assert.Equal(Oracle.Expected("B03_fine_gray").GetProperty("n").GetInt32(), fit.Subjects);
        Coefficients(expected, fit, 1e-9);
        Matrix(expected.GetProperty("var"), fit.Covariance, 1e-8);
        Oracle.Equal(expected.GetProperty("loglik").GetDouble(), fit.LogLikelihood, 1e-12, "log likelihood");
        Oracle.Equal(expected.GetProperty("loglik_null").GetDouble(), fit.NullLogLikelihood, 1e-12, "null log likelihood");
        // The set's "score" is the first number of $inf, the information.
        Oracle.Equal(
            expected.GetProperty("score").GetDouble(),
            Inverse(fit.ModelCovariance)[0, 0],
            1e-10,
            "information on the first covariate"
        );
        Assert.Equal(expected.GetProperty("uftime").Numbers(), fit.Baseline.Select(s => s.Time));
        var jumps = expected.GetProperty("bfitj").Numbers();
        Assert.All(jumps.Zip(fit.Baseline), p => Oracle.Equal(p.First, p.Second.Hazard, 1e-8, $"hazard at {p.Second.Time}"));
    }

    [Fact]
    public void Predicted_incidence_equals_predict_crr_on_mgus2()
    {
        var expected = Oracle.Expected("B03_fine_gray").GetProperty("crr_predict_cif");
        var (times, outcomes, x, _) = Mgus();
        var fit = FineGray.Fit(times, outcomes, x);
        var at = expected.GetProperty("times").Numbers();
        for (var profile = 0; profile < expected.GetProperty("profiles").GetArrayLength(); profile++)
        {
            var curve = fit.Incidence(expected.GetProperty("profiles")[profile].Numbers());
            for (var i = 0; i < at.Length; i++)
                Oracle.Equal(
                    expected.GetProperty("cif").GetProperty("values")[i][profile].GetDouble(),
                    curve.Last(s => s.Time <= at[i]).Incidence,
                    1e-9,
                    $"profile {profile} at {at[i]}"
                );
        }
    }

    [Fact]
    public void Weighted_cox_equals_finegray_with_coxph_on_mgus2()
    {
        var expected = Oracle.Expected("B03_fine_gray").GetProperty("finegray_cox");
        var (times, outcomes, x, _) = Mgus();
        var fit = FineGray.Fit(times, outcomes, x, WeightedCox);
        Coefficients(expected, fit, 1e-9);
        Oracle.Equal(expected.GetProperty("loglik")[0].GetDouble(), fit.NullLogLikelihood, 1e-12, "null log likelihood");
        Oracle.Equal(expected.GetProperty("loglik")[1].GetDouble(), fit.LogLikelihood, 1e-12, "log likelihood");
        Matrix(expected.GetProperty("robust_var"), fit.Covariance, 1e-9);
        // coxph turns to the sandwich by itself when weights are not whole: over rows, unless told which rows are one person.
        Matrix(expected.GetProperty("naive_var"), fit.RowCovariance, 1e-9);
        // R 4.2.2, survival 3.5-3: $naive.var of the same fit.
        Oracle.Equal(4.97775407269175e-05, fit.ModelCovariance[0, 0], 1e-9);
        Oracle.Equal(1.39601679486244e-03, fit.ModelCovariance[1, 2], 1e-9);
        Oracle.Equal(2.46045567546113e-02, fit.ModelCovariance[2, 2], 1e-9);
    }

    [Theory]
    [InlineData(
        1,
        false,
        new[] { -0.0169216298727755, -0.189925532299507, 0.888427333283746 },
        -773.910856476596,
        new[]
        {
            3.38071176334314e-05,
            3.58931548902599e-05,
            6.27795745746685e-05,
            3.41749885894966e-02,
            8.75066926841556e-04,
            2.40839911518252e-02,
        }
    )]
    [InlineData(
        2,
        false,
        new[] { 0.0588031293129088, 0.368961759646883, -0.153679686044683 },
        -5489.8129329895,
        new[]
        {
            1.38854371656384e-05,
            3.44924823663763e-05,
            1.97368886106766e-05,
            4.50013427786174e-03,
            -7.49205173806694e-05,
            4.05379298507820e-03,
        }
    )]
    [InlineData(
        2,
        true,
        new[] { 0.0588038790550021, 0.367586906119881, -0.15396068485154 },
        -5490.43171701485,
        new[]
        {
            1.38735689212080e-05,
            3.45793968239648e-05,
            2.02838037911446e-05,
            4.51862928226590e-03,
            -7.91983746639119e-05,
            4.05662949810454e-03,
        }
    )]
    public void Censoring_groups_and_the_other_cause_equal_crr_on_mgus2(
        byte cause,
        bool one,
        double[] coefficients,
        double likelihood,
        double[] upper
    )
    {
        // R 4.2.2, cmprsk 2.2-11: crr(etime, ev, cbind(age, male, mspike), cengroup = male, failcode = cause, gtol = 1e-12); third row without cengroup.
        var (times, outcomes, x, male) = Mgus();
        var fit = FineGray.Fit(times, outcomes, x, FineGrayOptions.Default with { Cause = cause, CensoringGroups = one ? [] : male });
        for (var j = 0; j < 3; j++)
            Oracle.Equal(coefficients[j], fit.Coefficients[j], 1e-8);
        Oracle.Equal(likelihood, fit.LogLikelihood, 1e-12);
        (int, int)[] cells = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
        foreach (var ((j, m), value) in cells.Zip(upper))
            Oracle.Equal(value, fit.Covariance[j, m], 1e-8, $"covariance {j}, {m}");
    }

    [Theory]
    [InlineData(1, FineGrayMethod.EstimatedCensoring, 1)]
    [InlineData(2, FineGrayMethod.EstimatedCensoring, 3)]
    [InlineData(3, FineGrayMethod.WeightedCox, 1)]
    [InlineData(4, FineGrayMethod.WeightedCox, 3)]
    public void The_running_sums_equal_the_sums_over_all_pairs(int seed, FineGrayMethod method, int groupCount)
    {
        var random = new System.Random(seed);
        var n = 60;
        double[] times = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(12))];
        byte[] outcomes = [.. times.Select(_ => (byte)random.Next(3))];
        double[][] x =
        [
            .. times.Select(t => new[] { (t / 10) + random.NextDouble(), random.Next(2) + 50.0, (3 * random.NextDouble()) - 1 }),
        ];
        int[] groups = [.. times.Select(_ => random.Next(groupCount))];
        var plain = new PlainFineGray(times, outcomes, x, groups, method == FineGrayMethod.WeightedCox);
        foreach (var all in new[] { false, true })
        {
            var fit = FineGray.Fit(
                times,
                outcomes,
                x,
                new()
                {
                    Method = method,
                    CensoringGroups = groups,
                    CensoringVarianceAtAllEvents = all,
                }
            );
            Assert.Equal(FineGrayStatus.Estimated, fit.Status);
            double[] beta = [.. fit.Coefficients];
            var (likelihood, score, information) = plain.At(beta);
            Oracle.Equal(likelihood, fit.LogLikelihood, 1e-12);
            Oracle.Equal(plain.At([0, 0, 0]).LogLikelihood, fit.NullLogLikelihood, 1e-12);
            Assert.All(score, s => Assert.Equal(0, s, 1e-8));
            // The information undoes the bread.
            Close(information, Inverse(fit.ModelCovariance), 1e-7);
            Close(Times(Times(information, fit.Covariance), information), plain.Products(beta, byRow: false, all), 1e-7);
            if (method == FineGrayMethod.WeightedCox)
                Close(Times(Times(information, fit.RowCovariance), information), plain.Products(beta, byRow: true, all), 1e-7);
        }
    }

    [Theory]
    [InlineData(FineGrayMethod.EstimatedCensoring)]
    [InlineData(FineGrayMethod.WeightedCox)]
    public void The_order_of_rows_and_the_units_do_not_matter(FineGrayMethod method)
    {
        var (times, outcomes, x) = Drawn(11, 500);
        var options = new FineGrayOptions { Method = method };
        var fit = FineGray.Fit(times, outcomes, x, options);
        var order = Enumerable.Range(0, times.Length).ToArray();
        new System.Random(3).Shuffle(order);
        var other = FineGray.Fit(
            [.. order.Select(i => times[i] * 30.4)],
            [.. order.Select(i => outcomes[i])],
            [.. order.Select(i => new[] { x[i][0] * 100, 7 - x[i][1] })],
            options
        );
        Oracle.Equal(fit.Coefficients[0] / 100, other.Coefficients[0], 1e-9);
        Oracle.Equal(-fit.Coefficients[1], other.Coefficients[1], 1e-9);
        Oracle.Equal(fit.StandardError(0) / 100, other.StandardError(0), 1e-9);
        Oracle.Equal(fit.StandardError(1), other.StandardError(1), 1e-9);
        Oracle.Equal(fit.Incidence([0.5, 1])[^1].Incidence, other.Incidence([50, 6])[^1].Incidence, 1e-9);
    }

    [Fact]
    public void Without_competing_events_it_is_the_cox_model()
    {
        // Times 1 to 4, all events, x = 0, 1, 1, 0. With r = e^β the partial likelihood is r² / ((2 + 2r)(1 + 2r)(1 + r)); its derivative is 0 where
        // 2 = 2r/(2 + 2r) + 2r/(1 + 2r) + r/(1 + r), that is (with r/(1+r) twice) 2 = 2r/(1 + r) + 2r/(1 + 2r): r² + ... = 1 + 3r + 2r² = 2r(2 + 3r)/2, r² − r − 1 = 0.
        var fit = FineGray.Fit(
            [1, 2, 3, 4],
            [1, 1, 1, 1],
            [
                [0],
                [1],
                [1],
                [0],
            ]
        );
        var r = (1 + Math.Sqrt(5)) / 2;
        Oracle.Equal(Math.Log(r), fit.Coefficients[0], 1e-10);
        Oracle.Equal(Math.Log(r * r / ((2 + (2 * r)) * (1 + (2 * r)) * (1 + r))), fit.LogLikelihood, 1e-12);
    }

    [Fact]
    public void Without_censoring_the_competing_stay_at_risk_for_ever()
    {
        // So the fit is that of a Cox model in which they are censored after everything.
        var (times, outcomes, x) = Drawn(5, 300);
        byte[] always = [.. outcomes.Select(o => o == 0 ? (byte)2 : o)];
        var fit = FineGray.Fit(times, always, x);
        var cox = FineGray.Fit(
            [.. times.Zip(always).Select(p => p.Second == 2 ? 1e6 : p.First)],
            [.. always.Select(o => o == 2 ? (byte)0 : o)],
            x
        );
        Assert.All([0, 1], j => Oracle.Equal(cox.Coefficients[j], fit.Coefficients[j], 1e-9));
        Assert.All([0, 1], j => Oracle.Equal(cox.StandardError(j), fit.StandardError(j), 1e-9));
    }

    [Fact]
    public void What_cannot_be_estimated_says_why()
    {
        double[][] x =
        [
            [0.0],
            [1],
            [0],
            [1],
            [2],
            [1],
        ];
        double[] times = [1, 2, 3, 4, 5, 6];
        Assert.Equal(FineGrayStatus.NoEvents, FineGray.Fit(times, [2, 0, 2, 0, 0, 2], x).Status);
        Assert.Equal(FineGrayStatus.NoEvents, FineGray.Fit([], [], []).Status);
        Assert.Equal(FineGrayStatus.Collinear, FineGray.Fit(times, [1, 0, 1, 0, 0, 2], [.. x.Select(_ => new[] { 4.0 })]).Status);
        Assert.Equal(
            FineGrayStatus.Collinear,
            FineGray.Fit(times, [1, 0, 1, 2, 1, 2], [.. x.Select(r => new[] { r[0], 1 - (2 * r[0]) })]).Status
        );
        // Everyone with the event has x = 1, nobody else has.
        var separated = FineGray.Fit(
            times,
            [1, 1, 1, 0, 2, 2],
            [
                [1],
                [1],
                [1],
                [0],
                [0],
                [0],
            ]
        );
        Assert.Equal(FineGrayStatus.NoFiniteMaximum, separated.Status);
        Assert.True(double.IsNaN(separated.StandardError(0)));
        Assert.False(separated.TryInterval(0, 0.95, out _));
        Assert.Throws<InvalidOperationException>(() => separated.Incidence([1]));
        Assert.Throws<ArgumentException>(() => FineGray.Fit(times, [1, 1], x));
        Assert.Throws<ArgumentException>(() =>
            FineGray.Fit(
                [1, double.NaN],
                [1, 1],
                [
                    [1],
                    [2],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            FineGray.Fit(
                [1, 2],
                [1, 1],
                [
                    [1],
                    [2, 3],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            FineGray.Fit(
                [1, 2],
                [1, 1],
                [
                    [1],
                    [double.PositiveInfinity],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            FineGray.Fit(
                [1, 2],
                [1, 1],
                [
                    [1],
                    [2],
                ],
                new() { CensoringGroups = [1] }
            )
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new FineGrayOptions { Cause = 0 });
    }

    private static (double[] Times, byte[] Outcomes, double[][] X) Drawn(int seed, int n)
    {
        var random = new System.Random(seed);
        return (
            [.. Enumerable.Range(0, n).Select(_ => 1.0 + random.Next(100))],
            [.. Enumerable.Range(0, n).Select(_ => (byte)random.Next(3))],
            [.. Enumerable.Range(0, n).Select(_ => new[] { random.NextDouble(), random.Next(2) })]
        );
    }

    private static (double[] Times, byte[] Outcomes, double[][] X, int[] Male) Mgus()
    {
        var rows = Oracle.Rows("B03_fine_gray", "mgus2cc.csv");
        return (
            [.. rows.Select(r => Number(r["etime"]))],
            [.. rows.Select(r => byte.Parse(r["ev"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => new[] { Number(r["age"]), Number(r["male"]), Number(r["mspike"]) })],
            [.. rows.Select(r => int.Parse(r["male"], CultureInfo.InvariantCulture))]
        );
    }

    private static void Coefficients(JsonElement expected, FineGrayFit fit, double tolerance)
    {
        double[] coefficients = [.. expected.GetProperty("coef").EnumerateObject().Select(c => c.Value.GetDouble())];
        Assert.Equal(coefficients.Length, fit.Coefficients.Count);
        Assert.All(coefficients.Zip(fit.Coefficients), p => Oracle.Equal(p.First, p.Second, tolerance, "coefficient"));
    }

    private static void Matrix(JsonElement expected, double[,] actual, double tolerance)
    {
        for (var j = 0; j < actual.GetLength(0); j++)
        for (var m = 0; m < actual.GetLength(1); m++)
            Oracle.Equal(expected.GetProperty("values")[j][m].GetDouble(), actual[j, m], tolerance, $"covariance {j}, {m}");
    }

    private static void Close(double[,] expected, double[,] actual, double tolerance)
    {
        for (var j = 0; j < expected.GetLength(0); j++)
        for (var m = 0; m < expected.GetLength(1); m++)
            Assert.Equal(expected[j, m], actual[j, m], tolerance * Math.Sqrt(expected[j, j] * expected[m, m]));
    }

    private static double[,] Inverse(double[,] matrix) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(matrix).Inverse().ToArray();

    private static double[,] Times(double[,] a, double[,] b) =>
        (
            MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(a)
            * MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(b)
        ).ToArray();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
