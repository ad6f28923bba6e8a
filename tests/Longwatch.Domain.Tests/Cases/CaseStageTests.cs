using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Specimens;

namespace Longwatch.Domain.Tests.Cases;

public sealed class CaseStageTests
{
    [Theory]
    [InlineData(new CustodyStatus[0], false, null, CaseStage.NeedsSpecimen)]
    [InlineData(new[] { CustodyStatus.Requested }, false, null, CaseStage.AwaitsSpecimen)]
    [InlineData(new[] { CustodyStatus.Shipped }, false, RoundState.Open, CaseStage.AwaitsSpecimen)]
    [InlineData(new[] { CustodyStatus.Requested, CustodyStatus.Received }, false, null, CaseStage.AwaitsTest)]
    [InlineData(new[] { CustodyStatus.Destroyed }, false, null, CaseStage.AwaitsVerdicts)]
    [InlineData(new[] { CustodyStatus.Exhausted }, true, RoundState.Open, CaseStage.AwaitsVerdicts)]
    [InlineData(new[] { CustodyStatus.Received }, true, RoundState.Disagreed, CaseStage.AwaitsAdjudication)]
    [InlineData(new[] { CustodyStatus.Received }, true, RoundState.Agreed, CaseStage.Concluded)]
    [InlineData(new[] { CustodyStatus.Received }, true, RoundState.Adjudicated, CaseStage.Concluded)]
    public void A_case_waits_for_the_next_thing_that_is_missing(
        CustodyStatus[] tumour,
        bool tested,
        RoundState? round,
        CaseStage expected
    ) => Assert.Equal(expected, CaseStages.Of([.. tumour], tested, round));
}
