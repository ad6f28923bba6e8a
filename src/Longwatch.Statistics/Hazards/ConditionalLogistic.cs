namespace Longwatch.Statistics.Hazards;

/// <summary>Logistic regression of matched sets by the exact conditional likelihood: each set's own intercept is conditioned away.</summary>
/// <remarks>
/// Breslow et al. (1978) Am J Epidemiol 108:299. The likelihood is that of <see cref="Cox"/> with exact ties, sets as strata and one time for all; any number of
/// cases per set. For a nested case-control sample (<see cref="MatchedSets"/>) the odds ratio estimates the hazard ratio.
/// Checked against R survival 3.5-3 <c>clogit(method = "exact")</c>: 1e-9.
/// </remarks>
public static class ConditionalLogistic
{
    /// <summary>Fits log odds ratios; where there is no estimate the status says why.</summary>
    /// <param name="columns">One array per covariate. One that is constant within every set has no estimate.</param>
    /// <param name="isCase">True for the cases.</param>
    /// <param name="sets">Code of the set of each row, any whole numbers. A set without a case or without a control tells nothing.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is not finite.</exception>
    public static CoxFit Fit(IReadOnlyList<double[]> columns, bool[] isCase, int[] sets)
    {
        ArgumentNullException.ThrowIfNull(isCase);
        var once = new double[isCase.Length];
        return Cox.Fit(new CoxData(columns, once, isCase) { Strata = sets }, new(CoxTies.Exact));
    }
}
