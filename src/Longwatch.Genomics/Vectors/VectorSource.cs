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
    public static MaskSource OfFile(string path, SequenceOrigin covers) => new(System.IO.Path.GetFileName(path), covers, path);
}

/// <summary>How far a mask reference has been scanned.</summary>
/// <param name="BytesDone">Of the file as it lies on the disk.</param>
public sealed record MaskProgress(string Name, long BytesDone, long BytesTotal);
