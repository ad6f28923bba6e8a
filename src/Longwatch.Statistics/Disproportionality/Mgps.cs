using System.Collections.Immutable;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>
/// The multi-item gamma-Poisson shrinker: the count of each pair is Poisson with mean ratio × expected; the ratios of all pairs are drawn from a mixture of
/// two gamma distributions, which is fitted to all pairs and then shrinks each of them.
/// </summary>
/// <remarks>
/// DuMouchel (1999) Am Stat 53:177; DuMouchel and Pregibon (2001) Proc. KDD 67. The likelihood can have several maxima, and can be largest at a boundary:
/// the fit says which were found. Three likelihoods are in use (<see cref="ZeroTruncation"/>) and disagree; the result names its own.
/// Checked against openEBGM and a Newton search in R on CAERS (E01), against PhViD (E02); scores 1e-9, limits as exact roots 1e-9.
/// </remarks>
public static class Mgps
{
    private const int FewestPairs = 5;
    private const int MostSearched = 20_000;

    /// <summary>Fits the prior.</summary>
    /// <param name="points">Counts and expectations of the pairs. Points without a report are left out unless the truncation is None.</param>
    /// <param name="options">Truncation, squashing, starts.</param>
    /// <param name="threads">Most threads; 0: as many as there are processors. The result is the same bits whatever the number.</param>
    /// <exception cref="ArgumentException">There is no start, or one is not a valid prior.</exception>
    public static MgpsFit Fit(MgpsPoints points, MgpsOptions options, int threads = 0)
    {
        if (options.Starts.IsDefaultOrEmpty)
            throw new ArgumentException("At least one start is needed.", nameof(options));
        foreach (var start in options.Starts)
            start.ThrowUnlessValid(nameof(options));
        var all = (options.Truncation == ZeroTruncation.None ? points : points.Reported()).Merged();
        var pairs = (long)Math.Round(all.TotalWeight());
        if (pairs < FewestPairs)
            return new(MgpsStatus.TooFewPairs, default, options.Truncation, double.NaN, all.Length, pairs, []);

        var searched = options.Squash ? all.SquashAll().Thinned(MostSearched) : all;
        // Few points: the starts run side by side, each on one thread. Many: one start after the other, each on all threads.
        var few = searched.Length < 50_000;
        var likelihood = new MixtureLikelihood(searched, options.Truncation, few ? 1 : threads);
        var ends = new MixtureEnd[options.Starts.Length];
        Parallel.For(0, ends.Length, Threading.Options(few ? threads : 1), i => ends[i] = MixtureSearch.Run(likelihood, options.Starts[i]));

        var optima = Different(ends);
        var (status, chosen) = Choose(optima);
        var (prior, value) = (chosen.Prior, chosen.NegativeLogLikelihood);
        if (options.Polish && searched != all && chosen.Status == OptimumStatus.Interior)
        {
            var end = MixtureSearch.Run(new(all, options.Truncation, threads), prior);
            (prior, value) = (end.Prior, end.Value);
            if (end.Status != OptimumStatus.Interior)
                status = end.Status == OptimumStatus.NotConverged ? MgpsStatus.NotConverged : MgpsStatus.AtBoundary;
        }

        return new(status, prior, options.Truncation, value, searched.Length, pairs, optima);
    }

    /// <summary>The negative log-likelihood of a prior: what openEBGM's <c>negLL</c>, <c>negLLsquash</c> and <c>negLLzero</c> return.</summary>
    /// <exception cref="ArgumentException">The prior is not valid.</exception>
    public static double NegativeLogLikelihood(MgpsPoints points, GammaMixture prior, ZeroTruncation truncation)
    {
        prior.ThrowUnlessValid(nameof(prior));
        var used = truncation == ZeroTruncation.None ? points : points.Reported();
        return new MixtureLikelihood(used, truncation, 1)
            .At([
                Math.Log(prior.Shape1),
                Math.Log(prior.Rate1),
                Math.Log(prior.Shape2),
                Math.Log(prior.Rate2),
                Math.Log(prior.Share / (1 - prior.Share)),
            ])
            .Value;
    }

