using Longwatch.Statistics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Whether a K-sample test could be made.</summary>
public enum GrayTestStatus
{
    Tested,

    /// <summary>Fewer than two groups.</summary>
    OneGroup,

    /// <summary>No event of the cause of interest.</summary>
    NoEvents,

    /// <summary>The covariance of the scores is singular: a group is never at risk while events happen.</summary>
    Singular,
}

/// <summary>Result of a K-sample test of equal cumulative incidence.</summary>
/// <param name="Groups">Group codes, ascending.</param>
/// <param name="Scores">Weighted observed less expected events of all groups but the last.</param>
/// <param name="Variance">Covariance matrix of <paramref name="Scores"/>.</param>
/// <param name="Statistic">χ²; NaN unless tested.</param>
/// <param name="DegreesOfFreedom">Groups less 1.</param>
/// <param name="PValue">Upper tail; NaN unless tested.</param>
public sealed record GrayTestResult(
    GrayTestStatus Status,
    IReadOnlyList<int> Groups,
    IReadOnlyList<double> Scores,
    double[,] Variance,
    double Statistic,
    int DegreesOfFreedom,
    double PValue
);

/// <summary>What Gray's test is asked for.</summary>
/// <param name="Rho">Power of 1 − F(t−), the pooled incidence, in the weight: 0 weighs all times alike.</param>
/// <param name="Strata">Stratum of each subject; groups are compared within. Empty: one stratum.</param>
public sealed record GrayTestOptions(double Rho, IReadOnlyList<int> Strata)
{
    /// <summary>All times weigh alike, one stratum.</summary>
    public static GrayTestOptions Default { get; } = new(0, []);
}

/// <summary>Gray's test that the cumulative incidence of one cause is the same in K groups.</summary>
/// <remarks>
/// Compares subdistribution hazards with risk sets R(t) = Y(t)(1 − F(t−))/S(t−), so that it tests the incidence itself; the log-rank test of the cause with competing events
/// censored tests the cause-specific hazard, which is another hypothesis. O(n log n + times × groups³). Source: Gray (1988) Ann Stat 16:1141–1154.
/// Checked against R cmprsk 2.2-11 <c>cuminc</c>, also with strata and rho (B02: 1e-10 relative).
/// </remarks>
public static class GrayTest
{
    /// <summary>Tests equality of the incidence of <paramref name="cause"/> over groups.</summary>
    /// <param name="times">Time to the first event or to the end of follow-up; finite, ≥ 0; any order.</param>
    /// <param name="outcomes">0 where follow-up ended without event, else the cause.</param>
    /// <param name="groups">Group of each subject; any whole numbers.</param>
    /// <param name="cause">The cause of interest, ≥ 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a time is negative, NaN or infinite.</exception>
    public static GrayTestResult Test(
        ReadOnlySpan<double> times,
        ReadOnlySpan<byte> outcomes,
        ReadOnlySpan<int> groups,
        byte cause,
        GrayTestOptions? options = null
    )
    {
        options ??= GrayTestOptions.Default;
        Check(times, outcomes, groups, options);
        ArgumentOutOfRangeException.ThrowIfZero(cause);
        var codes = groups.ToArray().Distinct().Order().ToArray();
        var (order, keys) = (new int[times.Length], new (int Stratum, double Time)[times.Length]);
        for (var i = 0; i < order.Length; i++)
            (order[i], keys[i]) = (i, (options.Strata.Count == 0 ? 0 : options.Strata[i], times[i]));
        Array.Sort(keys, order);
        var (group, code) = (new int[order.Length], new byte[order.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            group[i] = Array.BinarySearch(codes, groups[order[i]]);
            code[i] =
                outcomes[order[i]] == 0 ? (byte)0
                : outcomes[order[i]] == cause ? (byte)1
                : (byte)2;
        }

        var free = Math.Max(0, codes.Length - 1);
        var (scores, variance) = (new double[free], new double[free, free]);
        for (int first = 0, end; first < keys.Length; first = end)
        {
            end = first;
            while (end < keys.Length && keys[end].Stratum == keys[first].Stratum)
                end++;
            var stratum = new GrayStratum(codes.Length, options.Rho);
            stratum.Add(keys.AsSpan(first, end - first), group.AsSpan(first, end - first), code.AsSpan(first, end - first));
            stratum.AddTo(scores, variance);
        }

        return Result(codes, code.AsSpan().Contains((byte)1), scores, variance);
    }

    private static GrayTestResult Result(int[] codes, bool anyEvent, double[] scores, double[,] variance)
    {
        GrayTestResult Untested(GrayTestStatus status) => new(status, codes, scores, variance, double.NaN, scores.Length, double.NaN);
        if (codes.Length < 2)
            return Untested(GrayTestStatus.OneGroup);
        if (!anyEvent)
            return Untested(GrayTestStatus.NoEvents);
        var matrix = Matrix<double>.Build.DenseOfArray(variance);
        var values = matrix.Evd(Symmetricity.Symmetric).EigenValues;
        if (!(values.Min(v => v.Real) > 1e-12 * values.Max(v => v.Real)))
            return Untested(GrayTestStatus.Singular);
        var vector = Vector<double>.Build.Dense(scores);
        var statistic = vector.DotProduct(matrix.Solve(vector));
        return new(GrayTestStatus.Tested, codes, scores, variance, statistic, scores.Length, ChiSquared.Survival(scores.Length, statistic));
    }

    private static void Check(ReadOnlySpan<double> times, ReadOnlySpan<byte> outcomes, ReadOnlySpan<int> groups, GrayTestOptions options)
    {
        var strata = options.Strata.Count == 0 ? times.Length : options.Strata.Count;
        if (outcomes.Length != times.Length || groups.Length != times.Length || strata != times.Length)
            throw new ArgumentException(
                $"{times.Length} times but {outcomes.Length} outcomes, {groups.Length} groups and {strata} strata.",
                nameof(times)
            );
        for (var i = 0; i < times.Length; i++)
            if (!double.IsFinite(times[i]) || times[i] < 0)
                throw new ArgumentException($"Time at index {i} is {times[i]}; it must be finite and not negative.", nameof(times));
        if (!double.IsFinite(options.Rho))
            throw new ArgumentException($"Rho is {options.Rho}; it must be finite.", nameof(options));
    }
}
