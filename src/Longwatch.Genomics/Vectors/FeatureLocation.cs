using System.Globalization;

namespace Longwatch.Genomics.Vectors;

/// <summary>Location text of a GenBank feature: <c>12..40</c>, <c>complement(join(1..5,9..20))</c>, <c>&lt;1..&gt;30</c>.</summary>
internal static class FeatureLocation
{
    private const int DeepestNesting = 8;

    /// <summary>Reads one location.</summary>
    /// <returns>Parts, zero-based with exclusive end, and what was odd (null when nothing was). What cannot be understood gives no part.</returns>
    public static (IReadOnlyList<(int Start, int End, bool Reverse)> Parts, string? Oddity) Parse(string text, int length)
    {
        var parts = new List<(int, int, bool)>();
        string? oddity = null;
        Collect(new string([.. text.Where(c => !char.IsWhiteSpace(c))]), reverse: false, depth: 0);
        return (parts, oddity);

        void Collect(ReadOnlySpan<char> location, bool reverse, int depth)
        {
            if (depth > DeepestNesting)
                oddity = "location is nested too deep and was left out";
            else if (Inner(location, "complement(") is { Length: > 0 } other)
                Collect(other, !reverse, depth + 1);
            else if (Inner(location, "join(") is { Length: > 0 } joined)
                CollectAll(joined, reverse, depth);
            else if (Inner(location, "order(") is { Length: > 0 } ordered)
                CollectAll(ordered, reverse, depth);
            else
                Add(location, reverse);
        }

        void CollectAll(ReadOnlySpan<char> list, bool reverse, int depth)
        {
            var (open, from) = (0, 0);
            for (var i = 0; i <= list.Length; i++)
                if (i == list.Length || (list[i] == ',' && open == 0))
                {
                    Collect(list[from..i], reverse, depth + 1);
                    from = i + 1;
                }
                else
                    open +=
                        list[i] == '(' ? 1
                        : list[i] == ')' ? -1
                        : 0;
        }

        void Add(ReadOnlySpan<char> range, bool reverse)
        {
            var dots = range.IndexOf("..");
            var first = (dots < 0 ? range : range[..dots]).Trim("<>");
            var last = (dots < 0 ? range : range[(dots + 2)..]).Trim("<>");
            if (
                !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            )
                oddity = $"location '{range[..Math.Min(range.Length, 40)]}' is not understood and was left out";
            else if (start < 1 || end > length || start > end)
                oddity = $"location {start}..{end} does not lie on the {length:N0} bases and was left out";
            else
                parts.Add((start - 1, end, reverse));
        }
    }

    private static ReadOnlySpan<char> Inner(ReadOnlySpan<char> text, string opening) =>
        text.StartsWith(opening, StringComparison.Ordinal) && text[^1] == ')' ? text[opening.Length..^1] : default;
}
