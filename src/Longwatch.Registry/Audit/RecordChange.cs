using System.Collections.Immutable;
using System.Text.Json;

namespace Longwatch.Registry.Audit;

/// <summary>One field of a record that an act set or changed.</summary>
/// <param name="Before">Null when it was empty, or when the record was made.</param>
public sealed record FieldChange(string Field, string? Before, string? After);

/// <summary>One version of one record, as the audit trail has it.</summary>
/// <param name="Relation">Table, as <c>clinical.infusion</c>.</param>
/// <param name="IsNew">True for the first version.</param>
public sealed record RecordChange(string Relation, Guid Record, int Version, bool IsNew, ImmutableArray<FieldChange> Fields)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => $"{Relation} version {Version}";

    /// <summary>What differs between two versions; of a new record, what is not empty. Keys and the version itself are left out.</summary>
    internal static ImmutableArray<FieldChange> Compare(string? before, string after)
    {
        using var now = JsonDocument.Parse(after);
        using var then = before is null ? null : JsonDocument.Parse(before);
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        foreach (var field in now.RootElement.EnumerateObject())
        {
            if (field.Name is "id" or "version" || (then is null && field.Name is "patient" or "voided"))
                continue;
            var (old, value) = (
                then is not null && then.RootElement.TryGetProperty(field.Name, out var was) ? Text(was) : null,
                Text(field.Value)
            );
            if (old != value)
                changes.Add(new(field.Name, old, value));
        }

        return changes.ToImmutable();
    }

    internal static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetRawText(),
        };
}
