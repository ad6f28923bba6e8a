using System.Text.Json;
using Longwatch.Genomics;
using Longwatch.Genomics.Clones;
using Longwatch.Genomics.Sites;

namespace Longwatch.Exchange.Genetics;

/// <summary>Reads what a comparison needs from an earlier <c>verdict.json</c>.</summary>
public static class VerdictReader
{
    /// <summary>Guards against devices and wrong files; in bytes, far above any verdict of ours.</summary>
    private const long LargestFile = 256 << 20;

    private const long LongestFile = 1L << 28;

    /// <summary>The sites of an earlier result.</summary>
    /// <param name="path">The file, or the folder that holds it.</param>
    /// <exception cref="UnreadableInputException">Not a verdict of a version that is known; says what is missing.</exception>
    public static ComparedSample Read(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, VerdictJson.File) : path;
        if (!File.Exists(file))
            throw new UnreadableInputException(
                path,
                null,
                $"no {VerdictJson.File} is here; give the folder of an earlier 'longwatch genetics', or its {VerdictJson.File}"
            );
        if (new FileInfo(file).Length > LongestFile)
            throw new UnreadableInputException(
                file,
                null,
                "is longer than any verdict; give the verdict.json of an earlier 'longwatch genetics'"
            );
        try
        {
            if (new FileInfo(file) is not { Length: > 0 and <= LargestFile })
                throw new UnreadableInputException(
                    file,
                    null,
                    $"is not JSON of up to {LargestFile >> 20} MB: it is empty, longer, or no regular file; a verdict.json was expected"
                );
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return Sample(file, json.RootElement);
        }
        catch (JsonException error)
        {
            throw new UnreadableInputException(file, $"line {(error.LineNumber ?? 0) + 1}", $"is not JSON: {error.Message}");
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new UnreadableInputException(file, null, $"has not the shape of {VerdictJson.SchemaFile}: {error.Message}");
        }
    }

    private static ComparedSample Sample(string file, JsonElement root)
    {
        RequireVersion(file, root);
        return new(
            root.TryGetProperty("run", out var run) ? run.GetProperty("person").GetString() ?? "" : "",
            Text(root.GetProperty("sample")),
            Code<Compartment>(root.GetProperty("specimen").GetProperty("compartment")),
            null,
            [.. root.GetProperty("sites").GetProperty("sites").EnumerateArray().Select(Site)]
        );
    }

    /// <summary>A verdict of the one version that this program knows.</summary>
    internal static void RequireVersion(string file, JsonElement root)
    {
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("schema_id", out var id)
            || id.ValueKind != JsonValueKind.String
            || id.GetString() != VerdictJson.SchemaId
        )
            throw new UnreadableInputException(
                file,
                null,
                $"is no verdict of this version of Longwatch: schema_id {VerdictJson.SchemaId} was expected"
            );
    }

    private static ComparedSite Site(JsonElement site)
    {
        var spanning = site.GetProperty("spanning_fragments");
        return new(
            Text(site.GetProperty("id")),
            Text(site.GetProperty("contig")),
            site.GetProperty("position").GetInt64() - 1,
            site.GetProperty("vector_reverse").GetBoolean(),
            Code<SiteStatus>(site.GetProperty("status")),
            site.GetProperty("split_fragments").GetInt32() + site.GetProperty("pair_fragments").GetInt32(),
            spanning.ValueKind == JsonValueKind.Null ? null : spanning.GetInt32()
        );
    }

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("a text was expected, not null");

    internal static T Code<T>(JsonElement json)
        where T : struct, Enum
    {
        var code = Text(json);
        foreach (var value in Enum.GetValues<T>())
            if (GeneticCodes.Code(value) == code)
                return value;
        throw new FormatException($"'{code}' is not one of {string.Join(", ", Enum.GetValues<T>().Select(GeneticCodes.Code))}");
    }
}
