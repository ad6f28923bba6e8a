namespace Longwatch.Statistics.Numerics;

/// <summary>Binary search in a list that ascends by a key.</summary>
internal static class SortedSearch
{
    /// <summary>How many items have a key of at most <paramref name="limit"/>.</summary>
    public static int CountUpTo<T>(IReadOnlyList<T> ascending, Func<T, double> key, double limit)
    {
        var (low, high) = (0, ascending.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (key(ascending[middle]) <= limit)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
