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
    public const string PersistenceDate = "persistence.date";
    public const string PersistenceSource = "persistence.source";

    /// <summary>The methods by which persistence of the product is measured, each with a result, a value and a limit of detection of its own.</summary>
    public static IReadOnlyList<string> PersistenceMethods { get; } = ["qpcr", "ddpcr", "flow"];

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
        [PersistenceDate] = [FieldType.Date],
        [PersistenceSource] = [FieldType.Code],
    }
        .Concat(PersistenceMethods.Select(m => KeyValuePair.Create(PersistenceResult(m), new[] { FieldType.Code })))
        .Concat(PersistenceMethods.Select(m => KeyValuePair.Create(PersistenceValue(m), new[] { FieldType.Number })))
        .Concat(PersistenceMethods.Select(m => KeyValuePair.Create(PersistenceLimit(m), new[] { FieldType.Number })))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static string PersistenceResult(string method) => $"persistence.{method}.result";

    public static string PersistenceValue(string method) => $"persistence.{method}.value";

    /// <summary>Key of the limit of detection.</summary>
    public static string PersistenceLimit(string method) => $"persistence.{method}.lod";

    /// <summary>All keys, in alphabetical order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Types.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The types of field that may become the fact; empty for a fact that does not exist.</summary>
    public static IReadOnlyList<FieldType> TypesOf(string key) => Types.TryGetValue(key, out var types) ? types : [];
}
