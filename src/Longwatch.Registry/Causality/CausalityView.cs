using System.Collections.Immutable;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;

namespace Longwatch.Registry.Causality;

/// <summary>One assessor of a round, and whether their signature is there; never what they said.</summary>
public sealed record AssessorStanding(Guid Account, string PrintedName, bool IsSigned, bool IsVoid);

/// <summary>One verdict that the reader may see.</summary>
public sealed record VerdictView(string PrintedName, Judgement Judgement, DateTimeOffset? SignedAt, bool IsSigned, bool IsVoid);

/// <summary>One round as one reader may see it.</summary>
public sealed record RoundView(
    int Number,
    RoundState State,
    CausalityCategory? Outcome,
    ImmutableArray<AssessorStanding> Assessors,
    ImmutableArray<VerdictView> Verdicts,
    VerdictView? Adjudication
);

/// <summary>The assessment of a case as one reader may see it. Blinding is kept here: nothing that is not in this record leaves the registry.</summary>
/// <param name="Reopened">New evidence came after the case had ended.</param>
/// <param name="MayAssess">The reader is an assessor of the current round and has not signed.</param>
/// <param name="Draft">The reader's own draft.</param>
/// <param name="DraftVersion">Its version; 0 when there is none.</param>
/// <param name="MayAdjudicate">The round is settled by nobody yet, and the reader is none of its assessors and may adjudicate.</param>
public sealed record CausalityView(
    ImmutableArray<RoundView> Rounds,
    bool Reopened,
    bool MayAssess,
    Judgement? Draft,
    int DraftVersion,
    bool MayAdjudicate
)
{
    public RoundView Current => Rounds[^1];

    internal static CausalityView Of(CausalityRecords stored, CausalityAssessment now, Caller caller, string centre)
    {
        var reader = caller.Account ?? Guid.Empty;
        var names = stored.Names;
        string Name(Guid person) => names.GetValueOrDefault(person) ?? "";
        VerdictView Shown(Verdict v) => new(Name(v.Person), v.Judgement, v.Signature?.At, v.IsSigned, v.IsVoid);
        var current = now.Current;
        var assesses = caller.May(Permission.CausalityAssess, centre) && current.Assessors.Contains(reader) && !current.HasSigned(reader);
        return new(
            [
                .. now.Rounds.Select(r => new RoundView(
                    r.Number,
                    r.State,
                    r.Outcome,
                    [.. r.Assessors.Select(a => new AssessorStanding(a, Name(a), r.HasSigned(a), r.Of(a)?.IsVoid ?? false))],
                    [.. now.Seen(reader, r.Number).Select(Shown)],
                    r.Adjudication is { } settled ? Shown(settled) : null
                )),
            ],
            now.IsReopened,
            assesses,
            assesses ? current.Of(reader)?.Judgement : null,
            assesses ? stored.VersionOf(current.Number, reader, adjudication: false) : 0,
            current.State == RoundState.Disagreed
                && caller.May(Permission.CausalityAdjudicate, centre)
                && !current.Assessors.Contains(reader)
        );
    }
}
