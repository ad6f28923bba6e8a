using System.Buffers;
using System.Globalization;
using System.Text;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>Vector sequences in FASTA. Ambiguity codes become N and are counted in a note; what is no base at all is a problem with its line.</summary>
internal static class FastaReader
{
    private static readonly SearchValues<byte> Residues = SearchValues.Create("EFILPQXZ"u8);
    private static readonly SearchValues<byte> Iupac = SearchValues.Create("RYSWKMBDHVNryswkmbdhvn"u8);

    /// <summary>Reads every record.</summary>
    /// <exception cref="UnreadableInputException">Every problem of the file.</exception>
    public static IReadOnlyList<VectorSource> Parse(string name, ReadOnlySpan<byte> text)
    {
        var problems = new ProblemList(name);
        var records = new List<VectorSource>();
        var record = default(Record);
        var lines = new LineReader(text);
        while (lines.Next(out var line))
        {
            line = line.Trim(" \t"u8);
            if (line.IsEmpty)
                continue;
            if (line[0] == '>')
            {
                Finish(record, records, problems, name);
                if (records.Count >= SequenceFile.MostRecords)
                {
                    problems.AtLine(
                        lines.Number,
                        $"has more than {SequenceFile.MostRecords} records; this is no vector file (is it a reference genome?)"
                    );
                    problems.ThrowIfAny();
                }
                record = new Record(HeaderName(line[1..], records.Count + 1), lines.Number);
            }
            else if (record is null)
            {
                problems.AtLine(lines.Number, "FASTA starts with a line '>name' before the bases; this line comes before any");
                record = new Record("unnamed", lines.Number) { Broken = true };
            }
            else
                record.Append(line, lines.Number, problems);
        }
        Finish(record, records, problems, name);
        if (records.Count == 0 && !problems.Any)
            problems.AtLine(null, "is empty; one or more FASTA records were expected");
        foreach (var twice in records.GroupBy(r => r.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            problems.AtLine(null, $"has {twice.Count()} records named '{twice.Key}'; give each its own name");
        problems.ThrowIfAny();
        return records;
    }

    private static void Finish(Record? record, List<VectorSource> records, ProblemList problems, string file)
    {
        if (record is null || record.Broken)
            return;
        if (record.Bases.WrittenCount == 0)
        {
            problems.AtLine(record.Line, $"record '{record.Name}' has no bases");
            return;
        }
        var notes = new List<string>();
        if (record.Ambiguous > 0)
            notes.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{record.Name}: {record.Ambiguous} ambiguous bases were read as N; no evidence is taken there."
                )
            );
        if (record.Uracil > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{record.Name}: {record.Uracil} U were read as T."));
        records.Add(new VectorSource(record.Name, record.Bases.WrittenSpan.ToArray(), null, [], Path.GetFileName(file), notes));
    }

    /// <summary>First word; an accession such as <c>gi|9629357|ref|NC_001802.1|</c> stays whole.</summary>
    private static string HeaderName(ReadOnlySpan<byte> header, int ordinal)
    {
        var text = Encoding.UTF8.GetString(header[..Math.Min(header.Length, 400)]).Trim();
        var word = text.Split((char[])[' ', '\t'], 2)[0];
        var clean = new string([.. word.Where(c => !char.IsControl(c))]);
        return clean.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"record-{ordinal}") : clean[..Math.Min(clean.Length, 100)];
    }

    private sealed class Record(string name, int line)
    {
        public string Name { get; } = name;
        public int Line { get; } = line;
        public ArrayBufferWriter<byte> Bases { get; } = new();
        public int Ambiguous { get; private set; }
        public int Uracil { get; private set; }
        public bool Broken { get; set; }

        public void Append(ReadOnlySpan<byte> line, int number, ProblemList problems)
        {
            if (Broken)
                return;
            if (Bases.WrittenCount + line.Length > SequenceFile.LongestVector)
            {
                Broken = true;
                problems.AtLine(
                    number,
                    $"record '{Name}' has more than {SequenceFile.LongestVector:N0} bases; a vector is shorter (a reference genome belongs to --reference or --mask)"
                );
                return;
            }
            var target = Bases.GetSpan(line.Length);
            var used = 0;
            for (var i = 0; i < line.Length; i++)
            {
                var letter = line[i];
                var code = Nucleotides.Code(letter);
                if (code < Nucleotides.Unknown)
                {
                    target[used++] = "ACGT"u8[code];
                    if (letter is (byte)'U' or (byte)'u')
                        Uracil++;
                }
                else if (Iupac.Contains(letter))
                {
                    target[used++] = (byte)'N';
                    Ambiguous++;
                }
                else if (letter is not ((byte)' ' or (byte)'\t'))
                {
                    Broken = true;
                    problems.AtLine(
                        number,
                        $"column {i + 1}: {Describe(letter)} is no base{Hint(line)}; expected A, C, G, T or an IUPAC code"
                    );
                    return;
                }
            }
            Bases.Advance(used);
        }

        private static string Describe(byte letter) =>
            letter is > 32 and < 127 ? $"'{(char)letter}'" : string.Create(CultureInfo.InvariantCulture, $"byte 0x{letter:X2}");

        private static string Hint(ReadOnlySpan<byte> line) =>
            line.ContainsAny(Residues) ? " (this looks like a protein; a vector is given as DNA)"
            : line.Contains((byte)'-') ? " (this looks like an alignment; give the sequence without gaps)"
            : "";
    }
}
