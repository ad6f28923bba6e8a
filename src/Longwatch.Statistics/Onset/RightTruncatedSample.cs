namespace Longwatch.Statistics.Onset;

/// <summary>Cases only: each with its time to onset and the longest time at which it could still have been seen.</summary>
public sealed class RightTruncatedSample
{
    private readonly double[] onset;
    private readonly double[] limit;

    private RightTruncatedSample(double[] onset, double[] limit) => (this.onset, this.limit) = (onset, limit);

    /// <summary>Time from origin to onset, &gt; 0.</summary>
    public ReadOnlySpan<double> Onset => onset;

    /// <summary>Truncation time: data lock − origin, ≥ onset.</summary>
    public ReadOnlySpan<double> Limit => limit;

    public int Count => onset.Length;

    /// <summary>Takes copies, in the order given.</summary>
    /// <exception cref="ArgumentException">The spans differ in length; an onset is not above 0; or an onset lies after its limit.</exception>
    public static RightTruncatedSample Of(ReadOnlySpan<double> onset, ReadOnlySpan<double> limit)
    {
        if (onset.Length != limit.Length)
            throw new ArgumentException($"{onset.Length} onsets but {limit.Length} limits.", nameof(limit));
        for (var i = 0; i < onset.Length; i++)
            if (!(onset[i] > 0) || !double.IsFinite(limit[i]) || onset[i] > limit[i])
                throw new ArgumentException(
                    $"Case at index {i}: onset {onset[i]} must be above 0 and not after the limit {limit[i]}.",
                    nameof(onset)
                );
        return new(onset.ToArray(), limit.ToArray());
    }
}
