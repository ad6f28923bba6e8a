using System.Collections.Immutable;
using Longwatch.Domain.Signatures;

namespace Longwatch.Domain.Causality;

/// <summary>Causality of one case by several assessors side by side: a state machine over rounds. Immutable; history is never lost.</summary>
/// <remarks>
/// <para>Blinding: a verdict is seen by its own author; by anybody else only once every assessor of its round has signed, or a later round is complete
/// (<see cref="Seen"/>). A round that new evidence cut short therefore stays closed, since its author is likely to say the same again.</para>
/// <para>Re-opening: <see cref="Know"/> is told the fingerprint of the evidence as it is now, at every loading; when it differs from the one of a
/// round that anybody has signed, the next round is open. Nothing has to remember to re-open a case.</para>
/// </remarks>
public sealed record CausalityAssessment
{
    public const int FewestAssessors = 2;
    public const int MostAssessors = 7;

    private CausalityAssessment(ImmutableArray<CausalityRound> rounds) => Rounds = rounds;

    /// <summary>Oldest first; never empty.</summary>
    public ImmutableArray<CausalityRound> Rounds { get; }

    public CausalityRound Current => Rounds[^1];

    /// <summary>True when an earlier round had ended and new evidence opened this one.</summary>
    public bool IsReopened => Current.State == RoundState.Open && Rounds.SkipLast(1).Any(r => r.Outcome is not null);

    public static Result<CausalityAssessment> Open(IEnumerable<Guid> assessors, string evidence)
    {
        ImmutableArray<Guid> all = [.. assessors];
        if (all.Length is < FewestAssessors or > MostAssessors || all.Distinct().Count() != all.Length)
            return new Refusal("causality.assessors", $"A case is assessed by {FewestAssessors} to {MostAssessors} different persons.");
        return new CausalityAssessment([new(1, evidence, all, [], null)]);
    }

    /// <summary>As it was stored. The rounds are those that this type once gave out.</summary>
    public static CausalityAssessment Restore(IEnumerable<CausalityRound> rounds)
    {
        ImmutableArray<CausalityRound> all = [.. rounds.OrderBy(r => r.Number)];
        if (all.IsEmpty || all.Select((r, i) => r.Number != i + 1).Any(wrong => wrong))
            throw new ArgumentException("Rounds are numbered from 1 without a gap.", nameof(rounds));
        return new(all);
    }

    /// <summary>Takes note of the evidence as it is now. After any signature a change opens the next round; before it, the round goes on with the new evidence.</summary>
    public CausalityAssessment Know(string evidence)
    {
        if (string.Equals(evidence, Current.Evidence, StringComparison.Ordinal))
            return this;
        return Current.Verdicts.Any(v => v.Signature is not null)
            ? new([.. Rounds, new(Current.Number + 1, evidence, Current.Assessors, [], null)])
            : Replacing(Current with { Evidence = evidence, Verdicts = [.. Current.Verdicts.Select(v => v with { Evidence = evidence })] });
    }

    /// <summary>Keeps the unsigned verdict of one assessor.</summary>
    public Result<CausalityAssessment> Draft(Guid assessor, Judgement judgement)
    {
        if (!Current.Assessors.Contains(assessor))
            return NotAssigned;
        if (Current.HasSigned(assessor))
            return new Refusal("causality.signed.conflict", "A signed verdict is not changed; new evidence opens a new round.");
        return Replacing(Current.With(new(assessor, judgement, Current.Evidence, null)));
    }

    /// <summary>Signs the draft of the signer.</summary>
    public Result<CausalityAssessment> Sign(Signature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (!Current.Assessors.Contains(signature.Signer))
            return NotAssigned;
        if (Current.Of(signature.Signer) is not { } draft)
            return new Refusal("causality.nothing-to-sign", "There is no draft to sign.");
        if (draft.IsSigned)
            return new Refusal("causality.signed.conflict", "The verdict is signed already.");
        var signed = draft with { Signature = signature };
        if (signature.Meaning != SignatureMeaning.Assessment || !signed.IsSigned)
            return OtherContent;
        return Replacing(Current.With(signed));
    }

    /// <summary>Settles a difference; by somebody who is no assessor of the round.</summary>
    public Result<CausalityAssessment> Adjudicate(Judgement judgement, Signature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (Current.Assessors.Contains(signature.Signer))
            return new Refusal("causality.adjudicator", "An assessor of the round does not adjudicate it.");
        if (Current.State != RoundState.Disagreed)
            return new Refusal(
                "causality.not-disagreed",
                "Only a round in which all assessors have signed and differ is adjudicated, and once."
            );
        var verdict = new Verdict(signature.Signer, judgement, Current.Evidence, signature);
        if (signature.Meaning != SignatureMeaning.Adjudication || !verdict.IsSigned)
            return OtherContent;
        return Replacing(Current with { Adjudication = verdict });
    }

    /// <summary>Puts another assessor in the place of one who has not signed; a draft goes with its author.</summary>
    public Result<CausalityAssessment> Replace(Guid leaving, Guid coming)
    {
        if (!Current.Assessors.Contains(leaving))
            return NotAssigned;
        if (Current.Of(leaving)?.Signature is not null)
            return new Refusal("causality.signed.conflict", "An assessor who has signed is not replaced.");
        if (Current.Assessors.Contains(coming))
            return new Refusal("causality.assessors", "This person assesses the case already.");
        return Replacing(
            Current with
            {
                Assessors = [.. Current.Assessors.Select(a => a == leaving ? coming : a)],
                Verdicts = [.. Current.Verdicts.Where(v => v.Person != leaving)],
            }
        );
    }

    /// <summary>The verdicts of a round that this reader may see.</summary>
    public ImmutableArray<Verdict> Seen(Guid reader, int round)
    {
        var asked = Rounds.First(r => r.Number == round);
        var open = Rounds.Any(r => r.Number >= round && r.IsComplete);
        return [.. asked.Verdicts.Where(v => open || v.Person == reader)];
    }

    private CausalityAssessment Replacing(CausalityRound current) => new([.. Rounds.SkipLast(1), current]);

    private static Refusal NotAssigned { get; } = new("causality.not-assigned", "Only an assessor of the case gives a verdict on it.");

    private static Refusal OtherContent { get; } =
        new("causality.signature-of-other-content", "The signature does not belong to this content: look at it again and sign anew.");
}
