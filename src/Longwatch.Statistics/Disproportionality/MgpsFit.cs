using System.Collections.Immutable;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>What stands at one maximum of the likelihood of the prior.</summary>
public enum OptimumStatus
{
    /// <summary>A maximum with a zero gradient and a negative definite Hessian, away from every boundary.</summary>
    Interior,

    /// <summary>A shape runs to 0: one component holds ratios near 0 (or, truncated by itself, a logarithmic series).</summary>
    ShapeAtZero,

    /// <summary>A shape and its rate run to infinity together: one component is a single ratio, its counts are Poisson.</summary>
    ShapeAtInfinity,

    /// <summary>The share of one component runs to 0: one component is enough.</summary>
    ShareAtBoundary,

    /// <summary>The search stopped at its limit of steps.</summary>
    NotConverged,
}

/// <summary>Whether a prior could be fitted.</summary>
public enum MgpsStatus
{
    /// <summary>The largest likelihood that was found is at an interior maximum.</summary>
    Estimated,

    /// <summary>
    /// The likelihood is largest at a boundary; the prior given is the best interior maximum, which stands lower (see <see cref="MgpsFit.Optima"/>).
    /// </summary>
    BoundaryHigher,

    /// <summary>There is no interior maximum: the prior given is the point near the boundary where the search ended. Scores from it are to be read with care.</summary>
    AtBoundary,

    /// <summary>No start ended at a maximum within the limit of steps; the prior given is the best point seen.</summary>
    NotConverged,

    /// <summary>Fewer than five pairs were reported: nothing to estimate five parameters from. There is no prior.</summary>
    TooFewPairs,
}

/// <summary>One maximum of the likelihood.</summary>
/// <param name="Prior">Components in the order of their means, the larger first.</param>
/// <param name="NegativeLogLikelihood">Without ln n! of the counts left out: the value that openEBGM's <c>negLL</c> functions return.</param>
/// <param name="Gradient">Largest absolute derivative by ln α, ln β and logit P.</param>
/// <param name="Starts">How many of the starts ended here.</param>
public sealed record MgpsOptimum(GammaMixture Prior, double NegativeLogLikelihood, OptimumStatus Status, double Gradient, int Starts);

/// <summary>The prior of all pairs, fitted by maximum likelihood, with everything that could make it doubtful.</summary>
/// <param name="Prior">The prior that scores are made with; <c>default</c> when there were too few pairs.</param>
/// <param name="Truncation">The likelihood that was maximised.</param>
/// <param name="NegativeLogLikelihood">At <paramref name="Prior"/>, on the points of the last step (all points when polished).</param>
/// <param name="Points">Different points (count, expected) that the search used after squashing.</param>
/// <param name="Pairs">Pairs (cells) that they stand for.</param>
/// <param name="Optima">Different maxima that the starts ended at, best first, on the points of the search.</param>
public sealed record MgpsFit(
    MgpsStatus Status,
    GammaMixture Prior,
    ZeroTruncation Truncation,
    double NegativeLogLikelihood,
    int Points,
    long Pairs,
    ImmutableArray<MgpsOptimum> Optima
)
{
    /// <summary>True when scores can be made from the prior at all.</summary>
    public bool HasPrior => Status != MgpsStatus.TooFewPairs;
}
