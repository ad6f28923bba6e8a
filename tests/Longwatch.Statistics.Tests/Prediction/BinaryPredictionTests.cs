using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Prediction;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Prediction;

public sealed class BinaryPredictionTests
{
    [Fact]
    public void Areas_and_their_comparison_agree_with_pROC()
    {
        var (expected, rows, cases) = Read();

        foreach (var marker in expected.GetProperty("auc").EnumerateObject())
            Oracle.Equal(marker.Value.GetDouble(), RocCurve.Area(Column(rows, marker.Name), cases, 0.95).Area, 1e-12, marker.Name);
        var area = RocCurve.Area(Column(rows, "s100b"), cases, 0.95);
        Oracle.Equal(expected.GetProperty("s100b_var").GetDouble(), area.Variance, 1e-10);
        Oracle.Equal(expected.GetProperty("s100b_ci")[0].GetDouble(), area.Interval.Lower, 1e-10);
        Oracle.Equal(expected.GetProperty("s100b_ci")[2].GetDouble(), area.Interval.Upper, 1e-10);
        var test = RocCurve.Compare(Column(rows, "s100b"), Column(rows, "wfns"), cases);
        Oracle.Equal(expected.GetProperty("delong_test_s100b_wfns").GetProperty("z").GetDouble(), test.Z, 1e-10);
        Oracle.Equal(expected.GetProperty("delong_test_s100b_wfns").GetProperty("p").GetDouble(), test.P, 1e-9);
    }

