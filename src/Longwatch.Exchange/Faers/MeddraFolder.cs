using System.Collections.Frozen;
using Longwatch.Evaluation.Signals;

namespace Longwatch.Exchange.Faers;

/// <summary>Reads MedDRA as its subscribers have it: <c>llt.asc</c>, <c>pt.asc</c>, <c>mdhier.asc</c>, fields between dollar signs. Nothing of it is shipped.</summary>
public static class MeddraFolder
{
    private const int MostLines = 1_000_000;
    private const long MostBytes = 1L << 28;

    /// <summary>Reads the folder.</summary>
    /// <exception cref="IOException">A file is missing or not as MedDRA has it; the message says every problem with its line.</exception>
    public static MedicalDictionary Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var problems = new List<string>();
        var preferred = new Dictionary<long, string>();
        foreach (var (_, fields) in Records(path, "pt.asc", 2, problems))
            preferred[Code(fields[0])] = fields[1];
        var terms = preferred
            .Values.Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(t => t.ToUpperInvariant(), t => t, StringComparer.Ordinal);
        foreach (var (line, fields) in Records(path, "llt.asc", 3, problems))
            if (preferred.TryGetValue(Code(fields[2]), out var term))
                terms.TryAdd(fields[1].ToUpperInvariant(), term);
            else if (problems.Count < 20)
                problems.Add($"llt.asc:{line}: the preferred term {fields[2]} is not in pt.asc; take both files from one version.");
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, fields) in Records(path, "mdhier.asc", 12, problems))
            if (fields[11] == "Y")
                classes[fields[4].ToUpperInvariant()] = fields[7];
        if (problems.Count > 0)
            throw new IOException($"MedDRA in {path} was refused:\n{string.Join('\n', problems)}");
        return new(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(path)),
            terms.ToFrozenDictionary(StringComparer.Ordinal),
            classes.ToFrozenDictionary(StringComparer.Ordinal)
        );
    }

    private static long Code(string field) =>
        long.TryParse(field, System.Globalization.CultureInfo.InvariantCulture, out var code) ? code : -1;

    private static IEnumerable<(int Line, string[] Fields)> Records(string path, string file, int least, List<string> problems)
    {
        var full = Path.Combine(path, file);
        if (!File.Exists(full) || FaersFiles.Length(full) is 0 or > MostBytes)
        {
            problems.Add($"{file}: not there, empty, or too large; give the folder with the ASCII files of one MedDRA version.");
            yield break;
        }

        var line = 0;
        foreach (var text in File.ReadLines(full))
        {
            line++;
            var fields = text.Split('$');
            if (fields.Length >= least && Code(fields[0]) > 0 && line <= MostLines)
                yield return (line, fields);
            else if (text.Length > 0 && problems.Count < 20)
                problems.Add($"{file}:{line}: {fields.Length} fields; at least {least} were expected, the first a code.");
        }
    }
}
