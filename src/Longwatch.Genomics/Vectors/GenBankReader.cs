using System.Globalization;
using System.Text;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>Vector sequences in GenBank flat files: LOCUS with topology, ACCESSION, FEATURES, ORIGIN; several records in one file.</summary>
internal static class GenBankReader
{
    private const int MostFeatures = 10_000;
    private const int MostNotes = 20;

    /// <summary>Reads every record.</summary>
    /// <exception cref="UnreadableInputException">Every problem of the file.</exception>
    public static IReadOnlyList<VectorSource> Parse(string file, ReadOnlySpan<byte> text)
    {
        var problems = new ProblemList(file);
        var records = new List<VectorSource>();
        Entry? entry = null;
        var lines = new LineReader(text);
        while (lines.Next(out var line))
        {
            if (line.StartsWith("LOCUS"u8))
            {
                if (entry is not null)
                    problems.AtLine(lines.Number, $"a new LOCUS begins before record '{entry.Name}' was ended with '//'");
                entry = Locus(line, lines.Number, problems);
                if (records.Count >= SequenceFile.MostRecords)
                {
                    problems.AtLine(lines.Number, $"has more than {SequenceFile.MostRecords} records; this is no vector file");
                    break;
                }
            }
            else if (line.StartsWith("//"u8))
            {
                if (entry is null)
                    problems.AtLine(lines.Number, "'//' ends a record, but none was begun with LOCUS");
                else
                    Finish(entry, records, problems, file);
                entry = null;
            }
            else if (entry is not null)
                entry.Read(line, lines.Number, problems);
            else if (!line.Trim(" \t"u8).IsEmpty)
                problems.AtLine(lines.Number, "a GenBank record begins with LOCUS; this line belongs to none");
        }
        if (entry is not null)
            problems.AtLine(
                lines.Number,
                $"ends inside record '{entry.Name}': the line '//' is missing, so the file was cut short; fetch it again"
            );
        foreach (var twice in records.GroupBy(r => r.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            problems.AtLine(null, $"has {twice.Count()} records named '{twice.Key}'; give each its own name");
        problems.ThrowIfAny();
        return records;
    }

    private static Entry Locus(ReadOnlySpan<byte> line, int number, ProblemList problems)
    {
        var words = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 500)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var name = words.Length > 1 ? new string([.. words[1].Where(c => !char.IsControl(c)).Take(100)]) : "";
        var unit = Array.IndexOf(words, "bp");
        int? length =
            unit > 1 && int.TryParse(words[unit - 1], NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : null;
        if (words.Contains("aa", StringComparer.Ordinal) && unit < 0)
            problems.AtLine(number, "is a protein record; a vector is given as DNA");
        else if (name.Length == 0 || length is null)
            problems.AtLine(number, "LOCUS must give a name and a length in bp");
        var circular =
            words.Contains("circular", StringComparer.OrdinalIgnoreCase) ? true
            : words.Contains("linear", StringComparer.OrdinalIgnoreCase) ? false
            : (bool?)null;
        return new Entry(name.Length == 0 ? "unnamed" : name, number, length, circular);
    }

    private static void Finish(Entry entry, List<VectorSource> records, ProblemList problems, string file)
    {
        var bases = entry.Bases.ToArray();
        if (bases.Length == 0)
            problems.AtLine(entry.Line, $"record '{entry.Name}' has no bases after ORIGIN (was it saved without the sequence?)");
        else if (entry.StatedLength is { } stated && stated != bases.Length && !entry.TooLong)
            problems.AtLine(entry.Line, $"record '{entry.Name}' says {stated:N0} bp, but {bases.Length:N0} bases follow; fetch it again");
        var features = new List<SequenceFeature>();
        foreach (var (type, location, name, line) in entry.Features)
        {
            var (parts, oddity) = FeatureLocation.Parse(location, bases.Length);
            if (oddity is not null && entry.Notes.Count < MostNotes)
                entry.Notes.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: line {line}: feature '{name}': {oddity}.")
                );
            features.AddRange(parts.Select(p => new SequenceFeature(name, type, p.Start, p.End, p.Reverse)));
        }
        if (entry.Ambiguous > 0)
            entry.Notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{entry.Name}: {entry.Ambiguous} ambiguous bases were read as N; no evidence is taken there."
                )
            );
        var accession = entry.Accession.Length > 0 ? entry.Accession : Path.GetFileName(file);
        records.Add(new VectorSource(entry.Name, bases, entry.Circular, features, accession, entry.Notes));
    }

    private sealed class Entry(string name, int line, int? statedLength, bool? circular)
    {
        private readonly List<byte> bases = [];
        private readonly List<(string Type, StringBuilder Location, string? Name, int Line)> features = [];
        private Part part = Part.Header;
        private bool broken;

        private enum Part
        {
            Header,
            Features,
            Origin,
        }

        public string Name => name;
        public int Line => line;
        public int? StatedLength => statedLength;
        public bool? Circular => circular;
        public string Accession { get; private set; } = "";
        public int Ambiguous { get; private set; }
        public bool TooLong { get; private set; }
        public List<string> Notes { get; } = [];
        public IReadOnlyList<byte> Bases => bases;

        public IEnumerable<(string Type, string Location, string Name, int Line)> Features =>
            features.Select(f => (f.Type, f.Location.ToString(), string.IsNullOrEmpty(f.Name) ? f.Type : f.Name, f.Line));

        public void Read(ReadOnlySpan<byte> text, int number, ProblemList problems)
        {
            if (text.StartsWith("FEATURES"u8))
                part = Part.Features;
            else if (text.StartsWith("ORIGIN"u8))
                part = Part.Origin;
            else if (part == Part.Origin)
                Append(text, number, problems);
            else if (text.Length > 0 && text[0] is not ((byte)' ' or (byte)'\t'))
                ReadHeader(text);
            else if (part == Part.Features)
                ReadFeature(text, number);
        }

        private void ReadHeader(ReadOnlySpan<byte> text)
        {
            part = Part.Header;
            var version = text.StartsWith("VERSION"u8);
            if (!version && !text.StartsWith("ACCESSION"u8))
                return;
            var words = Encoding
                .UTF8.GetString(text[..Math.Min(text.Length, 500)])
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words[1] != "." && (version || Accession.Length == 0))
                Accession = words[1][..Math.Min(words[1].Length, 60)];
        }

        private void ReadFeature(ReadOnlySpan<byte> text, int number)
        {
            var trimmed = text.Trim(" \t"u8);
            if (trimmed.IsEmpty || trimmed.Length > 4_000)
                return;
            var content = Encoding.UTF8.GetString(trimmed);
            var indent = text.IndexOfAnyExcept((byte)' ');
            if (indent is > 0 and < 12)
            {
                var words = content.Split((char[])[' ', '\t'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                if (features.Count < MostFeatures)
                    features.Add((words[0], new StringBuilder(words.Length > 1 ? words[1] : ""), null, number));
                else if (Notes.Count < MostNotes)
                    Notes.Add(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{name}: has more than {MostFeatures} features; the rest was left out."
                        )
                    );
            }
            else if (features.Count > 0)
            {
                var last = features[^1];
                if (content[0] != '/')
                {
                    // a location goes on over several lines until the first qualifier; the text of a qualifier too, and is not needed
                    if (last.Name is null && last.Location.Length < 10_000)
                        last.Location.Append(content);
                }
                else
                    features[^1] = last with { Name = BetterName(last.Name, content) };
            }
        }

        /// <summary>The label of plasmid editors is best, then gene, product and note; an empty text marks that qualifiers have begun.</summary>
        private static string? BetterName(string? current, string qualifier)
        {
            var cut = qualifier.IndexOf('=', StringComparison.Ordinal);
            var key = cut < 0 ? qualifier : qualifier[..cut];
            var value = cut < 0 ? "" : qualifier[(cut + 1)..].Trim('"', ' ');
            var wanted = key is "/label" || (string.IsNullOrEmpty(current) && key is "/gene" or "/product" or "/note" or "/standard_name");
            return wanted && value.Length > 0 ? value[..Math.Min(value.Length, 80)] : current ?? "";
        }

        private void Append(ReadOnlySpan<byte> text, int number, ProblemList problems)
        {
            if (broken)
                return;
            for (var i = 0; i < text.Length; i++)
            {
                var letter = text[i];
                if (letter is (byte)' ' or (byte)'\t' or (>= (byte)'0' and <= (byte)'9'))
                    continue;
                var code = Nucleotides.Code(letter);
                if (code == Nucleotides.Unknown && "RYSWKMBDHVNryswkmbdhvn"u8.IndexOf(letter) < 0)
                {
                    broken = true;
                    problems.AtLine(
                        number,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"column {i + 1}: byte 0x{letter:X2} is no base; expected the numbered lines of ORIGIN"
                        )
                    );
                    return;
                }
                if (bases.Count == SequenceFile.LongestVector)
                {
                    broken = TooLong = true;
                    problems.AtLine(number, $"record '{name}' has more than {SequenceFile.LongestVector:N0} bases; a vector is shorter");
                    return;
                }
                bases.Add("ACGTN"u8[code]);
                if (code == Nucleotides.Unknown)
                    Ambiguous++;
            }
        }
    }
}
