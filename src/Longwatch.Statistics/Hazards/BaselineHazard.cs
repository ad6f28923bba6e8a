namespace Longwatch.Statistics.Hazards;

/// <summary>What a model predicts for given covariates up to a time.</summary>
/// <param name="Survival">Probability of no event.</param>
/// <param name="StandardError">Of <paramref name="Survival"/>, by the delta method; it counts the uncertainty of the baseline and of the coefficients.</param>
/// <param name="CumulativeHazard">−log of the survival.</param>
/// <param name="CumulativeHazardError">Standard error of the cumulative hazard.</param>
public readonly record struct PredictedSurvival(
    double Survival,
    double StandardError,
    double CumulativeHazard,
    double CumulativeHazardError
);

/// <summary>The baseline hazard of a fitted model (Breslow's estimator, or Efron's with his ties), and what follows for given covariates.</summary>
/// <remarks>
/// Tsiatis (1981) Ann Stat 9:93 for the variance. Survival is exp(−cumulative hazard). With competing causes this is not a probability anyone has: combine
/// the hazards of all causes. Checked against R survival 3.5-3 <c>basehaz</c> and <c>summary(survfit(coxph))</c> on <c>lung</c> (B04): 1e-9.
/// </remarks>
public sealed class BaselineHazard
{
    private readonly FittedRisk risk;
    private readonly double[] square;
    private readonly double[] means;
    private readonly double[,] covariance;
    private readonly int[] codes;

    private BaselineHazard(FittedRisk risk, CoxFit fit)
    {
        this.risk = risk;
        var sample = risk.Sample;
        square = new double[sample.Groups];
        for (var k = 0; k < sample.Groups; k++)
            square[k] = risk.Likelihood.At(k).Square + (k > sample.StratumFirst[k] ? square[k - 1] : 0);
        means = risk.CumulativeHazardMeans();
        covariance = new double[sample.Width, sample.Width];
        for (var j = 0; j < sample.Width; j++)
        for (var k = 0; k < sample.Width; k++)
            covariance[j, k] = fit.Covariance[j, k] * sample.Scale[j] * sample.Scale[k];
        codes = sample.Data.Strata is { Length: > 0 } strata ? [.. new SortedSet<int>(strata)] : [0];
    }

    /// <summary>Codes of the strata, ascending; 0 alone where the data have none.</summary>
    public IReadOnlyList<int> Strata => codes;

    /// <summary>From the data of the fit and the fit.</summary>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties.</exception>
    public static BaselineHazard Of(CoxData data, CoxFit fit) => new(FittedRisk.At(data, fit), fit);

    /// <summary>Event times of one stratum, ascending.</summary>
    /// <exception cref="ArgumentException">There is no such stratum.</exception>
    public IReadOnlyList<double> Times(int stratum = 0)
    {
        var number = NumberOf(stratum);
        var times = new List<double>();
        for (var k = 0; k < risk.Sample.Groups; k++)
            if (risk.Sample.GroupStratum[k] == number)
                times.Add(risk.Sample.GroupTimes[k]);
        return times;
    }

    /// <summary>Cumulative hazard up to and with a time, for covariates and offset 0.</summary>
    /// <exception cref="ArgumentException">There is no such stratum.</exception>
    public double CumulativeHazard(double time, int stratum = 0) => Predict(time, new double[risk.Sample.Width], stratum).CumulativeHazard;

    /// <summary>The prediction for one person.</summary>
    /// <param name="time">A prediction after the last event time is the one at it: nothing is known beyond.</param>
    /// <param name="covariates">One per column, in the units of the data.</param>
    /// <param name="stratum">Code of the stratum; 0 where the data have none.</param>
    /// <param name="offset">As in the data.</param>
    /// <exception cref="ArgumentException">There is no such stratum, or not one covariate per column.</exception>
    public PredictedSurvival Predict(double time, ReadOnlySpan<double> covariates, int stratum = 0, double offset = 0)
    {
        var sample = risk.Sample;
        if (covariates.Length != sample.Width)
            throw new ArgumentException($"{covariates.Length} covariates but {sample.Width} columns.", nameof(covariates));
        var group = LastUpTo(NumberOf(stratum), time);
        if (group < 0)
            return new(1, 0, 0, 0);
        var (hazard, eta) = (risk.Likelihood.CumulativeHazard[group], offset - sample.OffsetShift);
        var distance = new double[sample.Width];
        for (var j = 0; j < distance.Length; j++)
        {
            var x = (covariates[j] - sample.Centre[j]) / sample.Scale[j];
            eta += risk.Coefficients[j] * x;
            distance[j] = (hazard * x) - means[(group * sample.Width) + j];
        }

        var variance = square[group];
        for (var j = 0; j < distance.Length; j++)
        for (var k = 0; k < distance.Length; k++)
            variance += distance[j] * covariance[j, k] * distance[k];
        var ratio = Math.Exp(eta);
        var (cumulative, error) = (ratio * hazard, ratio * Math.Sqrt(variance));
        var survival = Math.Exp(-cumulative);
        return new(survival, survival * error, cumulative, error);
    }

    private int NumberOf(int stratum)
    {
        var number = Array.BinarySearch(codes, stratum);
        return number >= 0 ? number : throw new ArgumentException($"The data have no stratum {stratum}.", nameof(stratum));
    }

    private int LastUpTo(int number, double time)
    {
        var sample = risk.Sample;
        var (low, high) = (-1, sample.Groups);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (sample.GroupStratum[middle] < number || (sample.GroupStratum[middle] == number && sample.GroupTimes[middle] <= time))
                low = middle;
            else
                high = middle;
        }

        return low >= 0 && sample.GroupStratum[low] == number ? low : -1;
    }
}
