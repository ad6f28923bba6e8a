using System.Globalization;
using System.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>Features of vectors from GTF or GFF3. Given tables have quirks (start after end, coordinates past the end, another sequence name): each is mended or left out, and noted.</summary>
internal static class FeatureTableReader
{
    private const int MostFeatures = 10_000;
    private const int MostNotes = 20;
    private static readonly string[] NameKeys = ["exon_id", "gene_name", "label", "Name", "product", "gene", "gene_id", "ID", "note"];

    public static IReadOnlyList<VectorSource> Add(IReadOnlyList<VectorSource> sources, string file, ReadOnlySpan<byte> text)
    {
        var features = sources.Select(s => s.Features.ToList()).ToArray();
        var notes = sources.Select(s => s.Notes.ToList()).ToArray();
        var fileNotes = new List<string>();
        var others = new SortedSet<string>(StringComparer.Ordinal);
        var lines = new LineReader(text);
        var count = 0;
        while (lines.Next(out var line))
        {
            if (line.StartsWith("##FASTA"u8))
                break;
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (++count > MostFeatures)
            {
                fileNotes.Add($"{file}: has more than {MostFeatures} features; the rest was left out.");
                break;
            }
            var fields = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 10_000)]).Split('\t');
            if (
                fields.Length < 8
                || !int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                || !int.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            )
            {
                Note(
                    fileNotes,
                    file,
                    lines.Number,
                    "is no feature (nine fields with tabs between them, start and end as numbers, were expected) and was left out"
                );
                continue;
            }
            var index = sources.Count == 1 ? 0 : IndexOf(sources, fields[0]);
            if (index < 0)
            {
                Note(
                    fileNotes,
                    file,
                    lines.Number,
                    $"names the sequence '{Short(fields[0])}', which is not in the file beside it, and was left out"
                );
                continue;
            }
            if (!string.Equals(fields[0], sources[index].Name, StringComparison.Ordinal) && others.Count < 5)
                others.Add(Short(fields[0]));
            Place(sources[index], features[index], fileNotes, (file, lines.Number), fields, (start, end));
        }
        if (others.Count > 0)
            fileNotes.Add($"{file}: features of '{string.Join("', '", others)}' were taken for '{sources[0].Name}', the only sequence.");
        if (notes.Length > 0)
            notes[0].AddRange(fileNotes);
        return [.. sources.Select((s, i) => s with { Features = features[i], Notes = notes[i] })];
    }

    private static void Place(
        VectorSource source,
        List<SequenceFeature> features,
        List<string> notes,
        (string File, int Line) at,
        string[] fields,
        (int Start, int End) span
    )
    {
        var (start, end) = span;
        var reverse = fields[6] == "-";
        var name = NameOf(fields);
        if (start > end)
        {
            if (start - end > source.Bases.Length / 2)
            {
                Note(
                    notes,
                    at.File,
                    at.Line,
                    $"'{name}' starts after it ends ({start} to {end}) and may go round the origin; it was left out"
                );
                return;
            }
            Note(notes, at.File, at.Line, $"'{name}' starts after it ends ({start} to {end}); read as {end} to {start}");
            (start, end) = (end, start);
        }
        if (start < 1 || end > source.Bases.Length)
        {
            Note(
                notes,
                at.File,
                at.Line,
                $"'{name}' ({start} to {end}) does not lie on the {source.Bases.Length:N0} bases of '{source.Name}' and was left out"
            );
            return;
        }
        features.Add(new SequenceFeature(name, Short(fields[2]), start - 1, end, reverse));
    }

    private static int IndexOf(IReadOnlyList<VectorSource> sources, string name)
    {
        for (var i = 0; i < sources.Count; i++)
            if (string.Equals(sources[i].Name, name, StringComparison.Ordinal))
                return i;
        return -1;
    }

    private static string NameOf(string[] fields)
    {
        if (fields.Length < 9)
            return Short(fields[2]);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in fields[8].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = part.AsSpan().IndexOfAny('=', ' ');
            if (cut > 0)
                attributes.TryAdd(part[..cut], part[(cut + 1)..].Trim(' ', '"'));
        }
        foreach (var key in NameKeys)
            if (attributes.TryGetValue(key, out var value) && value.Length > 0)
                return Short(value);
        return Short(fields[2]);
    }

    private static string Short(string text)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c))]).Trim();
        return clean.Length == 0 ? "unnamed" : clean[..Math.Min(clean.Length, 80)];
    }

    private static void Note(List<string> notes, string file, int line, string message)
    {
        if (notes.Count < MostNotes)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{file}: line {line}: {message}."));
        else if (notes.Count == MostNotes)
            notes.Add($"{file}: and more of the same kind.");
    }
}
