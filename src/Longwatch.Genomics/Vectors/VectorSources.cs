namespace Longwatch.Genomics.Vectors;

/// <summary>Reads vector files: FASTA or GenBank, plain or gzip, told by content; features from GTF or GFF beside a FASTA.</summary>
public static class VectorSources
{
    private static readonly string[] FeatureEndings = [".gtf", ".gff3", ".gff", ".gtf.gz", ".gff3.gz", ".gff.gz"];
    private static readonly string[] SequenceEndings = [".gz", ".fasta", ".fa", ".fna", ".fas", ".seq", ".txt"];

    /// <summary>Reads all files. A path may name its features: <c>V.fa:V.gtf</c>; without, a file of the same stem that lies beside it is taken.</summary>
    /// <exception cref="UnreadableInputException">Every problem of every file.</exception>
    public static IReadOnlyList<VectorSource> Read(IReadOnlyList<string> paths)
    {
        var problems = new List<InputProblem>();
        var sources = new List<VectorSource>();
        foreach (var path in paths)
            try
            {
                var (sequences, features) = Split(path);
                var read = Parse(sequences, SequenceFile.Read(sequences));
                sources.AddRange(features is null ? read : WithFeatures(read, features, SequenceFile.Read(features)));
            }
            catch (UnreadableInputException error)
            {
                problems.AddRange(error.Problems);
            }
        return problems.Count == 0 ? sources : throw new UnreadableInputException(problems);
    }

    /// <summary>Reads the content of one sequence file, already decompressed.</summary>
    /// <param name="name">For messages.</param>
    /// <exception cref="UnreadableInputException">Every problem of the content.</exception>
    public static IReadOnlyList<VectorSource> Parse(string name, ReadOnlyMemory<byte> content)
    {
        var text = content.Span.TrimStart("\uFEFF \t\r\n"u8);
        if (text.StartsWith("LOCUS"u8))
            return GenBankReader.Parse(name, content.Span);
        if (text.IsEmpty || text[0] == '>' || Nucleotides.Code(text[0]) < Nucleotides.Unknown)
            return FastaReader.Parse(name, content.Span);
        throw new UnreadableInputException(
            name,
            "line 1",
            "is neither FASTA (which starts with '>') nor a GenBank flat file (which starts with 'LOCUS'); give the vector in one of them"
        );
    }

    /// <summary>Adds the features of a GTF or GFF file. Features serve pictures only, so what is wrong with them becomes a note and never a refusal.</summary>
    public static IReadOnlyList<VectorSource> WithFeatures(
        IReadOnlyList<VectorSource> sources,
        string name,
        ReadOnlyMemory<byte> content
    ) => FeatureTableReader.Add(sources, Path.GetFileName(name), content.Span);

    private static (string Sequences, string? Features) Split(string path)
    {
        if (!File.Exists(path) && path.LastIndexOf(':') is > 0 and var colon)
            return (path[..colon], path[(colon + 1)..]);
        var stem = path;
        foreach (var ending in SequenceEndings)
            if (stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                stem = stem[..^ending.Length];
        return (path, FeatureEndings.Select(e => stem + e).FirstOrDefault(File.Exists));
    }
}
