using System.Text.Json.Serialization;

namespace Longwatch.Exchange.Casework;

// The files of data/casework as they are written; CaseworkData turns them into domain records.
internal sealed record ChecklistFile(string Version, IReadOnlyList<ChecklistItemEntry> Items);

internal sealed record ChecklistItemEntry(
    string Code,
    string Label,
    string Why,
    string Value,
    string Fact,
    IReadOnlyList<string> Choices,
    string Source,
    string Evidence
);

internal sealed record AssayFile(string Version, IReadOnlyList<AssayEntry> Assays);

internal sealed record AssayEntry(
    string Code,
    string Name,
    string Method,
    IReadOnlyList<string> Targets,
    IReadOnlyList<string> Products,
    double? LodCopiesPerCell,
    string Version,
    string Source,
    string Evidence,
    string? Note
);

internal sealed record ContactFile(string Version, DutyEntry Duty, IReadOnlyList<ContactEntry> Contacts);

internal sealed record DutyEntry(string Text, string Source, string Evidence);

internal sealed record ContactEntry(string Product, string Holder, string? Contact, string Source, string Evidence, string? Note);

internal sealed record ScaleFile(
    string Version,
    string Source,
    string Address,
    IReadOnlyList<CategoryEntry> Categories,
    IReadOnlyList<CriterionEntry> Criteria,
    IReadOnlyDictionary<string, string> Ceilings,
    string CeilingSource
);

internal sealed record CategoryEntry(string Category, string Name, string Text);

internal sealed record CriterionEntry(string Criterion, string Text, string? WhyNotApplicable);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(ChecklistFile))]
[JsonSerializable(typeof(AssayFile))]
[JsonSerializable(typeof(ContactFile))]
[JsonSerializable(typeof(ScaleFile))]
internal sealed partial class CaseworkJson : JsonSerializerContext;
