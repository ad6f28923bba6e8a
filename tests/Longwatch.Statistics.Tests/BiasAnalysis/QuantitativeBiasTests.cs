using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.BiasAnalysis;

namespace Longwatch.Statistics.Tests.BiasAnalysis;

public sealed class QuantitativeBiasTests
{
    private const string Set = "H04_qba_negative_controls";

    /// <summary>The teaching table of Lash, Fox and Fink: 45 and 257 exposed, 94 and 945 unexposed; cases are its columns in the known answers.</summary>
    private static readonly FourfoldTable table = new(45, 257, 94, 945);

    [Fact]
    public void The_closed_forms_agree_with_R()
    {
        var known = Oracle.Expected(Set);
        Oracle.Equal(known.GetProperty("observed_or").GetDouble(), table.OddsRatio, 1e-13);

        var record = new Recording(0.85, 0.95);
        var corrected = QuantitativeBias.Misclassification(table, record, record);
        Assert.Equal(CorrectionStatus.Estimated, corrected.Status);
        var misclassified = known.GetProperty("misclass");
        Oracle.Equal(misclassified.GetProperty("A").GetDouble(), corrected.Table.ExposedCases, 1e-13);
        Oracle.Equal(misclassified.GetProperty("B").GetDouble(), corrected.Table.ExposedOthers, 1e-13);
        Oracle.Equal(misclassified.GetProperty("C").GetDouble(), corrected.Table.UnexposedCases, 1e-13);
        Oracle.Equal(misclassified.GetProperty("D").GetDouble(), corrected.Table.UnexposedOthers, 1e-13);
        Oracle.Equal(misclassified.GetProperty("or").GetDouble(), corrected.Table.OddsRatio, 1e-13);

        var confounded = QuantitativeBias.Confounding(3.9, new(3, 0.6, 0.3));
        Oracle.Equal(known.GetProperty("confounder").GetProperty("bias").GetDouble(), confounded.Bias, 1e-13);
        Oracle.Equal(known.GetProperty("confounder").GetProperty("adj").GetDouble(), confounded.Adjusted, 1e-13);

        var selected = QuantitativeBias.Selection(table.OddsRatio, new(0.94, 0.85, 0.64, 0.25));
        Oracle.Equal(known.GetProperty("selection").GetProperty("bias").GetDouble(), selected.Bias, 1e-13);
        Oracle.Equal(known.GetProperty("selection").GetProperty("adj").GetDouble(), selected.Adjusted, 1e-13);
    }

    [Fact]
    public void Misclassifying_a_corrected_table_gives_the_observed_one_back()
    {
        var (cases, others) = (new Recording(0.7, 0.99), new Recording(0.9, 0.97));
        var truth = QuantitativeBias.Misclassification(table, cases, others).Table;
        Assert.Equal(45, (truth.ExposedCases * 0.7) + (truth.UnexposedCases * 0.01), 1e-10);
        Assert.Equal(94, (truth.ExposedOthers * 0.9) + (truth.UnexposedOthers * 0.03), 1e-10);
    }

    [Fact]
    public void Impossible_corrections_are_a_status_and_impossible_parameters_are_refused()
    {
        var good = new Recording(0.9, 0.9);
        Assert.Equal(CorrectionStatus.UninformativeRecord, QuantitativeBias.Misclassification(table, new(0.5, 0.5), good).Status);
        // 15 % false positives alone would give more exposed than were recorded.
        Assert.Equal(CorrectionStatus.Incompatible, QuantitativeBias.Misclassification(table, new(0.9, 0.85), good).Status);
        Assert.Throws<ArgumentException>(() => QuantitativeBias.Misclassification(table, new(1.1, 1), good));
        Assert.Throws<ArgumentException>(() => QuantitativeBias.Misclassification(new(-1, 1, 1, 1), good, good));
        Assert.Throws<ArgumentException>(() => QuantitativeBias.Confounding(2, new(2, 1.5, 0)));
        Assert.Throws<ArgumentException>(() => QuantitativeBias.Selection(2, new(0, 1, 1, 1)));
    }

    [Fact]
    public void Negative_controls_and_the_calibrated_estimate_agree_with_R()
    {
        var known = Oracle.Expected(Set).GetProperty("negctl");
        var controls = Oracle
            .Rows(Set, "negative_controls.csv")
            .Select(r => new LogRatioEstimate(
                double.Parse(r["logRr"], CultureInfo.InvariantCulture),
                double.Parse(r["se"], CultureInfo.InvariantCulture)
            ));

        var error = NegativeControls.Fit([.. controls]);

        Assert.Equal(SystematicErrorStatus.Estimated, error.Status);
        Oracle.Equal(known.GetProperty("mu").GetDouble(), error.Mean, 1e-8);
        Oracle.Equal(known.GetProperty("sigma").GetDouble(), error.Spread, 1e-8);
        Oracle.Equal(known.GetProperty("nll").GetDouble(), error.NegativeLogLikelihood, 1e-12);
        var expected = known.GetProperty("calibrated");
        var actual = NegativeControls.Calibrate(new(Math.Log(3.9), 0.4), error, 0.95);
        Oracle.Equal(expected.GetProperty("calibrated_logrr").GetDouble(), actual.LogRatio, 1e-8);
        Oracle.Equal(expected.GetProperty("se").GetDouble(), actual.StandardError, 1e-8);
        Oracle.Equal(expected.GetProperty("p").GetDouble(), actual.P, 1e-7);
        Oracle.Equal(expected.GetProperty("ci").Numbers()[0], actual.Interval.Lower, 1e-8);
        Oracle.Equal(expected.GetProperty("ci").Numbers()[1], actual.Interval.Upper, 1e-8);
    }

    [Fact]
    public void Controls_that_vary_no_more_than_by_chance_have_no_spread_and_one_control_is_too_few()
    {
        var calm = NegativeControls.Fit([new(0.1, 0.3), new(0.12, 0.2), new(0.08, 0.25)]);
        Assert.Equal((SystematicErrorStatus.NoSpread, 0.0), (calm.Status, calm.Spread));
        // Without spread the mean is that of inverse variances.
        var (a, b, c) = (1 / 0.09, 1 / 0.04, 1 / 0.0625);
        Oracle.Equal(((0.1 * a) + (0.12 * b) + (0.08 * c)) / (a + b + c), calm.Mean, 1e-13);
        var few = NegativeControls.Fit([new(1, 0.1)]);
        Assert.Equal(SystematicErrorStatus.TooFew, few.Status);
        Assert.Throws<ArgumentException>(() => NegativeControls.Calibrate(new(1, 0.2), few, 0.95));
        Assert.Throws<ArgumentException>(() => NegativeControls.Fit([new(1, 0), new(1, 1)]));
        Assert.Equal(SystematicErrorStatus.NoSpread, NegativeControls.Fit([new(0.3, 0.1), new(0.3, 0.1)]).Status);
        // Equal standard errors: the variance is the mean square about the mean, less se².
        var equal = NegativeControls.Fit([new(-1, 0.5), new(0, 0.5), new(1, 0.5)]);
        Oracle.Equal((2.0 / 3) - 0.25, equal.Spread * equal.Spread, 1e-12);
    }
}
