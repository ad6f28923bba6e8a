using System.Globalization;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Text;
using Longwatch.Statistics.Association;

namespace Longwatch.Genomics.Genotypes;

/// <summary>PLINK 1 binary genotypes: .bed, with the variants in .bim and the people in .fam beside it. The .bim is read along with the .bed.</summary>
/// <remarks>Source: PLINK 1.9 file format reference. The name of a person is the second column of .fam, that of the individual.</remarks>
internal sealed class BedFile : GenotypeFile
{
    private const int HeaderLength = 3;
    private const int Fields = 6;

    private readonly ByteSource bed;
    private readonly LineReader bim;
    private readonly string bimName;
    private readonly long variants;
    private long read;

    public BedFile(string path)
        : base(path)
    {
        var stem = path.EndsWith(".bed", StringComparison.OrdinalIgnoreCase) ? path[..^4] : path;
        People = ReadPeople(stem + ".fam");
        bimName = stem + ".bim";
        bed = ByteSource.Open(path);
        try
        {
            Span<byte> magic = stackalloc byte[HeaderLength];
            if (bed.Read(magic) < HeaderLength || magic is not [0x6C, 0x1B, 0 or 1])
                throw new UnreadableInputException(
                    path,
                    "byte offset 0",
                    "does not begin as a PLINK .bed; write it anew with: plink2 --make-bed"
                );
            if (magic[2] == 0)
                throw new UnreadableInputException(
                    path,
                    "byte offset 2",
                    "holds the variants of one person after the other (the old order); write it anew with: plink --make-bed"
                );
            var bytes = bed.Length - HeaderLength;
            variants = bytes / BytesPerVariant;
            if (bytes % BytesPerVariant != 0)
                throw new UnreadableInputException(
                    path,
                    FormattableString.Invariant($"byte offset {HeaderLength + (variants * BytesPerVariant)}"),
                    FormattableString.Invariant(
                        $"ends within a variant: {People.Count} people of {Path.GetFileName(stem)}.fam take {BytesPerVariant} bytes a variant. The .bed was cut short, or the .fam belongs to another; fetch all three again"
                    )
                );
            bim = new(bimName);
        }
        catch
        {
            bed.Dispose();
            throw;
        }
    }

    public override long? Variants => variants;

    public override double Share => variants == 0 ? 1 : (double)read / variants;

    public override int Read(Span<byte> packed, Span<VariantSite> sites)
    {
        var count = (int)Math.Min(sites.Length, variants - read);
        for (var i = 0; i < count; i++)
            sites[i] = NextSite();
        var wanted = packed[..(count * BytesPerVariant)];
        if (bed.Read(wanted) < wanted.Length)
            throw new UnreadableInputException(Name, null, "became shorter while it was read; do not write it during the analysis");
        read += count;
        if (read == variants && bim.Next() && !bim.Line.IsWhiteSpace())
            throw new UnreadableInputException(
                bimName,
                bim.Place,
                FormattableString.Invariant($"is one variant more than the {variants} of the .bed; fetch all three files again")
            );
        return count;
    }

    public override void Skip(long variants)
    {
        var count = Math.Min(variants, this.variants - read);
        for (var i = 0L; i < count; i++)
            if (!bim.Next())
                throw TooFew();
        read += count;
        bed.Seek(HeaderLength + (read * BytesPerVariant));
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        bed.Dispose();
        bim.Dispose();
    }

    private VariantSite NextSite()
    {
        if (!bim.Next())
            throw TooFew();
        Span<Range> fields = stackalloc Range[Fields + 1];
        var count = Split(bim.Line, fields);
        if (count != Fields)
            throw new UnreadableInputException(
                bimName,
                bim.Place,
                FormattableString.Invariant(
                    $"has {count} fields; six were expected: chromosome, id, centimorgans, position, counted allele (A1), other allele"
                )
            );
        var line = bim.Line;
        if (!int.TryParse(line[fields[3]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var position))
            throw new UnreadableInputException(bimName, bim.Place, $"position: '{Shown(line[fields[3]])}' is not a whole number");
        return Site(
            line[fields[0]].ToString(),
            Math.Max(0, position),
            line[fields[1]].ToString(),
            line[fields[4]].ToString(),
            line[fields[5]].ToString()
        );
    }

    private UnreadableInputException TooFew() =>
        new(
            bimName,
            bim.Place,
            FormattableString.Invariant($"is the last, but the .bed has {variants} variants; fetch all three files again")
        );

    private static string[] ReadPeople(string path)
    {
        using var fam = new LineReader(path);
        var people = new List<string>();
        var problems = new List<InputProblem>();
        Span<Range> fields = stackalloc Range[Fields + 1];
        while (fam.Next())
        {
            if (fam.Line.IsWhiteSpace())
                continue;
            var count = Split(fam.Line, fields);
            if (count == Fields)
                people.Add(fam.Line[fields[1]].ToString());
            else if (problems.Count < 20)
                problems.Add(
                    new(
                        path,
                        fam.Place,
                        FormattableString.Invariant(
                            $"has {count} fields; six were expected: family, person, father, mother, sex, phenotype"
                        )
                    )
                );
        }

        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
        RequireOnce(people, path, i => FormattableString.Invariant($"line {i + 1}"), "person");
        return [.. people];
    }

    private static int Split(ReadOnlySpan<char> line, Span<Range> fields) =>
        line.SplitAny(fields, " \t", StringSplitOptions.RemoveEmptyEntries);

    private static string Shown(ReadOnlySpan<char> text) => text[..Math.Min(40, text.Length)].ToString();
}
