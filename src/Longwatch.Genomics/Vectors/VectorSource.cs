namespace Longwatch.Genomics.Vectors;

/// <summary>One record of a vector file as it was read, before its topology is known.</summary>
/// <param name="Name">From the record; the first word of a FASTA header.</param>
/// <param name="Bases">Upper-case ACGTN.</param>
/// <param name="Circular">As the file says; null when the format has no place to say it (FASTA).</param>
/// <param name="Features">For pictures only: evidence is never taken from a feature.</param>
/// <param name="Accession">GenBank accession, or the file that the record is from.</param>
/// <param name="Notes">What was odd and was mended or left out.</param>
public sealed record VectorSource(
    string Name,
    byte[] Bases,
    bool? Circular,
    IReadOnlyList<SequenceFeature> Features,
    string Accession,
    IReadOnlyList<string> Notes
)
{
    /// <summary>What the user says it is; null to find out from the sequence.</summary>
    public SequenceKind? Kind { get; init; }

    /// <summary>What the user says of its family; null to find out from the sequence.</summary>
    public VectorFamily? Family { get; init; }
}

/// <summary>A reference that vectors are compared with.</summary>
/// <param name="Name">As reports state it; no folder.</param>
/// <param name="Covers">What a match means: <see cref="SequenceOrigin.HumanGenome"/> to <see cref="SequenceOrigin.PlasmidBackbone"/>.</param>
/// <param name="Path">FASTA, plain or gzip.</param>
public sealed record MaskSource(string Name, SequenceOrigin Covers, string Path)
{
    private static readonly (string Word, SequenceOrigin Covers)[] Kinds =
    [
        ("genome=", SequenceOrigin.HumanGenome),
        ("transcript=", SequenceOrigin.HumanTranscript),
        ("retrovirus=", SequenceOrigin.WildTypeRetrovirus),
        ("plasmid=", SequenceOrigin.PlasmidBackbone),
    ];

    public static MaskSource OfFile(string path, SequenceOrigin covers) => new(System.IO.Path.GetFileName(path), covers, path);

    /// <summary>As it is typed: <c>FILE</c> is a human genome or a part of it; <c>transcript=FILE</c>, <c>retrovirus=FILE</c> and <c>plasmid=FILE</c> are the others.</summary>
    public static MaskSource Parse(string text)
    {
        foreach (var (word, covers) in Kinds)
            if (text.Length > word.Length && text.StartsWith(word, StringComparison.OrdinalIgnoreCase) && !File.Exists(text))
                return OfFile(text[word.Length..], covers);
        return OfFile(text, SequenceOrigin.HumanGenome);
    }
}

/// <summary>How far a mask reference has been scanned.</summary>
/// <param name="BytesDone">Of the file as it lies on the disk.</param>
public sealed record MaskProgress(string Name, long BytesDone, long BytesTotal);
