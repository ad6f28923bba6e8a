namespace Longwatch.Statistics.Hazards;

/// <summary>What one event adds to the score: its covariates less their mean over the risk set.</summary>
/// <param name="Row">Row of the data.</param>
/// <param name="Time">Time of the event.</param>
/// <param name="Values">One per column.</param>
public sealed record SchoenfeldResidual(int Row, double Time, IReadOnlyList<double> Values);

/// <summary>Residuals of a fitted hazard regression.</summary>
/// <remarks>
/// Therneau, Grambsch and Fleming (1990) Biometrika 77:147; with Efron's ties the hazard of a tie is shared as in the likelihood. A row that is in no risk set has residual 0.
/// Checked against R survival 3.5-3 <c>residuals.coxph</c> on <c>lung</c> (B04) and on random data with weights, strata and delayed entry: 1e-9.
/// </remarks>
public static class CoxResiduals
{
    /// <summary>Events observed less events expected of each row, without its weight; their weighted sum is 0.</summary>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties.</exception>
    public static double[] Martingale(CoxData data, CoxFit fit)
    {
        var risk = FittedRisk.At(data, fit);
        var residuals = new double[data.Rows];
        for (var i = 0; i < risk.Sample.Rows; i++)
        {
            var row = risk.Sample.Order[i];
            residuals[row] = (data.Observed[row] ? 1 : 0) - (risk.Likelihood.Expected[i] / risk.Sample.Weight[i]);
        }

        return residuals;
    }

    /// <summary>What each row adds to the score, without its weight; one array per column.</summary>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties.</exception>
    public static double[][] Score(CoxData data, CoxFit fit) => Score(FittedRisk.At(data, fit));

    /// <summary>By how much each row moves the coefficients, approximately, without its weight: score residual times covariance. One array per column.</summary>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties.</exception>
    public static double[][] Dfbeta(CoxData data, CoxFit fit)
    {
        var score = Score(data, fit);
        var moved = new double[score.Length][];
        for (var j = 0; j < moved.Length; j++)
        {
            moved[j] = new double[data.Rows];
            for (var k = 0; k < score.Length; k++)
            for (var i = 0; i < data.Rows; i++)
                moved[j][i] += score[k][i] * fit.Covariance[k, j];
        }

        return moved;
    }

    /// <summary>One residual per event, by stratum and time.</summary>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties.</exception>
    public static IReadOnlyList<SchoenfeldResidual> Schoenfeld(CoxData data, CoxFit fit)
    {
        var risk = FittedRisk.At(data, fit);
        var (sample, residuals) = (risk.Sample, new List<SchoenfeldResidual>());
        var means = new double[sample.Width];
        for (var k = 0; k < sample.Groups; k++)
        {
            risk.Means(k, means);
            for (var i = sample.Start(k); i < sample.DeathEnd(k); i++)
            {
                var values = new double[sample.Width];
                for (var j = 0; j < values.Length; j++)
                    values[j] = (sample.Columns[j][i] - means[j]) * sample.Scale[j];
                residuals.Add(new(sample.Order[i], sample.GroupTimes[k], values));
            }
        }

        return residuals;
    }

    internal static double[][] Score(FittedRisk risk)
    {
        var (sample, likelihood) = (risk.Sample, risk.Likelihood);
        var width = sample.Width;
        var cumulative = risk.CumulativeHazardMeans();
        var residuals = new double[width][];
        for (var j = 0; j < width; j++)
            residuals[j] = new double[sample.Data.Rows];
        var (means, whole, spared) = (new double[width], new double[width], new double[width]);
        for (var k = 0; k < sample.Groups; k++)
        {
            risk.Means(k, means);
            risk.HazardMeans(k, whole, spared);
            for (var i = sample.Start(k); i < sample.End(k); i++)
            {
                var entry = sample.EntryGroup is { } groups && groups[i] >= sample.StratumFirst[k] ? groups[i] : -1;
                var weight = sample.Weight[i];
                var (hazardShare, expected) = (likelihood.Sums.Risk[i] / weight, likelihood.Expected[i] / weight);
                var dies = i < sample.DeathEnd(k);
                for (var j = 0; j < width; j++)
                {
                    var x = sample.Columns[j][i];
                    var mean = cumulative[(k * width) + j] - (entry < 0 ? 0 : cumulative[(entry * width) + j]) - (dies ? spared[j] : 0);
                    var residual = (dies ? x - means[j] : 0) - ((x * expected) - (hazardShare * mean));
                    residuals[j][sample.Order[i]] = residual * sample.Scale[j];
                }
            }
        }

        return residuals;
    }
}
