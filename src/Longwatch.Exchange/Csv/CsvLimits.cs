namespace Longwatch.Exchange.Csv;

/// <summary>How much a reader takes before it refuses.</summary>
public sealed record CsvLimits
{
    public static CsvLimits Default { get; } = new();

    /// <summary>Bytes of one record, line ends inside quotes included. Default 1 MiB.</summary>
    public int RecordBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of one cell. Default 64 KiB.</summary>
    public int CellBytes { get; init; } = 1 << 16;

    /// <summary>Bytes of one file. Default 16 GiB.</summary>
    public long FileBytes { get; init; } = 1L << 34;

    /// <summary>Errors, and as many warnings, that are listed for each file; the rest is counted. Default 100.</summary>
    public int ListedProblems { get; init; } = 100;
}
