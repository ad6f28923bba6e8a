namespace Longwatch.Statistics.Completeness;

/// <summary>Completeness of follow-up of one group.</summary>
/// <param name="Subjects">Subjects in the group; 0 when nothing could be estimated.</param>
/// <param name="Observed">Sum of the observed times, in the unit of the input.</param>
/// <param name="Potential">Sum of the potential times, in the same unit.</param>
public readonly record struct FollowUpShare(int Subjects, double Observed, double Potential)
{
    /// <summary>Observed over potential time, from 0 to 1; null when no time could have been observed.</summary>
    public double? C => Potential > 0 ? Observed / Potential : null;
}

/// <summary>How much of the follow-up time that could have been observed was observed.</summary>
public static class FollowUpCompleteness
{
    /// <summary>Clark's C: the sum of observed follow-up times over the sum of potential follow-up times.</summary>
    /// <param name="observed">
    /// For each subject the time from entry to the event or to the last day on which the subject was known to be without it; length n; finite, ≥ 0.
    /// </param>
    /// <param name="potential">
    /// For each subject the time from entry to the event for those who had it, and to the closing date for all others, the lost ones included;
    /// length n; finite; at least the observed time.
    /// </param>
    /// <exception cref="ArgumentException">The spans differ in length, a time is negative or not finite, or more was observed than possible.</exception>
    /// <remarks>
    /// A share of time, not of persons: losing somebody early costs more than losing somebody late. It says nothing of whether those who were
    /// lost differ from those who were not. Deterministic; O(n) time; no allocation; inputs are not modified.
    /// Source: Clark, Altman and De Stavola (2002) Lancet 359:1309–1310.
    /// Checked against: a sum over four subjects by hand (one dead, one complete, two lost), and the bounds 0 and 1.
    /// </remarks>
    public static FollowUpShare Estimate(ReadOnlySpan<double> observed, ReadOnlySpan<double> potential)
    {
        if (observed.Length != potential.Length)
            throw new ArgumentException($"{observed.Length} observed but {potential.Length} potential times.", nameof(potential));
        double seen = 0,
            possible = 0;
        for (var i = 0; i < observed.Length; i++)
        {
            if (!double.IsFinite(observed[i]) || observed[i] < 0 || !double.IsFinite(potential[i]) || potential[i] < observed[i])
                throw new ArgumentException(
                    $"Subject at index {i} was observed for {observed[i]} of {potential[i]}; expected 0 ≤ observed ≤ potential.",
                    nameof(observed)
                );
            seen += observed[i];
            possible += potential[i];
        }

        return new(observed.Length, seen, possible);
    }
}
