namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>What every pooling function demands of its counts; a breach is a bug of the caller.</summary>
internal static class CountChecks
{
    public static void Shares(ReadOnlySpan<double> events, ReadOnlySpan<double> totals)
    {
        Rates(events, totals);
        for (var i = 0; i < events.Length; i++)
            if (events[i] > totals[i])
                throw new ArgumentOutOfRangeException(nameof(events), "A study has more events than people.");
    }

    public static void Rates(ReadOnlySpan<double> events, ReadOnlySpan<double> exposure)
    {
        if (events.Length != exposure.Length)
            throw new ArgumentException("One total per count.", nameof(exposure));
        for (var i = 0; i < events.Length; i++)
        {
            if (!(events[i] >= 0 && double.IsFinite(events[i])))
                throw new ArgumentOutOfRangeException(nameof(events), "A count is zero or more.");
            if (!(exposure[i] > 0 && double.IsFinite(exposure[i])))
                throw new ArgumentOutOfRangeException(nameof(exposure), "A total is above zero.");
        }
    }
}
