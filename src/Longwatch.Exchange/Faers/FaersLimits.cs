namespace Longwatch.Exchange.Faers;

/// <summary>How much the reader takes before it refuses.</summary>
public sealed record FaersLimits
{
    public static FaersLimits Default { get; } = new();

    /// <summary>Bytes of one table after unpacking. Default 16 GiB.</summary>
    public long TableBytes { get; init; } = 1L << 34;

    /// <summary>Times that a packed table may grow. FAERS text grows about tenfold; a bomb a thousandfold. Default 100.</summary>
    public int Expansion { get; init; } = 100;

    /// <summary>Bytes of one line. Default 1 MiB.</summary>
    public int LineBytes { get; init; } = 1 << 20;

    /// <summary>Bytes read at once; also what is parsed by one thread at a time. Default 4 MiB.</summary>
    public int BlockBytes { get; init; } = 1 << 22;

    /// <summary>Folders below the one given. Default 4.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Files in the folder, and entries in an archive. Default 10,000.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>Largest share of broken lines of a table that is read nevertheless. Default 1 %.</summary>
    public double BrokenLines { get; init; } = 0.01;

    /// <summary>Problems listed for each file; the rest is counted. Default 20.</summary>
    public int ListedProblems { get; init; } = 20;
}
