namespace Longwatch.Statistics.Survival;

/// <summary>Those whose time lies after a landmark.</summary>
internal static class Later
{
    /// <summary>Their times and whatever goes with them, in the order of the input.</summary>
    /// <exception cref="ArgumentException">The spans differ in length, or the landmark is not a number.</exception>
    public static (double[] Times, T[] Outcomes) Than<T>(double landmark, ReadOnlySpan<double> times, ReadOnlySpan<T> outcomes)
    {
        if (times.Length != outcomes.Length)
            throw new ArgumentException($"{times.Length} times but {outcomes.Length} outcomes.", nameof(outcomes));
        if (double.IsNaN(landmark))
            throw new ArgumentException("The landmark is not a number.", nameof(landmark));
        var (kept, alike) = (new List<double>(), new List<T>());
        for (var i = 0; i < times.Length; i++)
        {
            // A time that is not a number stays, for the estimator to refuse.
            if (times[i] <= landmark)
                continue;
            kept.Add(times[i]);
            alike.Add(outcomes[i]);
        }

        return ([.. kept], [.. alike]);
    }
}
