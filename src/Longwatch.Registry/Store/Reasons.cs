using Longwatch.Domain;

namespace Longwatch.Registry.Store;

/// <summary>A correction says why.</summary>
internal static class Reasons
{
    private const int Shortest = 5;
    private const int Longest = 1000;

    /// <summary>Why the reason is none; null when it is one.</summary>
    public static Refusal? Wrong(string? reason) =>
        reason is null || reason.Trim().Length < Shortest ? new("record.reason", "Say why, in a few words at least.")
        : !IsStorable(reason) ? new("record.reason", "A reason holds no control characters.")
        : reason.Length > Longest ? new("record.reason", $"A reason has at most {Longest} characters.")
        : null;

    /// <summary>Whole characters without control characters, line ends and tabs apart: what the database stores and every page can show.</summary>
    public static bool IsStorable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (rune == System.Text.Rune.ReplacementChar || (System.Text.Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t')))
                return false;
        return true;
    }
}
