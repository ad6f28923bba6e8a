using Longwatch.Genomics.Text;
using Longwatch.Statistics.Association;

namespace Longwatch.Genomics.Genotypes;

/// <summary>A table with a line for each person and a column for each variant: copies 0, 1, 2, or nothing where not known. For panels, not for genomes.</summary>
/// <remarks>A column named <c>chr:position:other:counted</c> has its place and alleles from its name.</remarks>
internal sealed class GenotypeTable : GenotypeFile
{
    /// <summary>Genotypes held at once.</summary>
    private const long Most = 4L << 30;

    private readonly VariantSite[] sites;
    private readonly byte[][] columns;
    private int read;

    public GenotypeTable(string path)
        : base(path)
    {
        using var lines = new LineReader(path);
        var cells = new List<string>();
        do
        {
            if (!lines.Next())
                throw new UnreadableInputException(path, null, "holds no line; a header with the names of the variants was expected");
        } while (lines.Line.IsWhiteSpace() || lines.Line.StartsWith("##"));

        var separator = Cells.SeparatorOf(lines.Line);
        if (!Cells.Split(lines.Line, separator, cells) || cells.Count < 2)
            throw new UnreadableInputException(
                path,
                lines.Place,
                "is no header of a table: a column of pseudonyms, then one column a variant, with tabs between, was expected"
            );
        sites = [.. cells.Skip(1).Select(Named)];
        var width = cells.Count;
        var (people, codes, places) = (new List<string>(), new List<byte[]>(), new List<int>());
        var problems = new List<InputProblem>();
        while (lines.Next() && problems.Count < 20)
        {
            if (lines.Line.IsWhiteSpace())
                continue;
            if (!Cells.Split(lines.Line, separator, cells) || cells.Count != width)
            {
                problems.Add(
                    new(path, lines.Place, FormattableString.Invariant($"has {cells.Count} cells; {width} were expected, as in the header"))
                );
                continue;
            }

            if ((long)(people.Count + 1) * sites.Length > Most)
                throw new UnreadableInputException(path, lines.Place, "makes the table too large to hold; write it as PLINK .bed or BCF");
            people.Add(cells[0]);
            places.Add(lines.Number);
            codes.Add(Row(path, lines.Place, cells, problems));
        }

        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
        RequireOnce(people, path, i => FormattableString.Invariant($"line {places[i]}"), "person");
        People = people;
        columns = new byte[sites.Length][];
        for (var v = 0; v < columns.Length; v++)
        {
            columns[v] = new byte[BytesPerVariant];
            for (var p = 0; p < people.Count; p++)
                PackedGenotypes.Add(columns[v], p, codes[p][v]);
        }
    }

    public override long? Variants => sites.Length;

    public override double Share => sites.Length == 0 ? 1 : (double)read / sites.Length;

    public override int Read(Span<byte> packed, Span<VariantSite> into)
    {
        var count = Math.Min(into.Length, sites.Length - read);
        for (var i = 0; i < count; i++, read++)
        {
            into[i] = sites[read];
            columns[read].CopyTo(packed[(i * BytesPerVariant)..]);
        }

        return count;
    }

    public override void Skip(long variants) => read = (int)Math.Min(sites.Length, read + variants);

    protected override void Dispose(bool disposing) { }

    private byte[] Row(string path, string place, List<string> cells, List<InputProblem> problems)
    {
        var codes = new byte[sites.Length];
        for (var v = 0; v < codes.Length; v++)
        {
            var cell = cells[v + 1];
            codes[v] =
                cell is "0" ? (byte)PackedGenotypes.NoCopy
                : cell is "1" ? (byte)PackedGenotypes.OneCopy
                : cell is "2" ? (byte)PackedGenotypes.TwoCopies
                : (byte)PackedGenotypes.Missing;
            if (codes[v] == PackedGenotypes.Missing && !Cells.IsMissing(cell) && problems.Count < 20)
                problems.Add(
                    new(
                        path,
                        place,
                        $"{sites[v].Id}: '{cell[..Math.Min(20, cell.Length)]}' is no number of copies; give 0, 1, 2, or nothing where it is not known"
                    )
                );
        }

        return codes;
    }

    private static VariantSite Named(string name)
    {
        var parts = name.Split(':');
        return parts.Length == 4 && Cells.Whole(parts[1], out var position) && position is >= 0 and <= int.MaxValue
            ? new(parts[0], (int)position, name, parts[3], parts[2])
            : new("", 0, name, "", "");
    }
}
