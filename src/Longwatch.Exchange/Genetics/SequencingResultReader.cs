using System.Collections.Immutable;
using System.Text.Json;
using Longwatch.Genomics;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Exchange.Genetics;

/// <summary>Reads an uploaded <c>verdict.json</c> as a result of a test; within limits, since it comes from outside.</summary>
public static class SequencingResultReader
{
    /// <summary>Longest file that is taken, in bytes; a verdict with a thousand sites has about 3 MB.</summary>
    public const int LongestFile = 16 << 20;

    private const int MostSites = 10_000;
    private const int LongestText = 4_000;

    /// <summary>Reads the bytes of one verdict.</summary>
    /// <param name="name">How messages call the file; never its name at the sender's, which could name a person.</param>
    /// <exception cref="UnreadableInputException">Not a verdict of a version that is known, or beyond a limit; says what is wrong.</exception>
    public static SequencingResult Read(string name, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length is 0 or > LongestFile)
            throw new UnreadableInputException(name, null, $"is empty or longer than {LongestFile >> 20} MB; a verdict.json was expected");
        try
        {
            using var json = JsonDocument.Parse(bytes);
            VerdictReader.RequireVersion(name, json.RootElement);
            return Result(name, json.RootElement);
        }
        catch (JsonException error)
        {
            throw new UnreadableInputException(name, $"line {(error.LineNumber ?? 0) + 1}", "is not JSON");
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new UnreadableInputException(name, null, $"has not the shape of {VerdictJson.SchemaFile}");
        }
    }

    private static SequencingResult Result(string name, JsonElement root)
    {
        var verdict = root.GetProperty("verdict");
        var (specimen, quantities, sites) = (root.GetProperty("specimen"), root.GetProperty("quantities"), root.GetProperty("sites"));
        var limit = quantities.GetProperty("detection_limit");
        var lists = root.GetProperty("setting").GetProperty("cancer_gene_lists").GetArrayLength();
        var list = sites.GetProperty("sites");
        if (list.GetArrayLength() > MostSites)
            throw new UnreadableInputException(name, null, $"has more than {MostSites} sites");
        var copies = quantities
            .GetProperty("copy_numbers")
            .EnumerateArray()
            .Select(c => c.GetProperty("per_cell"))
            .Where(c => Number(c, "value") is not null)
            .OrderByDescending(c => Number(c, "value"))
            .FirstOrDefault();
        var counted = copies.ValueKind == JsonValueKind.Object;
        return new(
            Text(root, "sample")!,
            Text(root.GetProperty("run"), "person"),
            Text(root, "version")!,
            Code<VerdictClass>(verdict, "class"),
            Text(verdict, "sentence")!,
            [.. verdict.GetProperty("reasons").EnumerateArray().Take(50).Select(r => Short(r.GetString()) ?? "")],
            Text(specimen, "compartment")!,
            Share(specimen, "purity"),
            counted ? Positive(copies, "value") : null,
            counted ? Positive(copies, "lower") : null,
            counted ? Positive(copies, "upper") : null,
            Positive(limit, "copies_per_cell"),
            Text(limit, "why_not"),
            sites.GetProperty("placed").GetBoolean(),
            [.. list.EnumerateArray().Select(s => Site(s, lists > 0))],
            Text(root.GetProperty("vectors"), "hash")!,
            Text(root.GetProperty("setting"), "rules_version")!
        );
    }

    private static SequencingSite Site(JsonElement site, bool listed)
    {
        var annotation = site.GetProperty("annotation");
        var known = annotation.ValueKind == JsonValueKind.Object;
        var fraction = site.GetProperty("fraction");
        ImmutableArray<string> cancer = known
            ? [.. annotation.GetProperty("cancer_genes").EnumerateArray().Select(g => Text(g, "gene")!).Distinct(StringComparer.Ordinal)]
            : [];
        return new(
            Text(site, "contig")!,
            site.GetProperty("position").GetInt64(),
            Code<SiteStatus>(site, "status"),
            known ? Gene(annotation) : null,
            cancer,
            known && listed && annotation.GetProperty("assessable").GetBoolean(),
            fraction.ValueKind == JsonValueKind.Object ? Share(fraction.GetProperty("cell_fraction"), "value") : null
        );
    }

    private static string? Gene(JsonElement annotation)
    {
        var within = annotation.GetProperty("containing_genes").EnumerateArray().FirstOrDefault();
        var nearest = annotation.GetProperty("nearest_start");
        return within.ValueKind == JsonValueKind.Object ? Text(within, "gene")
            : nearest.ValueKind == JsonValueKind.Object ? Text(nearest, "gene")
            : null;
    }

    private static string? Text(JsonElement json, string name) => Short(json.GetProperty(name).GetString());

    private static string? Short(string? text) =>
        text is { Length: > LongestText } ? throw new FormatException("a text is too long") : text;

    private static double? Number(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : null;

    private static double? Positive(JsonElement json, string name) =>
        Number(json, name) is { } value
            ? value is >= 0 and <= 1e6
                ? value
                : throw new FormatException("a number is out of range")
            : null;

    private static double? Share(JsonElement json, string name) =>
        Number(json, name) is { } value
            ? value is >= 0 and <= 1
                ? value
                : throw new FormatException("a share is not from 0 to 1")
            : null;

    private static T Code<T>(JsonElement json, string name)
        where T : struct, Enum => VerdictReader.Code<T>(json.GetProperty(name));
}
