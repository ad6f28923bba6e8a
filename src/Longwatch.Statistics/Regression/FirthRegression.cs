using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Regression;

/// <summary>Penalised likelihood-ratio test that some coefficients are 0.</summary>
/// <param name="Statistic">Twice the difference of the penalised log-likelihoods; NaN unless estimated.</param>
/// <param name="DegreesOfFreedom">How many coefficients are tested.</param>
/// <param name="P">From chi-squared; NaN unless estimated.</param>
/// <param name="RestrictedLogLikelihood">Maximum with the coefficients at 0; the penalty is still that of all columns, as in logistf.</param>
public readonly record struct PenalisedTest(
    RegressionStatus Status,
    double Statistic,
    int DegreesOfFreedom,
    double P,
    double RestrictedLogLikelihood
);

/// <summary>One coefficient of a Firth regression.</summary>
/// <param name="StandardError">From the inverse information.</param>
/// <param name="AugmentedError">From the information of the data with the penalty's pseudo-observations, as logistf reports since 1.24.</param>
/// <param name="Profile">Profile penalised-likelihood interval: the one to quote; limits infinite where the profile does not fall far enough.</param>
/// <param name="P">Penalised likelihood-ratio test.</param>
/// <param name="Wald">Estimate ± deviate × augmented error: not to be trusted under separation.</param>
/// <param name="WaldP">Its p value.</param>
public readonly record struct FirthTerm(
    double Estimate,
    double StandardError,
    double AugmentedError,
    Interval Profile,
    double P,
    Interval Wald,
    double WaldP
);

/// <summary>A Firth regression with what belongs to it.</summary>
/// <param name="Fit">Coefficients, inverse information, penalised log-likelihood.</param>
/// <param name="Terms">One per column; empty unless estimated.</param>
/// <param name="AugmentedCovariance">(Xᵀ diag((trials + leverage) p (1 − p)) X)⁻¹; empty unless estimated.</param>
/// <param name="Leverages">One per row, summing to the number of columns; empty unless estimated.</param>
public sealed record FirthAnalysis(RegressionFit Fit, IReadOnlyList<FirthTerm> Terms, double[,] AugmentedCovariance, double[] Leverages);

/// <summary>Firth's logistic regression: estimates that are finite also under separation, profile intervals, and penalised likelihood-ratio tests.</summary>
/// <remarks>
/// Firth (1993) Biometrika 80:27; Heinze and Schemper (2002) Stat Med 21:2409; Heinze, Ploner and others, logistf. Finite whenever the columns do not depend
/// on one another (Kosmidis and Firth (2021) Biometrika 108:71), also with no event at all. The result does not depend on the number of threads.
/// Checked against logistf 1.26.1 (G01, G02, G12, I04) and the plain version in the tests: coefficients 1e-9, limits and p values 1e-7 relative.
/// </remarks>
public static class FirthRegression
{
    /// <summary>Cells of the design from which on the terms are shared among processors.</summary>
    private const long Large = 20_000;

    /// <summary>Estimates alone.</summary>
    /// <param name="sample">Events, trials and covariates; its offset is part of the logit.</param>
    public static RegressionFit Fit(BinomialSample sample) => LogisticRegression.Fit(sample, penalised: true);

    /// <summary>Trials × p (1 − p) × xᵀ I⁻¹ x of each row at the estimate, summing to the number of columns; empty when there is none.</summary>
    /// <param name="sample">Events, trials and covariates; its offset is part of the logit.</param>
    public static double[] Leverages(BinomialSample sample)
    {
        var search = new LogisticSearch(new BinomialLikelihood(sample, penalised: true));
        var end = search.Maximum(new PenaltyCurvature(sample.Columns));
        return end.Point is { } maximum ? search.Likelihood.Leverages(maximum) : [];
    }

    /// <summary>Estimates, errors, profile intervals and tests of all coefficients.</summary>
    /// <param name="sample">Events, trials and covariates; its offset is part of the logit.</param>
    /// <param name="level">Of the intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not in (0, 1).</exception>
    public static FirthAnalysis Analyse(BinomialSample sample, double level)
    {
        var (deviate, drop) = (ConfidenceLevel.Deviate(level), ChiSquared.Quantile(1, level) / 2);
        var search = new LogisticSearch(new BinomialLikelihood(sample, penalised: true));
        var curvature = new PenaltyCurvature(sample.Columns);
        var end = search.Maximum(curvature);
        var fit = LogisticRegression.Result(sample, end);
        if (end.Point is not { } maximum)
            return new(fit, [], new double[0, 0], []);
        var leverages = search.Likelihood.Leverages(maximum);
        var augmented = Augmented(sample, search.Likelihood.Probabilities(), leverages);

        // Per column the two limits and the test: independent of one another, so the threads change nothing.
        var parts = new double[3 * sample.Columns];
        void Part(int part, LogisticSearch own)
        {
            var (column, kind) = Math.DivRem(part, 3);
            parts[part] =
                kind == 2
                    ? Restricted(own, maximum, [column], curvature.Copy()).P
                    : new LikelihoodProfile(own, maximum, curvature).Limit(column, (2 * kind) - 1, drop);
        }

        if ((long)sample.Rows * sample.Columns < Large)
            for (var part = 0; part < parts.Length; part++)
                Part(part, search);
        else
            Parallel.For(
                0,
                parts.Length,
                () => new LogisticSearch(new BinomialLikelihood(sample, penalised: true)),
                (part, _, own) =>
                {
                    Part(part, own);
                    return own;
                },
                _ => { }
            );

        var terms = new FirthTerm[sample.Columns];
        for (var j = 0; j < terms.Length; j++)
        {
            var (estimate, error) = (maximum.Beta[j], Math.Sqrt(augmented[j, j]));
            terms[j] = new(
                estimate,
                fit.StandardError(j),
                error,
                new(parts[3 * j], parts[(3 * j) + 1]),
                parts[(3 * j) + 2],
                new(estimate - (deviate * error), estimate + (deviate * error)),
                2 * NormalDistribution.Cdf(-Math.Abs(estimate / error))
            );
        }

        return new(fit, terms, augmented, leverages);
    }

