using Longwatch.Domain.Signatures;

namespace Longwatch.Domain.Causality;

/// <summary>The judgement of one person on the evidence of one moment; a draft until it is signed.</summary>
/// <param name="Person">Account of the assessor or adjudicator.</param>
/// <param name="Evidence">Fingerprint of the evidence that was judged.</param>
public sealed record Verdict(Guid Person, Judgement Judgement, string Evidence, Signature? Signature)
{
    /// <summary>Signed, and unchanged since.</summary>
    public bool IsSigned => Signature is { } s && s.Signer == Person && s.Covers(Judgement.Content(Evidence));

    /// <summary>Signed once, and changed since: the signature counts no more.</summary>
    public bool IsVoid => Signature is not null && !IsSigned;

    /// <summary>Says nothing of the case, so that a log line cannot either.</summary>
    public override string ToString() => nameof(Verdict);
}
