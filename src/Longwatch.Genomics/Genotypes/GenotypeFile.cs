using Longwatch.Genomics.Reads;
using Longwatch.Statistics.Association;

namespace Longwatch.Genomics.Genotypes;

/// <summary>One variant of a file of genotypes.</summary>
/// <param name="Position">Of the first base, counted from 1; 0 where the file does not say.</param>
/// <param name="Id">As in the file; chromosome:position:other:counted where it has none.</param>
/// <param name="Counted">The allele whose copies are counted.</param>
/// <param name="Other">The other allele, or alleles.</param>
public readonly record struct VariantSite(string Chromosome, int Position, string Id, string Counted, string Other);

/// <summary>A file of genotypes of many people, read once from start to end in portions. What is inside is told by content.</summary>
/// <exception cref="UnreadableInputException">By every method: with file, place, and what to do.</exception>
public abstract class GenotypeFile : IDisposable
{
    private protected GenotypeFile(string name) => Name = name;

    /// <summary>As the user named it.</summary>
    public string Name { get; }

    /// <summary>Names of the people, in the order of the genotypes; each once.</summary>
    public IReadOnlyList<string> People { get; private protected init; } = [];

    /// <summary>Bytes of one variant as <see cref="PackedGenotypes"/>.</summary>
    public int BytesPerVariant => PackedGenotypes.Bytes(People.Count);

    /// <summary>How many variants there are; null when only reading tells.</summary>
    public virtual long? Variants => null;

    /// <summary>Share of the file that has been read, 0 to 1.</summary>
    public abstract double Share { get; }

    /// <summary>Opens a PLINK .bed (with .bim and .fam beside it), VCF, BCF, or a table of people by variants.</summary>
    public static GenotypeFile Open(string path)
    {
        if (path.EndsWith(".bim", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".fam", StringComparison.OrdinalIgnoreCase))
            throw new UnreadableInputException(path, null, "is one of three files; name the .bed");
        var source = ByteSource.Open(path);
        var owned = true;
        try
        {
            var (kind, packing) = GenotypeKind.Of(source);
            owned = false;
            switch (kind)
            {
                case GenotypeFormat.Bed:
                    source.Dispose();
                    return new BedFile(path);
                case GenotypeFormat.Bcf:
                    return new BcfFile(source, packing);
                case GenotypeFormat.Vcf:
                    source.Dispose();
                    return new VcfFile(path);
                default:
                    source.Dispose();
                    return new GenotypeTable(path);
            }
        }
        finally
        {
            if (owned)
                source.Dispose();
        }
    }

    /// <summary>Reads the next variants.</summary>
    /// <param name="packed">Room for as many variants as <paramref name="sites"/> has.</param>
    /// <returns>How many were read; fewer than there is room for means the end.</returns>
    public abstract int Read(Span<byte> packed, Span<VariantSite> sites);

    /// <summary>Passes over variants.</summary>
    public virtual void Skip(long variants)
    {
        var (packed, site) = (new byte[BytesPerVariant], new VariantSite[1]);
        while (variants-- > 0 && Read(packed, site) == 1) { }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>The id, or one made of the place where the file has none.</summary>
    private protected static VariantSite Site(string chromosome, int position, string id, string counted, string other) =>
        new(
            chromosome,
            position,
            id is "" or "." ? FormattableString.Invariant($"{chromosome}:{position}:{other}:{counted}") : id,
            counted,
            other
        );

    /// <summary>Refuses an empty name and a name given twice, which would give one person's genotype to another.</summary>
    private protected static void RequireOnce(IReadOnlyList<string> people, string file, Func<int, string> place, string field)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var problems = new List<InputProblem>();
        for (var i = 0; i < people.Count && problems.Count < 20; i++)
            if (people[i].Length == 0)
                problems.Add(new(file, place(i), $"{field}: is empty; give each person the pseudonym that the cohort uses"));
            else if (!seen.TryAdd(people[i], i))
                problems.Add(new(file, place(i), $"{field}: names the same person as {place(seen[people[i]])}; delete one of the two"));
        if (people.Count == 0)
            problems.Add(new(file, null, "names no person; at least two are needed"));
        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
    }
}
