using System.Globalization;
using System.Text.Json;

namespace Longwatch.Oracles;

/// <summary>
/// Known answers made by other implementations, read from the <c>oracles</c> folder beside the clone (<c>../shared/oracles</c>, or the folder
/// named by LONGWATCH_ORACLES). They are not part of the repository; where they are absent the test skips and says so.
/// </summary>
internal static class Oracle
{
    /// <summary>The <c>expected</c> element of one set.</summary>
    public static JsonElement Expected(string id)
    {
        Deviations.Begin(id);
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(id, "expected.json")));
        return document.RootElement.GetProperty("expected").Clone();
    }

    /// <summary>The rows of one input table as header-to-text dictionaries; quotes are removed, a comma inside them does not divide.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string id, string file)
    {
        var lines = File.ReadAllLines(PathOf(id, file));
        var header = Cells(lines[0]);
        return
        [
            .. lines
                .Skip(1)
                .Where(line => line.Length > 0)
                .Select(line => header.Zip(Cells(line)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)),
        ];
    }

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

    /// <summary>Asserts |actual − expected| ≤ relative × |expected|, with an absolute floor of 1e-300 for expected zeros.</summary>
    public static void Equal(double expected, double actual, double relative, string? what = null)
    {
        Deviations.Note(expected, actual, relative);
        Assert.True(
            Math.Abs(actual - expected) <= (relative * Math.Abs(expected)) + 1e-300,
            string.Create(CultureInfo.InvariantCulture, $"{what} expected {expected:R}, got {actual:R}, relative tolerance {relative:R}")
        );
    }

    /// <summary>The lines of the list of sets; none where there are no sets.</summary>
    public static string[] ManifestLines() =>
        File.Exists(Path.Combine(Root(), "MANIFEST.md")) ? File.ReadAllLines(Path.Combine(Root(), "MANIFEST.md")) : [];

    /// <summary>The names of all sets that there are.</summary>
    public static string[] Sets() =>
        Directory.Exists(Root())
            ? [.. Directory.GetDirectories(Root()).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)]
            : [];

    private static string PathOf(string id, string file)
    {
        var path = Path.Combine(Root(), id, file);
        if (!File.Exists(path))
            Assert.Skip($"known answers not found: {id}/{file}");
        return path;
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("LONGWATCH_ORACLES") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
                return Path.Combine(folder.Parent!.FullName, "shared", "oracles");
        return "shared/oracles";
    }

    private static string[] Cells(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
            return [.. line.Split(',').Select(cell => cell.Trim())];
        // Between quotes are the odd parts of a split at quotes; only the even ones have commas that divide.
        var parts = line.Split('"').Select((part, i) => i % 2 == 0 ? part.Replace(',', '\n') : part);
        return [.. string.Concat(parts).Split('\n').Select(cell => cell.Trim())];
    }
}
