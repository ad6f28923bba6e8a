using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics;

/// <summary>Which vectors a test searches for, and what is known of the sample beside its reads.</summary>
internal static class SearchedVectors
{
    /// <summary>Vectors that the user named, or those of the product, or the whole library; wild-type HIV and plasmid backbones always beside them, so that an infection and a plasmid are told from an integrated vector.</summary>
    public static CompiledVectors Compile(GeneticTestOptions options, CancellationToken stopping)
    {
        if (options.Vectors.FirstOrDefault(VectorCompiler.IsCompiled) is { } compiled)
            return options.Vectors.Count == 1 && options.Masks.Count == 0
                ? VectorCompiler.Open(compiled)
                : throw new UnreadableInputException(
                    compiled,
                    null,
                    "is compiled, with its mask in it: give it alone, without another --vector and without --mask, or compile all together"
                );
        var sources = options.Vectors.Count > 0 ? Named(options.Vectors) : FromLibrary(options.Product);
        foreach (var virus in VectorLibrary.Vectors.Where(IsVirus).Where(v => sources.All(s => s.Accession != v.Accession)))
            sources.Add(VectorLibrary.Read(virus.Name) with { Kind = SequenceKind.WildType });
        sources.AddRange(VectorLibrary.Backbones().Where(b => !sources.Exists(s => Holds(s.Bases, b.Bases))));
        List<MaskSource> mask = [.. options.Masks.Select(MaskSource.Parse)];
        if (options.Reference is { } reference)
            mask.Add(MaskSource.OfFile(reference, SequenceOrigin.HumanGenome));
        return VectorCompiler.Compile(sources, mask, options.CacheFolder, stopping);
    }

    /// <summary>A given plasmid brings its own backbone. It may be written from another base or on the other strand, so a piece of the middle is looked for.</summary>
    private static bool Holds(byte[] plasmid, byte[] backbone)
    {
        var piece = backbone.AsSpan(backbone.Length / 2, 100);
        return plasmid.AsSpan().IndexOf(piece) >= 0 || plasmid.AsSpan().IndexOf(Nucleotides.ReverseComplement(piece)) >= 0;
    }

    public static RunContext Context(GeneticTestOptions options, ScreeningResult screening, CompiledVectors vectors)
    {
        var ofProduct = options.Product is { } product
            ? VectorLibrary.OfProduct(product).Select(v => v.Accession).ToHashSet(StringComparer.Ordinal)
            : [];
        var searched = vectors.Sequences.FirstOrDefault(s => ofProduct.Contains(s.Accession));
        return new(SampleName(options, screening), options.Compartment)
        {
            Person = options.Known.Person,
            NeighbourFragments = options.Known.RunFragments,
            IndexHopRate = options.Known.HopRate,
            TCellFraction = options.Known.TCellFraction,
            DaysSinceInfusion = options.Known.DaysSinceInfusion,
            PositiveControl = options.Known.PositiveControl,
            BlankControl = options.Known.BlankControl,
            ProductVector = searched?.VectorName,
            ProductVectorSearched = options.Product is null ? null : searched is not null || options.Vectors.Count > 0,
            SoftwareVersion = options.Version,
            ReferenceHash = vectors.Mask.FirstOrDefault(m => m.Name == Path.GetFileName(options.Reference))?.Sha256,
        };
    }

    /// <summary>Files, or names of vectors in the library.</summary>
    private static List<VectorSource> Named(IReadOnlyList<string> vectors)
    {
        var inLibrary = vectors.Where(v =>
            !File.Exists(v) && VectorLibrary.Vectors.Any(l => l.Name.Equals(v, StringComparison.OrdinalIgnoreCase))
        );
        return [.. VectorSources.Read([.. vectors.Except(inLibrary, StringComparer.Ordinal)]), .. inLibrary.Select(VectorLibrary.Read)];
    }

    private static List<VectorSource> FromLibrary(string? product)
    {
        var chosen = product is null ? [] : VectorLibrary.OfProduct(product);
        if (product is not null && chosen.Count == 0)
            throw new UnreadableInputException(
                "--product",
                null,
                $"the library has no vector of {product}; give its sequence with --vector. It has: {string.Join(", ", VectorLibrary.Vectors.Where(v => !IsVirus(v)).Select(v => v.Product).Distinct(StringComparer.Ordinal))}"
            );
        return [.. (product is null ? VectorLibrary.Vectors : chosen).Where(v => !IsVirus(v)).Select(v => VectorLibrary.Read(v.Name))];
    }

    private static bool IsVirus(LibraryVector vector) => vector.Product.StartsWith("wild-type", StringComparison.Ordinal);

    private static string SampleName(GeneticTestOptions options, ScreeningResult screening) =>
        options.SampleId ?? screening.Input.SampleName ?? ReadInput.NameOf(Path.GetFileName(screening.Input.Files[0]));
}
