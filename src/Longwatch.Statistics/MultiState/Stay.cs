namespace Longwatch.Statistics.MultiState;

/// <summary>One stay of one subject in one state: at risk of leaving it in (entry, exit].</summary>
/// <param name="Subject">Any number that names the subject.</param>
/// <param name="State">From 0.</param>
/// <param name="Entry">When the stay, or its observation, begins; finite.</param>
/// <param name="Exit">When it ends; after <paramref name="Entry"/>.</param>
/// <param name="Next">The state entered at <paramref name="Exit"/>, or <see cref="Censored"/>.</param>
public readonly record struct Stay(int Subject, int State, double Entry, double Exit, int Next)
{
    /// <summary>The end of observation without a move.</summary>
    public const int Censored = -1;
}
