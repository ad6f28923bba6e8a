using System.Text.Json;
using System.Text.Json.Serialization;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Rules;

/// <summary>One threshold with its reason: thresholds are data, in <c>data/genomics/rules.json</c>, never constants in code.</summary>
/// <param name="Source">Where it is from: a publication, a measurement in this repository, or the argument for it.</param>
public sealed record Rule(double Value, string Unit, string Source);

/// <summary>How a vector family integrates.</summary>
/// <param name="Duplication">Target-site duplication in bases; 0 when none is expected.</param>
/// <param name="TargetMotif">Sequence of the target site that must be duplicated; empty when any.</param>
/// <param name="LeftEnd">Bases that begin the integrated left end; empty when unknown.</param>
/// <param name="RightEnd">Bases that finish the integrated right end.</param>
/// <param name="EndLossAllowed">Bases that may be missing at an end.</param>
public sealed record FamilyRule(
    VectorFamily Family,
    int Duplication,
    string TargetMotif,
    string LeftEnd,
    string RightEnd,
    int EndLossAllowed,
    string Source
);

/// <summary>Every threshold of the genetic test, by group and name.</summary>
public sealed record GeneticRules(
    string Version,
    IReadOnlyList<FamilyRule> Families,
    IReadOnlyDictionary<string, Rule> Evidence,
    IReadOnlyDictionary<string, Rule> Sites,
    IReadOnlyDictionary<string, Rule> Quantity,
    IReadOnlyDictionary<string, Rule> Verdict,
    IReadOnlyDictionary<string, Rule> Clones
)
{
    /// <summary>Reads and checks a rules file.</summary>
    /// <exception cref="UnreadableInputException">Not JSON, or not the expected shape; says where.</exception>
    public static GeneticRules Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, RulesJson.Default.GeneticRules)
                ?? throw new UnreadableInputException(path, null, "is empty; rules were expected");
        }
        catch (JsonException error)
        {
            throw new UnreadableInputException(path, $"line {(error.LineNumber ?? 0) + 1}", error.Message);
        }
    }

    public FamilyRule Family(VectorFamily family) => Families.First(f => f.Family == family);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(GeneticRules))]
internal sealed partial class RulesJson : JsonSerializerContext;