    [Fact]
    public void Calibration_agrees_with_val_prob_and_glm()
    {
        var (expected, rows, cases) = Read();
        var measures = RiskCalibration.Measure(Column(rows, "p"), cases);

        Assert.Equal(CalibrationStatus.Estimated, measures.Status);
        Oracle.Equal(expected.GetProperty("brier").GetDouble(), measures.Brier, 1e-12);
        Oracle.Equal(expected.GetProperty("scaled_brier").GetDouble(), measures.ScaledBrier, 1e-12);
        Assert.Equal(expected.GetProperty("citl").GetDouble(), measures.InTheLarge, 1e-9);
        Assert.Equal(expected.GetProperty("cal_slope").GetProperty("(Intercept)").GetDouble(), measures.Intercept, 1e-9);
        Assert.Equal(expected.GetProperty("cal_slope").GetProperty("lp").GetDouble(), measures.Slope, 1e-9);
        var named = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["Dxy"] = measures.Somers,
            ["C (ROC)"] = measures.C,
            ["R2"] = measures.NagelkerkeR2,
            ["D"] = measures.Discrimination,
            ["U"] = measures.Unreliability,
            ["U:p"] = measures.UnreliabilityP,
            ["Q"] = measures.Quality,
            ["Brier"] = measures.Brier,
            ["Emax"] = measures.LargestError,
            ["E90"] = measures.NinetiethError,
            ["Eavg"] = measures.MeanError,
            ["S:z"] = measures.SpiegelhalterZ,
            ["S:p"] = measures.SpiegelhalterP,
        };
        foreach (var (name, value) in named)
            Oracle.Equal(expected.GetProperty("val_prob").GetProperty(name).GetDouble(), value, 1e-9, name);
        // val.prob stops its own fit at 1e-8.
        Assert.Equal(expected.GetProperty("val_prob").GetProperty("Slope").GetDouble(), measures.Slope, 1e-6);
    }

    [Fact]
    public void The_risk_model_itself_agrees_with_glm()
    {
        var (expected, rows, cases) = Read();
        double[][] columns =
        [
            [.. cases.Select(_ => 1.0)],
            Column(rows, "s100b"),
            Column(rows, "wfns"),
            Column(rows, "age"),
        ];

        var fit = LogisticRegression.Fit(BinomialSample.OfPersons(columns, cases));

        var coefficients = expected.GetProperty("glm").EnumerateObject().Select(p => p.Value.GetDouble()).ToArray();
        for (var j = 0; j < coefficients.Length; j++)
            Oracle.Equal(coefficients[j], fit.Coefficients[j], 1e-9);
        var logits = BinomialSample.OfPersons(columns, cases).Logits(fit.Coefficients);
        var predictions = Column(rows, "p");
        for (var i = 0; i < logits.Length; i++)
            Oracle.Equal(predictions[i], 1 / (1 + Math.Exp(-logits[i])), 1e-8);
    }

    [Fact]
    public void The_decision_curve_agrees_with_the_closed_form()
    {
        var (expected, rows, cases) = Read();
        var points = expected.GetProperty("dca").EnumerateArray().ToArray();

        var curve = DecisionCurve.Of(Column(rows, "p"), cases, [.. points.Select(point => point.GetProperty("threshold").GetDouble())]);

        for (var k = 0; k < points.Length; k++)
        {
            Assert.Equal(points[k].GetProperty("tp").GetInt32(), curve[k].TruePositives);
            Assert.Equal(points[k].GetProperty("fp").GetInt32(), curve[k].FalsePositives);
            Oracle.Equal(points[k].GetProperty("net_benefit").GetDouble(), curve[k].Value, 1e-12);
            Oracle.Equal(points[k].GetProperty("treat_all").GetDouble(), curve[k].TreatAll, 1e-12);
        }
    }

    [Fact]
    public void Five_persons_by_hand()
    {
        // Cases 3 and 2, controls 1, 2, 2: pairs won 3 and 1 + ½ + ½.
        bool[] cases = [true, true, false, false, false];
        double[] marker = [3, 2, 1, 2, 2];

        var area = RocCurve.Area(marker, cases, 0.95);

        Assert.Equal(5.0 / 6, area.Area, 1e-15);
        // Components 1 and 2/3 of the cases, 1, ¾ and ¾ of the controls: (1/18)/2 + (1/48)/3.
        Assert.Equal((1.0 / 36) + (1.0 / 144), area.Variance, 1e-15);
        Assert.Equal(1, area.Interval.Upper);
        var same = RocCurve.Compare(marker, [.. marker.Select(m => Math.Exp(m))], cases);
        Assert.Equal(0, same.Z);
        Assert.Equal(1, same.P, 1e-15);
    }

    [Fact]
    public void What_cannot_be_measured_says_so()
    {
        Assert.False(RocCurve.Area([1, 2], [true, true], 0.95).IsEstimated);
        Assert.Equal(CalibrationStatus.OneOutcomeOnly, RiskCalibration.Measure([0.1, 0.2], [false, false]).Status);
        Assert.Equal(CalibrationStatus.OneOutcomeOnly, RiskCalibration.Measure([], []).Status);
        Assert.Equal(CalibrationStatus.CertainPrediction, RiskCalibration.Measure([0, 0.2, 0.4], [false, true, false]).Status);
        var flat = RiskCalibration.Measure([0.25, 0.25, 0.25, 0.25], [true, false, false, false]);
        Assert.Equal(CalibrationStatus.NoSlope, flat.Status);
        Assert.Equal(0, flat.InTheLarge, 1e-9);
        Assert.Equal(0.5, flat.C);
        Assert.Throws<ArgumentException>(() => RiskCalibration.Measure([1.2], [true]));
        Assert.Throws<ArgumentException>(() => RocCurve.Area([double.NaN], [true], 0.95));
        Assert.Throws<ArgumentException>(() => DecisionCurve.Of([0.2], [true], [1]));
        Assert.Throws<ArgumentException>(() => DecisionCurve.Of([], [], [0.5]));
    }

    private static (JsonElement Expected, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows, bool[] Cases) Read()
    {
        var expected = Oracle.Expected("G09_auc_calibration_dca");
        var rows = Oracle.Rows("G09_auc_calibration_dca", "asah.csv");
        return (expected, rows, [.. rows.Select(r => r["y"] is "1")]);
    }

    private static double[] Column(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string name) =>
        [.. rows.Select(r => double.Parse(r[name], CultureInfo.InvariantCulture))];
}
