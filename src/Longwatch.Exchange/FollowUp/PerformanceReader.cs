using Longwatch.Domain.FollowUp;

namespace Longwatch.Exchange.FollowUp;

/// <summary>Reads what a registry asks of its centres: data/performance.</summary>
public static class PerformanceReader
{
    public const string Format = "longwatch-performance/1";

    /// <summary>Reads one file; all of its problems come in one pass.</summary>
    public static DefinitionRead<PerformanceTargets> Read(string file, ReadOnlyMemory<byte> json) =>
        DefinitionJson.Read<PerformanceTargets>(file, json, Format, (reader, root) => (Targets(reader, root), []));

    private static PerformanceTargets Targets(DefinitionJson json, JsonPart root)
    {
        json.Only(root, "format", "id", "version", "title", "schedules", "source", "targets");
        return new(
            json.Id(root, "id"),
            json.Int(root, "version", 1, 10_000),
            json.Text(root, "title", 200),
            json.Texts(root, "schedules"),
            json.Source(root, "source"),
            [.. json.List(root, "targets").Select(t => Target(json, t))]
        );
    }

    private static PerformanceTarget Target(DefinitionJson json, JsonPart part)
    {
        json.Only(part, "code", "title", "percent", "within");
        return new(json.Id(part, "code"), json.Text(part, "title", 200), json.Int(part, "percent", 0, 100), json.Period(part, "within"));
    }
}
