using System.Collections.Immutable;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Specimens;

namespace Longwatch.Domain.Cases;

/// <summary>What a case waits for next. Derived from the facts, never stored.</summary>
public enum CaseStage : byte
{
    /// <summary>No tumour specimen has been asked for.</summary>
    NeedsSpecimen,

    /// <summary>Requested, collected or under way.</summary>
    AwaitsSpecimen,

    /// <summary>A tumour specimen is in hand, and no test has a clear result.</summary>
    AwaitsTest,

    /// <summary>The tumour was tested, or cannot be any more; assessors have not been named or have not all signed.</summary>
    AwaitsVerdicts,
    AwaitsAdjudication,
    Concluded,
}

/// <summary>Where cases stand.</summary>
public static class CaseStages
{
    /// <summary>The next thing that a case waits for.</summary>
    /// <param name="tumourSpecimens">Status of every tumour specimen of the neoplasm.</param>
    /// <param name="tested">A test of the tumour has a clear result.</param>
    /// <param name="round">State of the current round; null when nobody has been named.</param>
    public static CaseStage Of(ImmutableArray<CustodyStatus> tumourSpecimens, bool tested, RoundState? round) =>
        round switch
        {
            RoundState.Agreed or RoundState.Adjudicated => CaseStage.Concluded,
            RoundState.Disagreed => CaseStage.AwaitsAdjudication,
            _ when tested => CaseStage.AwaitsVerdicts,
            _ when tumourSpecimens.IsEmpty => CaseStage.NeedsSpecimen,
            _ when tumourSpecimens.Any(InHand) => CaseStage.AwaitsTest,
            _ when tumourSpecimens.Any(s => s is CustodyStatus.Requested or CustodyStatus.Shipped) => CaseStage.AwaitsSpecimen,
            // Everything is used up or destroyed: the assessors judge without a test.
            _ => CaseStage.AwaitsVerdicts,
        };

    private static bool InHand(CustodyStatus status) => status is CustodyStatus.Collected or CustodyStatus.Stored or CustodyStatus.Received;
}
