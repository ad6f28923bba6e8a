namespace Longwatch.Genomics.Screening;

/// <summary>Which implementation looks for seeds.</summary>
public enum ScanKernel : byte
{
    /// <summary>The vectorised one, unless the environment variable LONGWATCH_SCAN is <c>plain</c>.</summary>
    Automatic,

    /// <summary>The plain one: the oracle of the other.</summary>
    Plain,

    /// <summary>The vectorised one.</summary>
    Packed,
}

/// <summary>How the reads are screened.</summary>
public sealed record ScreeningOptions
{
    /// <summary>Threads that inflate and scan; 1 to 64. The result does not depend on it.</summary>
    public int Threads
    {
        get;
        init => field = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 64 threads");
    } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>Reference genome that a CRAM is decoded with; an indexed FASTA.</summary>
    public FileInfo? Reference { get; init; }

    /// <summary>Most candidate fragments kept. Above it a share is kept, chosen by the hash of the name, so that memory stays bounded.</summary>
    public int MaxFragments
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 or more fragments");
    } = 30_000;

    public ScanKernel Kernel { get; init; }

    /// <summary>Bases between sampled 16-mers of a read: any exact match of 15 bases more than this is found.</summary>
    public const int Stride = 4;

    /// <summary>Matching bases that keep a read wherever in it they lie: below, in a human genome, chance and repeats give most of the matches.</summary>
    public const int MinMatched = 28;

    /// <summary>Matching bases that keep a read when they reach its end without a difference, as in a read across a junction.</summary>
    public const int MinMatchedAtEnd = 20;

    /// <summary>Matching bases that keep a read when they lie in a soft clip.</summary>
    public const int MinMatchedInClip = 16;

    /// <summary>Largest share of mismatches in a matching stretch.</summary>
    public const double MaxMismatchShare = 0.08;

    /// <summary>Bases around the host position of a candidate in which host reads are kept.</summary>
    public const int NeighbourDistance = 1000;

    internal bool UsePlainKernel =>
        Kernel == ScanKernel.Plain || (Kernel == ScanKernel.Automatic && Environment.GetEnvironmentVariable("LONGWATCH_SCAN") is "plain");
}
