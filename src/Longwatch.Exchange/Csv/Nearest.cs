namespace Longwatch.Exchange.Csv;

/// <summary>The known word that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The word that differs only in case, spaces and dashes, or else by at most two letters and at most a third of its length; null when there is none.</summary>
    public static string? Of(string word, IReadOnlyCollection<string> known)
    {
        var plain = Plain(word);
        if (plain.Length == 0 || word.Length > 64)
            return null;
        return known
            .Select(k => (Word: k, Distance: Distance(plain, Plain(k))))
            .Where(k => k.Distance <= 2 && 3 * k.Distance <= k.Word.Length)
            .OrderBy(k => k.Distance)
            .Select(k => k.Word)
            .FirstOrDefault();
    }

    private static string Plain(string word) => word.Trim().Replace(' ', '_').Replace('-', '_').ToLowerInvariant();

    /// <summary>Edit distance of Levenshtein (1966).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
