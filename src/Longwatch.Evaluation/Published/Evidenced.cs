using Longwatch.Domain.Evidence;

namespace Longwatch.Evaluation.Published;

/// <summary>How evidence is worded in the sections.</summary>
internal static class Evidenced
{
    /// <summary>Why a row is carried but not counted; null when it is counted.</summary>
    public static string? NotCountedBecause(this Provenance provenance) =>
        provenance.Tag switch
        {
            EvidenceTag.Unverified => "Background knowledge, the source itself was not seen: carried, not counted.",
            EvidenceTag.Rejected => "Seen and judged unreliable: listed so that nobody finds it again, not counted.",
            _ => null,
        };

    public static string Words(this Qualifier qualifier) =>
        qualifier switch
        {
            Qualifier.About => "about ",
            Qualifier.MoreThan => "more than ",
            Qualifier.FewerThan => "fewer than ",
            _ => string.Empty,
        };

    /// <summary>For example <c>EMA, data lock 2024-04</c>.</summary>
    public static string SourceAndLock(this RegulatorCount count) =>
        count.DataLock is { } at ? $"{count.Agency}, data lock {at}" : $"{count.Agency}, data lock not stated";

    /// <summary>The value as a whole number of people or reports.</summary>
    public static int Whole(this RegulatorCount count) =>
        count.Value is { } value ? checked((int)Math.Round(value)) : throw new InvalidOperationException($"Count {count.Id} has no value.");
}
