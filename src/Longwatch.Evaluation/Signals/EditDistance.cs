namespace Longwatch.Evaluation.Signals;

/// <summary>Letters to insert, delete, change, or swap with their neighbour, to make one word of the other (optimal string alignment).</summary>
internal static class EditDistance
{
    private const int Longest = 64;

    /// <summary>The distance, or <paramref name="most"/> + 1 when it is larger. Words of more than 64 letters are too far from everything.</summary>
    internal static int Of(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most || a.Length > Longest || b.Length > Longest)
            return most + 1;
        Span<int> before = stackalloc int[Longest + 1];
        Span<int> last = stackalloc int[Longest + 1];
        Span<int> row = stackalloc int[Longest + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var smallest = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1];
                var cost = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = Math.Min(cost, before[j - 2] + 1);
                row[j] = cost;
                smallest = Math.Min(smallest, cost);
            }

            if (smallest > most)
                return most + 1;
            last.CopyTo(before);
            row.CopyTo(last);
        }

        return last[b.Length];
    }
}
