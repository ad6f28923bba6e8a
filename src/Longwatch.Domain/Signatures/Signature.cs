namespace Longwatch.Domain.Signatures;

/// <summary>What a signer says by signing (21 CFR 11.50: a signature shows its meaning).</summary>
public enum SignatureMeaning : byte
{
    /// <summary>This is my assessment.</summary>
    Assessment,

    /// <summary>This settles a difference between assessors.</summary>
    Adjudication,

    /// <summary>This level is placed beside the rule's level, for the reason given.</summary>
    LevelOverride,
}

/// <summary>An electronic signature: who, when, in what sense, and of exactly which content.</summary>
/// <param name="PrintedName">As the signer's account had it on that day.</param>
/// <param name="At">Moment of signing, UTC.</param>
/// <param name="RecordVersion">Version of the signed record.</param>
/// <param name="ContentHash">SHA-256 of the signed content (<see cref="SignedContent"/>).</param>
public sealed record Signature(
    Guid Signer,
    string PrintedName,
    DateTimeOffset At,
    SignatureMeaning Meaning,
    int RecordVersion,
    string ContentHash
)
{
    /// <summary>True while the record is the one that was signed; any change of content voids the signature.</summary>
    public bool Covers(SignedContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return string.Equals(ContentHash, content.Hash(), StringComparison.Ordinal);
    }

    /// <summary>Names nobody, so that a log line cannot either.</summary>
    public override string ToString() => $"{nameof(Signature)} of version {RecordVersion}";
}
