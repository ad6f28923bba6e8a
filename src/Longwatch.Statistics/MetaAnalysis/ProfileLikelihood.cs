using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Maximum, and profiles in the mean and in the standard deviation, of a random-intercept likelihood.</summary>
/// <remarks>
/// For a given deviation the log-likelihood is concave in the mean (a convolution of log-concave functions), so Newton's method is safe there. In the
/// deviation it need not be: it is scanned on a grid from 0 before the best cell is refined.
/// </remarks>
internal sealed class ProfileLikelihood<TModel>(RandomInterceptLikelihood<TModel> likelihood, double common)
    where TModel : struct, ICountLikelihood
{
    /// <summary>A fit that reaches this deviation (on the log scale) has no finite maximum that means anything.</summary>
    public const double LargestDeviation = 30;

    private const double FarthestMean = 60;

    // In log-likelihood; a profile that has fallen so far does not come back to its maximum within the grid.
    private const double FarBelow = 10;
    private const double SmallestDeviation = 1e-4;
    private static readonly double[] Grid = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 9, 14, 20, LargestDeviation];

    public RandomInterceptLikelihood<TModel> Likelihood { get; } = likelihood;

    /// <summary>Maximum-likelihood mean and deviation; a deviation of exactly 0 at the boundary.</summary>
    public (double Mean, double Deviation) Maximum()
    {
        var start = common;
        var deviation = BestDeviation((tau, tolerance) => start = MeanGiven(tau, start, tolerance));
        return (MeanGiven(deviation, start), deviation);
    }

    /// <summary>Means whose profile log-likelihood is at least <paramref name="threshold"/>.</summary>
    public Interval MeanInterval(double mean, double deviation, double threshold)
    {
        Func<double, double> Excess()
        {
            var tau = deviation;
            return mu =>
            {
                tau = DeviationNear(mu, tau);
                return Likelihood.At(mu, tau).Value - threshold;
            };
        }

        return new(Limit(mean, -1, Excess()), Limit(mean, 1, Excess()));
    }

    /// <summary>Variances whose profile log-likelihood is at least <paramref name="threshold"/>.</summary>
    public Interval VarianceInterval(double deviation, double threshold)
    {
        var start = common;
        double Excess(double tau)
        {
            start = MeanGiven(tau, start, 1e-6);
            return Likelihood.At(start, tau).Value - threshold;
        }

        var lower = deviation == 0 || Excess(0) >= 0 ? 0 : SignChange.Find(Excess, 0, deviation, 1e-11);
        double inside = deviation,
            outside = Math.Max(2 * deviation, 0.1);
        while (outside <= LargestDeviation && Excess(outside) >= 0)
            (inside, outside) = (outside, 2 * outside);
        var upper = outside > LargestDeviation ? double.PositiveInfinity : SignChange.Find(Excess, inside, outside, 1e-11);
        return new(lower * lower, upper * upper);
    }

    /// <summary>Deviation at which the log-likelihood at one mean is highest, followed from a neighbouring mean's.</summary>
    private double DeviationNear(double mu, double hint)
    {
        double Slope(double tau) => Likelihood.At(mu, tau).Tau / tau;
        var tau = Math.Max(hint, 0.05);
        if (Likelihood.VarianceScoreAtZero(mu) <= 0 && Slope(tau) <= 0 && Slope(tau / 4) <= 0)
            return 0;
        double lower = tau,
            upper = tau;
        if (Slope(tau) > 0)
        {
            while (upper < LargestDeviation && Slope(upper) > 0)
                (lower, upper) = (upper, 2 * upper);
            if (upper >= LargestDeviation)
                return LargestDeviation;
        }
        else
        {
            while (lower > SmallestDeviation && Slope(lower) <= 0)
                (lower, upper) = (lower / 2, lower);
            if (lower <= SmallestDeviation)
                return 0;
        }

        // The log-likelihood is flat at its maximum: an error of 1e-6 in the deviation is one of 1e-12 in it.
        return SignChange.Find(Slope, lower, upper, 1e-6);
    }

    private static double Limit(double mean, int direction, Func<double, double> excess)
    {
        double inside = mean,
            step = 0.5;
        while (step < FarthestMean)
        {
            var outside = mean + (direction * step);
            if (excess(outside) < 0)
                return SignChange.Find(excess, inside, outside, 1e-9);
            inside = outside;
            step *= 2;
        }

        return direction * double.PositiveInfinity;
    }

    private double MeanGiven(double tau, double start, double tolerance = 1e-11)
    {
        var mu = start;
        var at = Likelihood.At(mu, tau);
        for (var step = 0; step < 100; step++)
        {
            var change = Math.Clamp(-at.Mu / at.MuMu, -5, 5);
            var next = Likelihood.At(mu + change, tau);
            while (!(next.Value >= at.Value - (1e-12 * Math.Abs(at.Value))) && Math.Abs(change) > 1e-13)
            {
                change /= 2;
                next = Likelihood.At(mu + change, tau);
            }

            mu += change;
            at = next;
            if (Math.Abs(change) < tolerance * Math.Max(1, Math.Abs(mu)))
                break;
        }

        return mu;
    }

    /// <summary>Deviation at which the log-likelihood is highest along a path of means.</summary>
    private double BestDeviation(Func<double, double, double> meanAt)
    {
        double Slope(double tau)
        {
            var mu = meanAt(tau, 1e-10);
            return tau == 0 ? Likelihood.VarianceScoreAtZero(mu) : Likelihood.At(mu, tau).Tau / tau;
        }

        var best = 0;
        var highest = double.NegativeInfinity;
        for (var j = 0; j < Grid.Length; j++)
        {
            var value = Likelihood.At(meanAt(Grid[j], 1e-3), Grid[j]).Value;
            if (value > highest)
                (best, highest) = (j, value);
            else if (value < highest - FarBelow)
                break;
        }

        if (best == Grid.Length - 1)
            return LargestDeviation;
        var lower = Grid[Math.Max(best - 1, 0)];
        var upper = Grid[best + 1];
        if (lower == 0 && Slope(0) <= 0)
        {
            if (best == 0)
                return 0;
            lower = Grid[best] / 2;
        }

        // A slope of one sign within the cell: the grid point itself is the best that can be said.
        return Slope(lower) > 0 && Slope(upper) < 0 ? SignChange.Find(Slope, lower, upper, 1e-11) : Grid[best];
    }
}
