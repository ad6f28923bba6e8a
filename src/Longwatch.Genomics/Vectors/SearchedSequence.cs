namespace Longwatch.Genomics.Vectors;

/// <summary>Where else a piece of a vector occurs, found by sequence and never by feature name. Lower values win when several apply.</summary>
public enum SequenceOrigin : byte
{
    /// <summary>In the human genome: every sample has it.</summary>
    HumanGenome = 0,

    /// <summary>In a human transcript only, across an exon junction: cDNA or RNA contamination, or the transgene.</summary>
    HumanTranscript = 1,

    /// <summary>In a wild-type retrovirus (HIV, MLV): an infection shows it too.</summary>
    WildTypeRetrovirus = 2,

    /// <summary>In a plasmid backbone or common cloning vector.</summary>
    PlasmidBackbone = 3,

    /// <summary>So repetitive or simple that a match says nothing.</summary>
    LowComplexity = 4,

    /// <summary>In none of the references searched: the only origin that can carry a positive call.</summary>
    VectorUnique = 5,
}

/// <summary>What a searched sequence is.</summary>
public enum SequenceKind : byte
{
    /// <summary>What integrates: from the start of the 5' LTR to the end of the 3' LTR, or between the inverted repeats.</summary>
    Provirus,

    /// <summary>A transgene without its vector (a CAR coding sequence): presence can be told, sites cannot.</summary>
    Construct,

    /// <summary>The rest of a plasmid: a contaminant class.</summary>
    Backbone,

    /// <summary>A wild-type virus searched for to tell infection from vector.</summary>
    WildType,
}

/// <summary>How the vector integrates; decides the target-site duplication. The figures per family are data (see <c>VectorFamilies</c>).</summary>
public enum VectorFamily : byte
{
    Lentivirus,
    Gammaretrovirus,
    PiggyBac,
    SleepingBeauty,

    /// <summary>Any other (AAV, HBV, HPV, nuclease-mediated): no fixed ends and no duplication are expected.</summary>
    Other,
}

/// <summary>A named stretch of a sequence; zero-based, end exclusive.</summary>
public sealed record SequenceFeature(string Name, string Type, int Start, int End, bool Reverse);

/// <summary>The two terminal repeats of a provirus; zero-based, end exclusive, on the provirus.</summary>
public sealed record TerminalRepeats(int FiveStart, int FiveEnd, int ThreeStart, int ThreeEnd)
{
    public int Length => FiveEnd - FiveStart;
}

/// <summary>One sequence that reads are searched for.</summary>
/// <param name="Name">Unique in the library.</param>
/// <param name="VectorName">Of which vector it is a part; the provirus and the backbone of one plasmid share it.</param>
/// <param name="Bases">Upper-case ACGTN.</param>
/// <param name="Origins">Per position, the origin of the 31-mer that starts there; the last 30 repeat the last one that fits.</param>
/// <param name="Repeats">Null when no terminal repeats were found.</param>
/// <param name="Accession">Where the sequence is from (patent, GenBank, file).</param>
public sealed record SearchedSequence(
    string Name,
    string VectorName,
    SequenceKind Kind,
    VectorFamily Family,
    byte[] Bases,
    SequenceOrigin[] Origins,
    IReadOnlyList<SequenceFeature> Features,
    TerminalRepeats? Repeats,
    string Accession
)
{
    public int Length => Bases.Length;
}

/// <summary>One reference that the mask was built from.</summary>
/// <param name="Covers">What it can mask.</param>
/// <param name="WholeGenome">True for a whole human genome (more than 2.5 Gb).</param>
public sealed record MaskReference(string Name, SequenceOrigin Covers, long Bases, string Sha256, bool WholeGenome);

/// <summary>Vectors ready to be searched for.</summary>
/// <param name="Hash">SHA-256 over sequences, features and mask: the version that a verdict states.</param>
/// <param name="Mask">Every reference looked up.</param>
/// <param name="MaskIsComplete">False when no whole human genome was among them: "unique" then means unique among those given.</param>
/// <param name="Notes">What a reader must know: vectors that cannot be told apart, repeats not found, and so on.</param>
public sealed record CompiledVectors(
    string Hash,
    IReadOnlyList<SearchedSequence> Sequences,
    IReadOnlyList<MaskReference> Mask,
    bool MaskIsComplete,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Length of the k-mers that <see cref="SearchedSequence.Origins"/> labels.</summary>
    public const int K = 31;
}
