namespace Longwatch.Domain.Evidence;

/// <summary>How well a published statement is known.</summary>
public enum EvidenceTag : byte
{
    /// <summary>[V] The text of the source itself was seen.</summary>
    Seen,

    /// <summary>[V2] Seen in a secondary source.</summary>
    SeenSecondhand,

    /// <summary>[MK] Background knowledge, not verified: carried and shown, never counted.</summary>
    Unverified,

    /// <summary>[D] Derived here from tagged inputs.</summary>
    Derived,

    /// <summary>[X] Seen and judged unreliable: listed so that nobody finds it again, never counted.</summary>
    Rejected,
}

/// <summary>Where a row of published evidence comes from.</summary>
/// <param name="Source">Citation in words.</param>
/// <param name="Address">Address of the source, or the address where it is to be verified.</param>
/// <param name="Date">Date of the statement, as far as it is known.</param>
/// <param name="File">File of the data set that holds the row.</param>
/// <param name="Line">1-based line of the row in that file.</param>
public sealed record Provenance(string Source, string Address, EvidenceTag Tag, PartialDate Date, string? Note, string File, int Line)
{
    /// <summary>True when the row may enter a number; unverified and rejected rows never do.</summary>
    public bool Counts => Tag is EvidenceTag.Seen or EvidenceTag.SeenSecondhand or EvidenceTag.Derived;

    /// <summary>Stable key of the source of one row: file and line.</summary>
    public string Key => $"{File}:{Line}";
}
