using Longwatch.Domain;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>Reasons that people give.</summary>
internal static class Reasons
{
    public const int Longest = 500;

    /// <summary>The refusal of a reason that is none; null when it is one.</summary>
    public static Refusal? Missing(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? new("reason.missing", "Give the reason.")
        : reason.Length > Longest ? new("reason.too-long", $"A reason has at most {Longest} characters.")
        : null;
}
