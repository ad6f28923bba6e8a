namespace Longwatch.Statistics.Association;

/// <summary>How the tail of the score is found by the saddle point.</summary>
/// <remarks>The default is the formula as it stands, with everybody in it and a root of which no digit is left out.</remarks>
public sealed record SaddlepointOptions
{
    /// <summary>Everybody, an exact root, and no P where the approximation does not hold.</summary>
    public static SaddlepointOptions Default { get; } = new();

    /// <summary>People without the rarer allele enter as one normal variable (Dey and others 2017, fastSPA), so that the cost could be that of the carriers.</summary>
    public bool Fast { get; init; }

    /// <summary>
    /// The search for the saddle point ends where a step would be at most this, and does not take it. 0: until no digit changes, with the last step.
    /// SPAtest's 2⁻¹³, the fourth root of the machine precision, moves P by up to 2e-4.
    /// </summary>
    public double RootTolerance { get; init; }

    /// <summary>A tail that comes out above one half, where the approximation does not hold, is taken from the other side as in SPAtest; else there is no P.</summary>
    public bool FoldsTails { get; init; }

    /// <summary>As SPAtest 3.1.2 has it, method fastSPA or SPA: for comparison.</summary>
    public static SaddlepointOptions AsSpaTest(bool fast) =>
        new()
        {
            Fast = fast,
            RootTolerance = Math.ScaleB(1, -13),
            FoldsTails = true,
        };
}
