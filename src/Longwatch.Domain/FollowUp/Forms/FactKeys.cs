using System.Collections.Frozen;

namespace Longwatch.Domain.FollowUp.Forms;

/// <summary>The facts that an answer may become, by the words of <c>maps_to</c> in a form. Any other answer stays in the form.</summary>
public static class FactKeys
{
    public const string VitalStatus = "visit.vital_status";
    public const string DeathDate = "visit.death_date";
    public const string DiseaseStatus = "visit.disease_status";
    public const string RelapseDate = "visit.relapse_date";
    public const string NeoplasmSuspected = "neoplasm.suspected";
    public const string NeoplasmDate = "neoplasm.date";
    public const string NeoplasmLineage = "neoplasm.lineage";
    public const string NeoplasmHistology = "neoplasm.histology";
    public const string TherapyStart = "therapy.start";
    public const string TherapyKind = "therapy.kind";
    public const string TherapyAgent = "therapy.agent";

    private static readonly FrozenDictionary<string, FieldType[]> Types = new Dictionary<string, FieldType[]>(StringComparer.Ordinal)
    {
        [VitalStatus] = [FieldType.Code],
        [DeathDate] = [FieldType.Date],
        [DiseaseStatus] = [FieldType.Code],
        [RelapseDate] = [FieldType.Date],
        [NeoplasmSuspected] = [FieldType.Ternary],
        [NeoplasmDate] = [FieldType.Date, FieldType.PartialDate],
        [NeoplasmLineage] = [FieldType.Code],
        [NeoplasmHistology] = [FieldType.Text],
        [TherapyStart] = [FieldType.Date],
        [TherapyKind] = [FieldType.Code],
        [TherapyAgent] = [FieldType.Text],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All keys, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Types.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The types of field that may become the fact; empty for a fact that does not exist.</summary>
    public static IReadOnlyList<FieldType> TypesOf(string key) => Types.TryGetValue(key, out var types) ? types : [];
}
