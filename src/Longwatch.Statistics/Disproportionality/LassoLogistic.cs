using System.Collections.Immutable;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>Whether a path of penalised fits could be made.</summary>
public enum LassoStatus
{
    Estimated,

    /// <summary>No trial has the event, or all have: the intercept has no finite maximum.</summary>
    NoVariation,

    /// <summary>Some fit of the path stopped at the limit of steps; it says so itself.</summary>
    NotConverged,
}

/// <summary>One fit of the path.</summary>
/// <param name="Coefficients">Log odds ratios in the order of the columns; exactly 0 where the column is left out.</param>
/// <param name="NonZero">Columns that are not left out.</param>
/// <param name="Deviance">Minus twice the log-likelihood (of single trials), without the penalty.</param>
/// <param name="Bic">Deviance + columns that are not left out × ln(trials).</param>
public sealed record LassoFit(
    double Lambda,
    double Intercept,
    ImmutableArray<double> Coefficients,
    int NonZero,
    double Deviance,
    double Bic,
    bool Converged
);

/// <summary>Fits from the strongest to the weakest penalty.</summary>
/// <param name="Best">Index of the fit with the smallest BIC; −1 when there is none.</param>
public sealed record LassoPath(LassoStatus Status, ImmutableArray<LassoFit> Fits, int Best);

/// <summary>
/// Logistic regression of one event on all drugs at once with a penalty on the sum of the absolute coefficients: a drug is a signal when it is not left out.
/// Unlike a table of two by two it credits co-reported drugs once and cannot be masked by a drug that it knows.
/// </summary>
/// <remarks>
/// Minimises −log-likelihood/trials + λ Σ|β|, the intercept free, columns not standardised: glmnet's objective. Newton steps, each solved by coordinate descent
/// over the columns that are in, then over all (Friedman, Hastie and Tibshirani 2010 J Stat Softw 33:1); BIC choice as Ahmed, Pariente and Tubert-Bitter (2018)
/// Stat Methods Med Res 27:785. Checked against glmnet (E06): 1e-6.
/// </remarks>
public static class LassoLogistic
{
    private const int DefaultLength = 100;

    /// <summary>Fits along glmnet's default path: a hundred penalties from the smallest that leaves all columns out down by a factor of 10⁴ (10² when there are fewer trials than columns).</summary>
    /// <inheritdoc cref="Fit(SparseDesign, ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})" path="/param"/>
    /// <exception cref="ArgumentException">Lengths differ or counts are out of range.</exception>
    public static LassoPath Fit(SparseDesign design, ReadOnlySpan<double> events, ReadOnlySpan<double> trials)
    {
        var problem = new LassoProblem(design, events, trials);
        if (!problem.Varies)
            return new(LassoStatus.NoVariation, [], -1);
        var (largest, ratio) = (problem.LargestLambda(), design.Rows < design.Columns ? 1e-2 : 1e-4);
        if (largest == 0)
            return Path(problem, [0.0]);
        var lambdas = new double[DefaultLength];
        for (var i = 0; i < lambdas.Length; i++)
            lambdas[i] = largest * Math.Pow(ratio, i / (DefaultLength - 1.0));
        return Path(problem, lambdas);
    }

    /// <summary>Fits at given penalties.</summary>
    /// <param name="design">One row per report, or per group of reports that name the same drugs.</param>
    /// <param name="events">Reports of the group that name the event, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">Reports of the group, ≥ 0.</param>
    /// <param name="lambdas">Finite, ≥ 0; best given in descending order, each fit starts from the one before.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a count or penalty is out of range.</exception>
    public static LassoPath Fit(SparseDesign design, ReadOnlySpan<double> events, ReadOnlySpan<double> trials, ReadOnlySpan<double> lambdas)
    {
        foreach (var lambda in lambdas)
            if (!(lambda >= 0 && double.IsFinite(lambda)))
                throw new ArgumentException("A penalty is finite and not negative.", nameof(lambdas));
        var problem = new LassoProblem(design, events, trials);
        return problem.Varies ? Path(problem, lambdas) : new(LassoStatus.NoVariation, [], -1);
    }

    private static LassoPath Path(LassoProblem problem, ReadOnlySpan<double> lambdas)
    {
        var fits = ImmutableArray.CreateBuilder<LassoFit>(lambdas.Length);
        var best = -1;
        foreach (var lambda in lambdas)
        {
            fits.Add(problem.Fit(lambda));
            if (best < 0 || fits[^1].Bic < fits[best].Bic)
                best = fits.Count - 1;
        }

        return new(fits.All(fit => fit.Converged) ? LassoStatus.Estimated : LassoStatus.NotConverged, fits.MoveToImmutable(), best);
    }
}
