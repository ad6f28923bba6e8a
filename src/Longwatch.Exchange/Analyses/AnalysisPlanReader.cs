using System.Collections.Immutable;
using System.Text.Json;
using Longwatch.Domain.FollowUp;
using Longwatch.Evaluation.Analyses;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.FollowUp;

namespace Longwatch.Exchange.Analyses;

/// <summary>Reads a plan of analyses. The format is described in docs/formats/analyses.md.</summary>
public static class AnalysisPlanReader
{
    /// <summary>What a file names itself.</summary>
    public const string Format = "longwatch-analyses/1";

    /// <summary>Bytes of the largest file that is read.</summary>
    public const int LargestFile = DefinitionJson.LargestFile;

    internal const int MostAnalyses = 100;
    internal const int LongestDays = 36_525;

    /// <summary>The plan that comes with Longwatch.</summary>
    public static AnalysisPlan Standard { get; } = Shipped();

    /// <summary>Reads one file; all of its problems come in one pass.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    public static DefinitionRead<AnalysisPlan> Read(string file, ReadOnlyMemory<byte> json) =>
        DefinitionJson.Read(
            file,
            json,
            Format,
            (reader, root) =>
            {
                reader.Only(root, "format", "id", "version", "title", "settings", "analyses");
                var ids = new HashSet<string>(StringComparer.Ordinal);
                var plan = new AnalysisPlan(
                    reader.Id(root, "id"),
                    reader.Int(root, "version", 1, 10_000),
                    reader.Text(root, "title", 200),
                    [.. reader.List(root, "analyses").Select(a => Checked(reader, a, ids))]
                )
                {
                    Settings = root.Get("settings") is { } settings ? AnalysisSettingsReader.Read(reader, settings) : AnalysisSettings.None,
                };
                return (plan, Problems(plan));
            }
        );

    /// <summary>Rules are looked at where every property could be read: a stand-in breaks them for no reason of its own.</summary>
    private static AnalysisSpecification Checked(DefinitionJson json, JsonPart part, HashSet<string> ids)
    {
        var before = json.Found;
        var analysis = Analysis(json, part);
        if (json.Found == before)
            foreach (var problem in Problems(analysis, part.Path))
                json.Add(problem.Path, problem.Found, problem.Expected, problem.Remedy);
        var given = part.Get("id") is { Element: { ValueKind: JsonValueKind.String } id } && id.ValueEquals(analysis.Id);
        if (given && !ids.Add(analysis.Id))
            json.Add(part.At("id"), analysis.Id, "an id that no other analysis has", "Choose another.");
        return analysis;
    }

    private static AnalysisSpecification Analysis(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "id", "title", "outcome", "method", "groups", "reference", "covariates", "landmark_days", "horizon_days");
        return new(
            json.Id(part, "id"),
            json.Text(part, "title", 200),
            json.Code<AnalysisOutcome>(part, "outcome"),
            json.Code<AnalysisMethod>(part, "method"),
            part.Get("groups") is null
                ? json.Text(part, "groups", 64)
                : OneOf(json, part.At("groups"), json.Text(part, "groups", 64), AnalysisPlan.Characteristics),
            json.OptionalText(part, "reference", 100),
            [
                .. json.Texts(part, "covariates")
                    .Select((c, i) => OneOf(json, $"{part.At("covariates")}[{i}]", c, AnalysisPlan.CovariateCodes)),
            ],
            Days(json, part, "landmark_days"),
            Days(json, part, "horizon_days")
        );
    }

    private static int? Days(DefinitionJson json, JsonPart part, string name) =>
        part.Get(name) is null ? null : json.Int(part, name, 1, LongestDays);

    private static string OneOf(DefinitionJson json, string path, string found, ImmutableArray<string> known)
    {
        if (!known.Contains(found, StringComparer.Ordinal))
            json.Add(
                path,
                Shown.Text(found),
                $"one of {Shown.List([.. known])}",
                Nearest.Of(found, [.. known]) is { } near ? $"Write {near}." : "Choose one of them."
            );
        return found;
    }

    private static IEnumerable<DefinitionProblem> Problems(AnalysisPlan plan)
    {
        if (plan.Analyses.Length > MostAnalyses || (plan.Analyses.IsEmpty && plan.Settings == AnalysisSettings.None))
            yield return new(
                "analyses",
                $"{plan.Analyses.Length} analyses",
                $"1 to {MostAnalyses}, or none with settings that set something",
                "Change the list."
            );
    }

    private static IEnumerable<DefinitionProblem> Problems(AnalysisSpecification a, string path)
    {
        if (a.Method is AnalysisMethod.LogRank or AnalysisMethod.GrayTest or AnalysisMethod.TimeLost && !a.Covariates.IsEmpty)
            yield return new($"{path}.covariates", "covariates", $"none: {Codes.Of(a.Method)} compares groups only", "Delete them.");
        if (a.Covariates.Distinct(StringComparer.Ordinal).Count() < a.Covariates.Length)
            yield return new($"{path}.covariates", "a covariate twice", "each covariate once", "Delete one.");
        if (a.Covariates.Contains(a.Groups, StringComparer.Ordinal))
            yield return new($"{path}.covariates", a.Groups, "what the groups are not made by", "Delete it.");
        if (a.Method is AnalysisMethod.IncidenceDifference or AnalysisMethod.TimeLost && a.HorizonDays is null)
            yield return new($"{path}.horizon_days", "nothing", "the day of the comparison", "Write for example \"horizon_days\": 1826.");
        if (a.HorizonDays <= a.LandmarkDays)
            yield return new(
                $"{path}.horizon_days",
                $"{a.HorizonDays}",
                $"more than the landmark, {a.LandmarkDays}",
                "Correct one of them."
            );
    }

    private static AnalysisPlan Shipped()
    {
        using var stream = typeof(AnalysisPlanReader).Assembly.GetManifestResourceStream("analyses.standard.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Read("standard.json", bytes.ToArray()).Value
            ?? throw new InvalidOperationException("The plan that comes with Longwatch has a fault.");
    }
}