    /// <summary>Tests that the named coefficients are all 0.</summary>
    /// <param name="sample">Events, trials and covariates; its offset is part of the logit.</param>
    /// <param name="columns">At least one column, each once.</param>
    /// <exception cref="ArgumentException">No column, one that does not exist, or one named twice.</exception>
    public static PenalisedTest Test(BinomialSample sample, params ReadOnlySpan<int> columns)
    {
        Check(sample, columns);
        var search = new LogisticSearch(new BinomialLikelihood(sample, penalised: true));
        var curvature = new PenaltyCurvature(sample.Columns);
        var end = search.Maximum(curvature);
        return end.Point is { } maximum
            ? Restricted(search, maximum, columns, curvature)
            : new(end.Status, double.NaN, columns.Length, double.NaN, double.NaN);
    }

    /// <summary>Profile penalised-likelihood interval of one coefficient.</summary>
    /// <param name="sample">Events, trials and covariates; its offset is part of the logit.</param>
    /// <returns>Limits are infinite where the profile does not fall far enough, and not numbers when there is no estimate.</returns>
    /// <exception cref="ArgumentException">The column does not exist, or the level is not in (0, 1).</exception>
    public static Interval ProfileInterval(BinomialSample sample, int column, double level)
    {
        Check(sample, [column]);
        ConfidenceLevel.Tail(level);
        var drop = ChiSquared.Quantile(1, level) / 2;
        var search = new LogisticSearch(new BinomialLikelihood(sample, penalised: true));
        var curvature = new PenaltyCurvature(sample.Columns);
        if (search.Maximum(curvature).Point is not { } maximum)
            return new(double.NaN, double.NaN);
        var profile = new LikelihoodProfile(search, maximum, curvature);
        return new(profile.Limit(column, -1, drop), profile.Limit(column, 1, drop));
    }

    private static PenalisedTest Restricted(
        LogisticSearch search,
        LikelihoodPoint maximum,
        ReadOnlySpan<int> columns,
        PenaltyCurvature curvature
    )
    {
        var held = new bool[maximum.Beta.Length];
        var start = (double[])maximum.Beta.Clone();
        // The other coefficients move along with those that go to 0, as the quadratic approximation has it.
        var target = new double[start.Length];
        foreach (var column in columns)
            (held[column], target[column]) = (true, -maximum.Beta[column]);
        if (Along(maximum, held, target) is { } shift)
            for (var j = 0; j < start.Length; j++)
                start[j] += shift[j];
        foreach (var column in columns)
            start[column] = 0;
        var end = search.Maximum(start, held, curvature, LogisticSearch.ForLikelihood);
        if (end.Point is null)
        {
            // From the origin, should the guess have been a bad one.
            end = search.Maximum(new double[start.Length], held, new PenaltyCurvature(start.Length), LogisticSearch.ForLikelihood);
            if (end.Point is null)
                return new(end.Status, double.NaN, columns.Length, double.NaN, double.NaN);
        }

        var statistic = Math.Max(0, 2 * (maximum.LogLikelihood - end.Point.LogLikelihood));
        return new(
            RegressionStatus.Estimated,
            statistic,
            columns.Length,
            ChiSquared.Survival(columns.Length, statistic),
            end.Point.LogLikelihood
        );
    }

    /// <summary>The whole shift that the information implies when the held coefficients shift by the target.</summary>
    private static double[]? Along(LikelihoodPoint maximum, bool[] held, double[] target)
    {
        var size = target.Length;
        var (matrix, right) = (new double[size, size], (double[])target.Clone());
        for (var j = 0; j < size; j++)
        {
            if (held[j])
            {
                matrix[j, j] = 1;
                continue;
            }

            for (var k = 0; k < size; k++)
                if (held[k])
                    right[j] -= maximum.Information[j, k] * target[k];
                else
                    matrix[j, k] = maximum.Information[j, k];
        }

        return Positive.Factor(matrix)?.Solve(right);
    }

    private static double[,] Augmented(BinomialSample sample, double[] probabilities, double[] leverages)
    {
        var information = new double[sample.Columns, sample.Columns];
        var weights = new double[sample.Rows];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (sample.Trials[i] + leverages[i]) * probabilities[i] * (1 - probabilities[i]);
        for (var j = 0; j < sample.Columns; j++)
        for (var k = 0; k <= j; k++)
        {
            var a = sample.Column(j);
            var b = sample.Column(k);
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
                sum += weights[i] * a[i] * b[i];
            information[j, k] = information[k, j] = sum;
        }

        return Positive.Factor(information) is { } factor ? factor.Inverse() : information;
    }

    private static void Check(BinomialSample sample, ReadOnlySpan<int> columns)
    {
        if (columns.IsEmpty)
            throw new ArgumentException("No column was named.", nameof(columns));
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] < 0 || columns[i] >= sample.Columns)
                throw new ArgumentException($"There is no column {columns[i]} among {sample.Columns}.", nameof(columns));
            if (columns[..i].Contains(columns[i]))
                throw new ArgumentException($"Column {columns[i]} is named twice.", nameof(columns));
        }
    }
}
