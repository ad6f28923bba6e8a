using System.Globalization;
using Longwatch.Genomics.Text;
using Longwatch.Statistics.Association;

namespace Longwatch.Genomics.Genotypes;

/// <summary>Genotypes of a VCF, plain or packed: copies of the alleles that are not the reference.</summary>
/// <remarks>A haploid call counts as two copies or none, as in PLINK; a call of which a part is missing is missing.</remarks>
internal sealed class VcfFile : GenotypeFile
{
    private const int FixedFields = 9;

    private readonly LineReader lines;
    private readonly long length;

    public VcfFile(string path)
        : base(path)
    {
        length = new FileInfo(path).Length;
        lines = new(path);
        try
        {
            while (true)
            {
                if (!lines.Next())
                    throw new UnreadableInputException(path, null, "ends before the line #CHROM; the file was cut short");
                if (lines.Line.StartsWith("#CHROM"))
                    break;
                if (!lines.Line.StartsWith("##"))
                    throw new UnreadableInputException(path, lines.Place, "stands where a line beginning with ## or #CHROM was expected");
            }

            string[] header = lines.Line.ToString().Split('\t');
            if (header.Length <= FixedFields)
                throw new UnreadableInputException(
                    path,
                    lines.Place,
                    "names no person: a VCF with genotypes was expected, not one of sites"
                );
            People = header[FixedFields..];
            RequireOnce(People, path, i => FormattableString.Invariant($"column {FixedFields + i + 1}"), "#CHROM");
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    public override double Share => length == 0 ? 1 : 0.5;

    public override int Read(Span<byte> packed, Span<VariantSite> sites)
    {
        var count = 0;
        while (count < sites.Length && lines.Next())
        {
            if (lines.Line.IsWhiteSpace())
                continue;
            sites[count] = Parse(lines.Line, packed.Slice(count * BytesPerVariant, BytesPerVariant));
            count++;
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            lines.Dispose();
    }

    private VariantSite Parse(ReadOnlySpan<char> line, Span<byte> packed)
    {
        Span<Range> fields = stackalloc Range[FixedFields];
        var (count, at) = (0, 0);
        for (; count < FixedFields; count++)
        {
            var next = line[at..].IndexOf('\t');
            if (next < 0)
                break;
            fields[count] = at..(at + next);
            at += next + 1;
        }

        if (count < FixedFields)
            throw Problem(
                FormattableString.Invariant($"has {count + 1} columns; {FixedFields + People.Count} were expected, with tabs between")
            );
        if (!int.TryParse(line[fields[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            throw Problem("POS: is not a whole number");
        if (!(line[fields[8]] is "GT") && !line[fields[8]].StartsWith("GT:"))
            throw Problem("FORMAT: does not begin with GT; genotypes are needed");
        packed.Clear();
        for (var person = 0; person < People.Count; person++)
        {
            if (at > line.Length)
                throw Problem(
                    FormattableString.Invariant($"has genotypes of {person} people; {People.Count} were expected, as in the line #CHROM")
                );
            var rest = line[at..];
            var end = rest.IndexOf('\t');
            var cell = end < 0 ? rest : rest[..end];
            at += cell.Length + 1;
            PackedGenotypes.Add(packed, person, Code(cell, person));
        }

        if (at <= line.Length)
            throw Problem(FormattableString.Invariant($"has more columns than the {FixedFields + People.Count} of the line #CHROM"));
        return Site(
            line[fields[0]].ToString(),
            position,
            line[fields[2]].ToString(),
            line[fields[4]].ToString(),
            line[fields[3]].ToString()
        );
    }

    private int Code(ReadOnlySpan<char> cell, int person)
    {
        var (alleles, copies, missing, inAllele, reference) = (0, 0, false, false, true);
        foreach (var c in cell)
        {
            if (c == ':')
                break;
            if (c is '/' or '|')
            {
                if (!inAllele)
                    throw Problem(
                        FormattableString.Invariant($"{People[person]}: '{cell[..Math.Min(20, cell.Length)].ToString()}' is no genotype")
                    );
                (alleles, copies, inAllele, reference) = (alleles + 1, copies + (reference ? 0 : 1), false, true);
            }
            else if (c == '.')
            {
                (missing, inAllele) = (true, true);
            }
            else if (char.IsAsciiDigit(c))
            {
                (inAllele, reference) = (true, reference && c == '0');
            }
            else
            {
                throw Problem(
                    FormattableString.Invariant($"{People[person]}: '{cell[..Math.Min(20, cell.Length)].ToString()}' is no genotype")
                );
            }
        }

        if (!inAllele)
            throw Problem(FormattableString.Invariant($"{People[person]}: the genotype is empty; write ./. where it is not known"));
        return Ploidy.Code(alleles + 1, copies + (reference ? 0 : 1), missing);
    }

    private UnreadableInputException Problem(string message) => new(Name, lines.Place, message);
}
