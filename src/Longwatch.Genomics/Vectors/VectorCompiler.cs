using System.Globalization;

namespace Longwatch.Genomics.Vectors;

/// <summary>From vector files and mask references to sequences that reads are searched for. See docs/methods/vector-mask.md.</summary>
public static class VectorCompiler
{
    /// <summary>Most vectors at once.</summary>
    public const int MostVectors = 200;

    /// <summary>Share of the 31-mers of a sequence that a wild-type retrovirus must hold for the sequence to be that virus.</summary>
    private const double VirusShare = 0.8;

    /// <summary>Compiles, or takes the compiled form from the cache when neither vectors nor mask have changed.</summary>
    /// <param name="mask">References beside the built-in ones, which are always used.</param>
    /// <param name="cache">Folder for compiled forms and for the hashes of large references; null to compile each time.</param>
    /// <exception cref="UnreadableInputException">A mask reference cannot be read, or there is no vector.</exception>
    public static CompiledVectors Compile(
        IReadOnlyList<VectorSource> vectors,
        IReadOnlyList<MaskSource> mask,
        DirectoryInfo? cache,
        CancellationToken cancellation
    ) => Compile(vectors, mask, cache, null, cancellation);

    /// <inheritdoc cref="Compile(IReadOnlyList{VectorSource}, IReadOnlyList{MaskSource}, DirectoryInfo?, CancellationToken)"/>
    /// <param name="progress">Told about large references.</param>
    public static CompiledVectors Compile(
        IReadOnlyList<VectorSource> vectors,
        IReadOnlyList<MaskSource> mask,
        DirectoryInfo? cache,
        Action<MaskProgress>? progress,
        CancellationToken cancellation
    )
    {
        if (vectors.Count is 0 or > MostVectors)
            throw new UnreadableInputException(
                "vectors",
                null,
                $"1 to {MostVectors} vectors are searched for at once; {vectors.Count} were given"
            );
        var named = UniqueNames(vectors, out var renamed);
        var hashes = MaskHashes.Of(mask, cache, progress, cancellation);
        var key = VectorHash.Of(named, mask, hashes);
        if (CompiledFile.TryRead(cache, key) is { } cached)
            return cached;
        var compiled = CompileNow(key, named, renamed, [.. mask.Zip(hashes)], progress, cancellation);
        CompiledFile.Write(cache, compiled);
        return compiled;
    }

    /// <summary>Whether a file begins as what <see cref="Save"/> writes.</summary>
    public static bool IsCompiled(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[6];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("LWVECT"u8);
    }

    /// <summary>Opens a compiled form that <see cref="Save"/> wrote.</summary>
    /// <exception cref="UnreadableInputException">Missing, damaged, cut short or of another version.</exception>
    public static CompiledVectors Open(string path) =>
        (CacheFolder.TryRead(path) is { } content ? CompiledFile.TryParse(content) : null)
        ?? throw new UnreadableInputException(
            path,
            null,
            "is no compiled vector of this version, or is damaged; compile it again with longwatch vectors compile"
        );

    /// <summary>Writes the compiled form, whole or not at all.</summary>
    public static void Save(CompiledVectors compiled, string path)
    {
        var beside = $"{path}.part";
        File.WriteAllBytes(beside, CompiledFile.ToBytes(compiled));
        File.Move(beside, path, overwrite: true);
    }

    private static CompiledVectors CompileNow(
        string key,
        IReadOnlyList<VectorSource> vectors,
        IReadOnlyList<string> renamed,
        IReadOnlyList<(MaskSource Source, string Hash)> mask,
        Action<MaskProgress>? progress,
        CancellationToken cancellation
    )
    {
        var notes = vectors.SelectMany(v => v.Notes).Concat(renamed).ToList();
        var cut = new List<CutSequence>();
        foreach (var vector in vectors)
        {
            var (sequences, said) = Topology.Cut(vector);
            cut.AddRange(sequences);
            notes.AddRange(said);
        }
        var masking = new Masking(cut);
        var references = new List<MaskReference>();
        foreach (var (name, covers, content) in VectorLibrary.Mask)
            references.Add(masking.Apply(name, covers, MaskHashes.Of(content), new MemoryStream(content, writable: false), cancellation));
        masking.ApplyBackbones();
        // the human genome last: by then what is viral or plasmid is known
        foreach (var (source, hash) in mask.OrderByDescending(m => m.Source.Covers))
            references.Add(ApplyFile(masking, source, hash, progress, cancellation));
        if (!references.Any(r => r.WholeGenome))
            masking.SuspectContinuations();
        for (var s = 0; s < cut.Count; s++)
            cut[s] = WildTypeIfSo(cut[s], masking.Labels[s], vectors);
        masking.Finish(cut);
        notes.AddRange(masking.Notes);
        var finished = cut.Select((c, s) => Label(c, masking.Labels[s])).ToArray();
        var complete = references.Any(r => r.WholeGenome);
        notes.AddRange(CompilerNotes.Of(finished, references, complete));
        return new CompiledVectors(key, finished, references, complete, notes);
    }

    private static MaskReference ApplyFile(
        Masking masking,
        MaskSource source,
        string hash,
        Action<MaskProgress>? progress,
        CancellationToken cancellation
    )
    {
        try
        {
            using var file = File.OpenRead(source.Path);
            using var watched = new ProgressStream(file, source.Name, progress);
            return masking.Apply(source.Name, source.Covers, hash, watched, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UnreadableInputException(source.Path, null, $"mask reference cannot be read: {error.Message}");
        }
    }

    private static CutSequence WildTypeIfSo(CutSequence cut, SequenceOrigin[] labels, IReadOnlyList<VectorSource> vectors)
    {
        var said = vectors.First(v => v.Name == cut.VectorName).Kind;
        if (cut.Kind == SequenceKind.Backbone || said is not null || labels.Length == 0)
            return cut;
        var viral = labels.Count(l => l == SequenceOrigin.WildTypeRetrovirus);
        return viral >= VirusShare * labels.Length ? cut with { Kind = SequenceKind.WildType } : cut;
    }

    private static SearchedSequence Label(CutSequence cut, SequenceOrigin[] labels)
    {
        var origins = new SequenceOrigin[cut.Bases.Length];
        Array.Fill(origins, labels.Length == 0 ? SequenceOrigin.LowComplexity : labels[^1]);
        labels.CopyTo(origins, 0);
        return new SearchedSequence(
            cut.Name,
            cut.VectorName,
            cut.Kind,
            cut.Family,
            cut.Bases,
            origins,
            cut.Features,
            cut.Repeats,
            cut.Accession
        );
    }

    private static List<VectorSource> UniqueNames(IReadOnlyList<VectorSource> vectors, out List<string> notes)
    {
        notes = [];
        var used = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<VectorSource>();
        foreach (var vector in vectors)
        {
            var name = vector.Name;
            for (var n = 2; !used.Add(name); n++)
                name = string.Create(CultureInfo.InvariantCulture, $"{vector.Name}-{n}");
            if (name != vector.Name)
                notes.Add($"Two vectors are named '{vector.Name}'; the later one ({vector.Accession}) is called '{name}' here.");
            result.Add(vector with { Name = name });
        }
        return result;
    }
}
