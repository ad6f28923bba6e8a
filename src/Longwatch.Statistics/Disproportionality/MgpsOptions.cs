using System.Collections.Immutable;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>How the prior is fitted.</summary>
public sealed record MgpsOptions
{
    /// <summary>The starts of openEBGM's vignette and PhViD's: with them the search ends where those packages do.</summary>
    public static ImmutableArray<GammaMixture> PublishedStarts { get; } =
    [new(0.2, 0.1, 2, 4, 1.0 / 3), new(0.2, 0.06, 1.4, 1.8, 0.1), new(0.1, 0.1, 10, 10, 0.2), new(0.5, 0.5, 5, 5, 0.5)];

    /// <summary>Component-wise truncation, squashing, polished on all pairs.</summary>
    public static MgpsOptions Default { get; } = new();

    /// <summary>Which likelihood; openEBGM's unless said otherwise.</summary>
    public ZeroTruncation Truncation { get; init; } = ZeroTruncation.Componentwise;

    /// <summary>Search on squashed points: needed for speed with more than some thousand pairs.</summary>
    public bool Squash { get; init; } = true;

    /// <summary>After the search, the last Newton steps use all points: the result does then not depend on how they were squashed or thinned.</summary>
    public bool Polish { get; init; } = true;

    /// <summary>Where the search starts; several, as the likelihood can have several maxima.</summary>
    public ImmutableArray<GammaMixture> Starts { get; init; } =
    [
        .. PublishedStarts,
        // Components that are narrow, far apart or nearly all of the mixture.
        new(3, 0.4, 2, 2, 0.05),
        new(40, 4, 1.5, 1.5, 0.01),
        new(1, 0.2, 1, 2, 0.5),
        new(2, 1, 0.3, 0.6, 0.7),
    ];
}
