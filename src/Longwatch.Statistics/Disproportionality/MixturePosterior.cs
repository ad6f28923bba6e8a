using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>
/// The posterior of the ratio of a pair under a mixture prior: a mixture of Gamma(α1 + n, β1 + E) and Gamma(α2 + n, β2 + E). What depends on the count alone
/// is made once per different count.
/// </summary>
internal sealed class MixturePosterior
{
    private const int MostSteps = 60;

    private readonly GammaMixture prior;
    private readonly double tail;
    private readonly double logOdds;
    private readonly Row[] rows;

    public MixturePosterior(GammaMixture prior, ReadOnlySpan<int> different, double tail)
    {
        (this.prior, this.tail) = (prior, tail);
        logOdds = Math.Log(prior.Share / (1 - prior.Share));
        var (first, second) = (new CountTerms(different, prior.Shape1), new CountTerms(different, prior.Shape2));
        rows = new Row[different.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new(
                different[i],
                first.Rising[i] - second.Rising[i],
                new(prior.Shape1 + different[i], tail),
                new(prior.Shape2 + different[i], tail)
            );
    }

    public EbgmScore Score(int row, double expected)
    {
        var terms = rows[row];
        var (rate1, rate2) = (prior.Rate1 + expected, prior.Rate2 + expected);
        var (log1, log2) = (Math.Log(rate1), Math.Log(rate2));
        var logRatio =
            logOdds
            + terms.LogRising
            - (prior.Shape1 * GammaFunctions.LogOnePlus(expected / prior.Rate1))
            + (prior.Shape2 * GammaFunctions.LogOnePlus(expected / prior.Rate2))
            + (terms.Count * (log2 - log1));
        // Both weights by themselves: neither loses digits where it is small.
        var small = Math.Exp(-Math.Abs(logRatio));
        var (weight, rest) = logRatio > 0 ? (1 / (1 + small), small / (1 + small)) : (small / (1 + small), 1 / (1 + small));
        var (one, two) = (terms.One, terms.Two);
        var ebgm = Math.Exp((weight * (one.Digamma - log1)) + (rest * (two.Digamma - log2)));
        var mixture = new Mixed(one, two, weight, rest, rate1, rate2);
        return new(
            weight,
            ebgm,
            mixture.Quantile(tail, one.Lower / rate1, two.Lower / rate2),
            mixture.Quantile(1 - tail, one.Upper / rate1, two.Upper / rate2),
            mixture.Cdf(1)
        );
    }

    private readonly record struct Row(int Count, double LogRising, UnitGamma One, UnitGamma Two);

    /// <summary>One gamma component with rate 1.</summary>
    private sealed class UnitGamma(double shape, double tail)
    {
        private readonly double logGamma = GammaFunctions.LogGamma(shape + 1);

        public double Shape => shape;

        public double Digamma { get; } = GammaFunctions.Digamma(shape);

        public double Lower { get; } = GammaDistribution.Quantile(shape, tail);

        public double Upper { get; } = GammaDistribution.UpperQuantile(shape, tail);

        /// <summary>P(X ≤ z), and z times the density, by the series of positive terms; far above the mean by the continued fraction.</summary>
        public (double Cdf, double Flow) At(double z)
        {
            var lead = Math.Exp((shape * Math.Log(z)) - z - logGamma);
            if (z > (2 * shape) + 40)
                return (GammaDistribution.Cdf(shape, z), lead * shape);
            double sum = 1,
                term = 1;
            for (var a = shape + 1; term > sum * 1e-17; a++)
                sum += term *= z / a;
            return (lead * sum, lead * shape);
        }
    }

    private readonly struct Mixed(UnitGamma one, UnitGamma two, double weight, double rest, double rate1, double rate2)
    {
        /// <summary>A component that carries less than this adds nothing to a distribution function.</summary>
        private const double Nothing = 1e-18;

        public double Cdf(double x) => At(x).Cdf;

        /// <summary>
        /// The root of the distribution function, between the quantiles of the two components; Halley's steps in ln x, kept inside the bracket.
        /// </summary>
        public double Quantile(double p, double quantile1, double quantile2)
        {
            if (rest < Nothing)
                return quantile1;
            if (weight < Nothing)
                return quantile2;
            var (low, high) = (Math.Log(Math.Min(quantile1, quantile2)), Math.Log(Math.Max(quantile1, quantile2)));
            var y = (weight * Math.Log(quantile1)) + (rest * Math.Log(quantile2));
            for (var i = 0; i < MostSteps && high - low > 1e-15; i++)
            {
                var (cdf, slope, bend) = At(Math.Exp(y));
                var value = cdf - p;
                if (value > 0)
                    high = y;
                else
                    low = y;
                var step = 2 * value * slope / ((2 * slope * slope) - (value * bend));
                var next = y - step;
                if (!(next >= low && next <= high))
                    (next, step) = (low + ((high - low) / 2), 1);
                y = next;
                // Steps of the third order: what is left after a step of 1e-6 is far below a rounding.
                if (Math.Abs(step) < 1e-6)
                    break;
            }

            return Math.Exp(y);
        }

        /// <summary>Distribution function, and its first two derivatives by ln x.</summary>
        private (double Cdf, double Slope, double Bend) At(double x)
        {
            double cdf = 0,
                slope = 0,
                bend = 0;
            if (weight >= Nothing)
                Include(one, weight, rate1 * x);
            if (rest >= Nothing)
                Include(two, rest, rate2 * x);
            return (cdf, slope, bend);

            void Include(UnitGamma component, double share, double z)
            {
                var (c, flow) = component.At(z);
                cdf += share * c;
                slope += share * flow;
                bend += share * flow * (component.Shape - z);
            }
        }
    }
}
