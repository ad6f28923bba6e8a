using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Longwatch.Statistics.MultipleTesting;

namespace Longwatch.Statistics.Disproportionality;

/// <content>All measures of all pairs.</content>
public sealed partial class PairTable
{
    private const int Piece = 1024;
    private const double EmptyBins = 8192;

    /// <summary>Scores every pair by every measure.</summary>
    /// <param name="scoring">Levels, criteria, prior, multiplicity.</param>
    /// <returns>One score per pair in the order of the table, the prior with its fit, and the number of tests counted.</returns>
    /// <exception cref="ArgumentException">
    /// The prior given is not valid; fewer tests are named than the table has pairs; or empty cells are to count although the expectations are stratified
    /// (the expectations of pairs that are not in the table are not known then).
    /// </exception>
    /// <remarks>Pairs with the same count and expectation are worked out once. In parallel; the same bits whatever the number of threads.</remarks>
    public PairScores Score(PairScoring scoring)
    {
        var tests = scoring.Tests > 0 ? scoring.Tests : (long)Drugs.Count(d => d > 0) * Events.Count(e => e > 0);
        if (tests < Pairs.Length)
            throw new ArgumentException($"{tests} tests are fewer than the {Pairs.Length} pairs.", nameof(scoring));
        if (scoring.Mgps.Truncation == ZeroTruncation.None && Stratified && scoring.Prior is null)
            throw new ArgumentException("Empty cells have no stratified expectation; choose a truncated likelihood.", nameof(scoring));
        var counts = new int[Pairs.Length];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = Pairs[i].Reports;
        var (points, pointOf) = MgpsPoints.Distinct(counts, expected, scoring.Threads);
        var (fit, givenUp) = scoring.Prior is null ? Fit(points, scoring) : (null, null);
        var prior = scoring.Prior ?? (fit is { HasPrior: true } ? fit.Prior : null);
        var ebgm = prior is { } given ? Mgps.Score(given, points, scoring.CredibleTail, scoring.Threads) : null;
        var limits = Limits(points, ConfidenceLevel.Tail(scoring.Level));
        var (_, rows) = MixtureLikelihood.Rows(points.Counts);
        var deviate = ConfidenceLevel.Deviate(scoring.Level);
        var scores = new PairScore[Pairs.Length];
        var p = new double[Pairs.Length];
        Threading.Pieces(
            scores.Length,
            Piece,
            scoring.Threads,
            (_, from, to) =>
            {
                for (var i = from; i < to; i++)
                {
                    var table = TableOf(i);
                    var point = pointOf[i];
                    var (prr, chiSquared) = (table.PrrBy(deviate), table.YatesChiSquared);
                    p[i] = HypergeometricTail.MidP(table);
                    scores[i] = new(
                        Pairs[i],
                        table,
                        expected[i],
                        prr,
                        table.RorBy(deviate),
                        chiSquared,
                        scoring.Evans.Met(table, prr.Value, chiSquared),
                        InformationComponent.Of(table.Both, expected[i], limits[rows[point]]),
                        BetaInformationComponent.Of(table),
                        ebgm is null ? NoPrior : ebgm[point],
                        LikelihoodRatio.Huang(table),
                        p[i],
                        double.NaN
                    );
                }
            }
        );
        var adjusted = AdjustedP.BenjaminiHochberg(p, tests);
        Threading.Pieces(
            scores.Length,
            Piece,
            scoring.Threads,
            (_, from, to) =>
            {
                for (var i = from; i < to; i++)
                    scores[i] = scores[i] with { AdjustedP = adjusted[i] };
            }
        );
        return new(ImmutableCollectionsMarshal.AsImmutableArray(scores), fit, prior, tests, scoring, givenUp);
    }

    /// <summary>Fits the prior as <see cref="Score"/> does, without scoring: for a part of a large table to be scored with the prior of the whole.</summary>
    /// <param name="scoring">Likelihood, starts, threads; a prior that it names is not looked at.</param>
    /// <returns>The fit to score with, and the one it took the place of, if any.</returns>
    /// <exception cref="ArgumentException">Empty cells are to count although the expectations are stratified.</exception>
    public (MgpsFit Fit, MgpsFit? GivenUp) FitPrior(PairScoring scoring)
    {
        if (scoring.Mgps.Truncation == ZeroTruncation.None && Stratified)
            throw new ArgumentException("Empty cells have no stratified expectation; choose a truncated likelihood.", nameof(scoring));
        var counts = new int[Pairs.Length];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = Pairs[i].Reports;
        return Fit(MgpsPoints.Distinct(counts, expected, scoring.Threads).Points, scoring);
    }

    private static EbgmScore NoPrior => new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>The fit to score with, and the one it took the place of.</summary>
    private (MgpsFit Fit, MgpsFit? GivenUp) Fit(MgpsPoints points, PairScoring scoring)
    {
        var whole = scoring.Mgps.Truncation == ZeroTruncation.None;
        var first = Mgps.Fit(whole ? WithEmpty(points) : points, scoring.Mgps, scoring.Threads);
        var other = Stratified ? ZeroTruncation.Joint : ZeroTruncation.None;
        if (!scoring.FallBack || first.Status is not (MgpsStatus.AtBoundary or MgpsStatus.NotConverged) || other == first.Truncation)
            return (first, null);
        var second = Mgps.Fit(Stratified ? points : WithEmpty(points), scoring.Mgps with { Truncation = other }, scoring.Threads);
        // At a boundary of the joint likelihood the product of the vanishing shape and its share keeps a limit, and so do the scores.
        return second.Status is MgpsStatus.Estimated or MgpsStatus.BoundaryHigher || Stratified ? (second, first) : (first, null);
    }

    /// <summary>The points with one more for every expectation of cells that are not in the table.</summary>
    private MgpsPoints WithEmpty(MgpsPoints points)
    {
        // Expectations that agree within 1/8192 are put together at their mean; sums of products of integers are exact.
        var bins = new (double Cells, double Products)[(int)(2 * Math.Log((double)Reports + 1) * EmptyBins) + 2];
        var events = Frequencies(Events).ToArray();
        foreach (var (drug, drugCells) in Frequencies(Drugs))
        foreach (var (@event, eventCells) in events)
            Add((double)drug * @event, (double)drugCells * eventCells);
        foreach (var pair in Pairs)
            Add((double)Drugs[pair.Drug] * Events[pair.Event], -1);
        var zeros = bins.Where(bin => bin.Cells > 0).ToArray();
        return MgpsPoints.Of(
            [.. zeros.Select(_ => 0), .. points.Counts],
            [.. zeros.Select(bin => bin.Products / bin.Cells / Reports), .. points.Expected],
            [.. zeros.Select(bin => bin.Cells), .. points.Weights]
        );

        void Add(double product, double cells)
        {
            ref var bin = ref bins[(int)(Math.Log(product) * EmptyBins)];
            bin.Cells += cells;
            bin.Products += product * cells;
        }
    }

    private static IEnumerable<(int Margin, int Many)> Frequencies(ImmutableArray<int> margins) =>
        margins.Where(margin => margin > 0).CountBy(margin => margin).Select(group => (group.Key, group.Value));

    private static Interval[] Limits(MgpsPoints points, double tail)
    {
        var (different, _) = MixtureLikelihood.Rows(points.Counts);
        var limits = new Interval[different.Length];
        for (var i = 0; i < limits.Length; i++)
            limits[i] = InformationComponent.Limits(different[i], tail);
        return limits;
    }
}
