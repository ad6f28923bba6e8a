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
        : reason.Length > Longest ? new("record.reason", $"A reason has at most {Longest} characters.")
        : null;
}