    /// <summary>Scores of pairs under a prior: posterior weight, EBGM and two limits as exact roots of the posterior's distribution function.</summary>
    /// <param name="counts">n ≥ 0, in any order.</param>
    /// <param name="expected">E, finite and positive.</param>
    /// <param name="tail">0.05 for EB05 and EB95; strictly between 0 and ½.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of its range, or the prior is not valid.</exception>
    public static EbgmScore[] Score(
        GammaMixture prior,
        ReadOnlySpan<int> counts,
        ReadOnlySpan<double> expected,
        double tail,
        int threads = 0
    )
    {
        MgpsPoints.Check(counts, expected, []);
        var (points, pointOf) = MgpsPoints.Distinct(counts, expected, threads);
        var distinct = Score(prior, points, tail, threads);
        return Array.ConvertAll(pointOf, point => distinct[point]);
    }

    internal static EbgmScore[] Score(GammaMixture prior, MgpsPoints points, double tail, int threads)
    {
        prior.ThrowUnlessValid(nameof(prior));
        if (!(tail is > 0 and < 0.5))
            throw new ArgumentOutOfRangeException(nameof(tail), tail, "A tail lies strictly between 0 and ½.");
        var (different, row) = MixtureLikelihood.Rows(points.Counts);
        var posterior = new MixturePosterior(prior, different, tail);
        var scores = new EbgmScore[points.Length];
        Threading.Pieces(
            scores.Length,
            512,
            threads,
            (_, from, to) =>
            {
                var expected = points.Expected;
                for (var i = from; i < to; i++)
                    scores[i] = posterior.Score(row[i], expected[i]);
            }
        );
        return scores;
    }

    private static (MgpsStatus Status, MgpsOptimum Chosen) Choose(ImmutableArray<MgpsOptimum> optima)
    {
        var best = optima.FirstOrDefault(o => o.Status != OptimumStatus.NotConverged);
        if (best is null)
            return (MgpsStatus.NotConverged, optima[0]);
        if (best.Status == OptimumStatus.Interior)
            return (MgpsStatus.Estimated, best);
        var interior = optima.FirstOrDefault(o => o.Status == OptimumStatus.Interior);
        return interior is null ? (MgpsStatus.AtBoundary, best) : (MgpsStatus.BoundaryHigher, interior);
    }

    /// <summary>Ends that are the same place become one optimum; best first.</summary>
    private static ImmutableArray<MgpsOptimum> Different(MixtureEnd[] ends)
    {
        var optima = new List<MgpsOptimum>();
        foreach (var end in ends.Where(e => double.IsFinite(e.Value)).OrderBy(e => e.Value))
        {
            var same = optima.FindIndex(o => o.Status == end.Status && Near(o, end));
            if (same < 0)
                optima.Add(new(end.Prior, end.Value, end.Status, end.Gradient, 1));
            else
                optima[same] = optima[same] with { Starts = optima[same].Starts + 1 };
        }

        return [.. optima];
    }

    private static bool Near(MgpsOptimum one, MixtureEnd other)
    {
        // Along a boundary searches stop at different distances from it, and the parameters of the vanished component mean nothing.
        var far = one.Status == OptimumStatus.Interior ? 1e-9 : 1e-6;
        if (Math.Abs(one.NegativeLogLikelihood - other.Value) > far * Math.Max(1000, Math.Abs(other.Value)))
            return false;
        return one.Status != OptimumStatus.Interior
            || (
                Close(one.Prior.Shape1, other.Prior.Shape1)
                && Close(one.Prior.Rate1, other.Prior.Rate1)
                && Close(one.Prior.Shape2, other.Prior.Shape2)
                && Close(one.Prior.Rate2, other.Prior.Rate2)
                && Close(one.Prior.Share, other.Prior.Share)
            );

        static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-3 * Math.Max(a, b);
    }
}
