namespace Longwatch.Statistics.Hazards;

/// <summary>The partial likelihood at a fitted model's coefficients, from which residuals, variances and hazards follow.</summary>
internal sealed class FittedRisk
{
    private FittedRisk(CoxSample sample, PartialLikelihood likelihood, double[] coefficients) =>
        (Sample, Likelihood, Coefficients) = (sample, likelihood, coefficients);

    public CoxSample Sample { get; }

    public PartialLikelihood Likelihood { get; }

    /// <summary>Of the standardised covariates.</summary>
    public double[] Coefficients { get; }

    /// <summary>Puts the data in order and evaluates the likelihood at the fit.</summary>
    /// <exception cref="ArgumentException">The fit is not an estimate, of other data, or made with exact ties, for which there is no hazard.</exception>
    public static FittedRisk At(CoxData data, CoxFit fit)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(fit);
        if (fit.Status != CoxStatus.Estimated)
            throw new ArgumentException($"The fit has no estimate: {fit.Status}.", nameof(fit));
        if (fit.Ties == CoxTies.Exact)
            throw new ArgumentException("A fit with exact ties has no hazard and no residuals; use Efron's ties.", nameof(fit));
        if (fit.Coefficients.Count != data.Width)
            throw new ArgumentException($"The fit has {fit.Coefficients.Count} coefficients, the data {data.Width} columns.", nameof(fit));
        var sample = CoxSample.Of(data, threads: 0);
        var likelihood = new PartialLikelihood(sample, fit.Ties);
        var coefficients = sample.ToStandard(fit.Coefficients);
        return likelihood.Evaluate(coefficients) is null
            ? throw new ArgumentException("The likelihood of these data is not finite at the coefficients of the fit.", nameof(fit))
            : new(sample, likelihood, coefficients);
    }

    /// <summary>Means of the covariates over the risk set of an event time, averaged over the steps of a tie.</summary>
    public void Means(int group, Span<double> means)
    {
        var (sums, ties) = (Likelihood.Sums, Likelihood.At(group));
        var (at, dying, weight) = (group * sums.Stride, sums.DyingAt(group), Sample.DeathWeight[group]);
        for (var j = 0; j < means.Length; j++)
            means[j] = ((ties.Hazard * sums.AtRiskX[at + j]) - (dying < 0 ? 0 : ties.HazardTied * sums.DyingX[dying + j])) / weight;
    }

    /// <summary>Σ hazard step × mean at an event time, and the part of it that the tied are spared.</summary>
    public void HazardMeans(int group, Span<double> whole, Span<double> spared)
    {
        var (sums, ties) = (Likelihood.Sums, Likelihood.At(group));
        var (at, dying) = (group * sums.Stride, sums.DyingAt(group));
        for (var j = 0; j < whole.Length; j++)
        {
            var (risk, tied) = (sums.AtRiskX[at + j], dying < 0 ? 0 : sums.DyingX[dying + j]);
            whole[j] = (ties.Square * risk) - (ties.SquareTied * tied);
            spared[j] = (ties.SquareTied * risk) - (ties.SquareTiedTwice * tied);
        }
    }

    /// <summary>Σ hazard step × mean up to and with each event time of its stratum: group × columns + column.</summary>
    public double[] CumulativeHazardMeans()
    {
        var width = Sample.Width;
        var (cumulative, spared) = (new double[Sample.Groups * width], new double[width]);
        for (var k = 0; k < Sample.Groups; k++)
        {
            var own = cumulative.AsSpan(k * width, width);
            HazardMeans(k, own, spared);
            if (k == Sample.StratumFirst[k])
                continue;
            for (var j = 0; j < width; j++)
                own[j] += cumulative[((k - 1) * width) + j];
        }

        return cumulative;
    }
}
