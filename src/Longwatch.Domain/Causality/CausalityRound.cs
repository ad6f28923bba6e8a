using System.Collections.Immutable;

namespace Longwatch.Domain.Causality;

public enum RoundState : byte
{
    /// <summary>Not all assessors have signed; each sees only what is their own.</summary>
    Open,

    /// <summary>All have signed the same category.</summary>
    Agreed,

    /// <summary>All have signed, and they differ: somebody else has to adjudicate.</summary>
    Disagreed,
    Adjudicated,
}

/// <summary>One round of assessment: several assessors on the same evidence, side by side.</summary>
/// <param name="Number">1 for the first; each new evidence after a signature opens the next.</param>
/// <param name="Evidence">Fingerprint of the evidence on which the round rests.</param>
/// <param name="Verdicts">At most one of each assessor, drafts and signed ones.</param>
public sealed record CausalityRound(
    int Number,
    string Evidence,
    ImmutableArray<Guid> Assessors,
    ImmutableArray<Verdict> Verdicts,
    Verdict? Adjudication
)
{
    public RoundState State =>
        !IsComplete ? RoundState.Open
        : Adjudication is { IsSigned: true } ? RoundState.Adjudicated
        : Verdicts.Select(v => v.Judgement.Category).Distinct().Count() == 1 ? RoundState.Agreed
        : RoundState.Disagreed;

    /// <summary>True when every assessor has signed, and every signature still holds.</summary>
    public bool IsComplete => Assessors.All(HasSigned);

    public bool AnySigned => Verdicts.Any(v => v.IsSigned);

    /// <summary>The category on which the round ended; null while there is none.</summary>
    public CausalityCategory? Outcome =>
        State switch
        {
            RoundState.Agreed => Verdicts[0].Judgement.Category,
            RoundState.Adjudicated => Adjudication!.Judgement.Category,
            _ => null,
        };

    public Verdict? Of(Guid person) => Verdicts.FirstOrDefault(v => v.Person == person);

    public bool HasSigned(Guid person) => Of(person) is { IsSigned: true };

    /// <summary>This round with one verdict put in the place of the same person's earlier one.</summary>
    internal CausalityRound With(Verdict verdict) => this with { Verdicts = [.. Verdicts.Where(v => v.Person != verdict.Person), verdict] };
}
