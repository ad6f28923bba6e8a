using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using static Longwatch.Domain.Tests.Causality.Assessors;

namespace Longwatch.Domain.Tests.Causality;

/// <summary>Expected answers from the words of the WHO-UMC table and from the proposal of ceilings in domain dossier 3.4.</summary>
public sealed class JudgementTests
{
    [Fact]
    public void Withdrawal_and_rechallenge_are_not_applicable_whatever_is_given()
    {
        var judgement = Of(CausalityCategory.Possible);

        Assert.Equal(CriterionAnswer.NotApplicable, judgement.Criteria[CausalityCriterion.Withdrawal]);
        Assert.Equal(CriterionAnswer.NotApplicable, judgement.Criteria[CausalityCriterion.Rechallenge]);
        Assert.Equal(CriterionAnswer.Met, judgement.Criteria[CausalityCriterion.Time]);
        Assert.Equal("causality.criterion", Refused(Judge(CausalityCategory.Unlikely, time: CriterionAnswer.NotApplicable)));
    }

    [Theory]
    [InlineData(CausalityCategory.Possible, EvidenceLevel.M0, false)]
    [InlineData(CausalityCategory.Probable, EvidenceLevel.M2, true)]
    [InlineData(CausalityCategory.Probable, EvidenceLevel.M3, false)]
    [InlineData(CausalityCategory.Certain, EvidenceLevel.M4, true)]
    [InlineData(CausalityCategory.Certain, EvidenceLevel.M5, false)]
    [InlineData(CausalityCategory.Unassessable, EvidenceLevel.M0, false)]
    [InlineData(CausalityCategory.Conditional, EvidenceLevel.M5, false)]
    public void Above_the_ceiling_of_the_molecular_level_a_long_reason_is_needed(
        CausalityCategory category,
        EvidenceLevel level,
        bool above
    )
    {
        Assert.Equal(above, Judge(category, level, "short") is Result<Judgement>.Refused { Why.Code: "causality.above-ceiling" });
        Assert.IsType<Result<Judgement>.Ok>(Judge(category, level, "An independent laboratory showed the same clone in two biopsies."));
    }

    [Theory]
    [InlineData(CausalityCategory.Possible, CriterionAnswer.NotKnown, CriterionAnswer.Met, CriterionAnswer.Met, "causality.time")]
    [InlineData(CausalityCategory.Probable, CriterionAnswer.Met, CriterionAnswer.NotMet, CriterionAnswer.Met, "causality.other-cause")]
    [InlineData(CausalityCategory.Possible, CriterionAnswer.Met, CriterionAnswer.NotMet, CriterionAnswer.NotMet, null)]
    [InlineData(CausalityCategory.Certain, CriterionAnswer.Met, CriterionAnswer.Met, CriterionAnswer.NotKnown, "causality.definitive")]
    [InlineData(CausalityCategory.Unlikely, CriterionAnswer.NotMet, CriterionAnswer.NotMet, CriterionAnswer.NotMet, null)]
    public void A_category_is_refused_where_its_own_words_exclude_it(
        CausalityCategory category,
        CriterionAnswer time,
        CriterionAnswer alone,
        CriterionAnswer definitive,
        string? code
    ) => Assert.Equal(code, (Judge(category, EvidenceLevel.M5, "reason", time, alone, definitive) as Result<Judgement>.Refused)?.Why.Code);

    [Fact]
    public void Every_part_of_a_judgement_is_in_what_is_signed()
    {
        var judgement = Of(CausalityCategory.Possible);
        var hash = judgement.Content("e1").Hash();

        Assert.NotEqual(hash, judgement.Content("e2").Hash());
        foreach (
            var other in new[]
            {
                Judge(CausalityCategory.Unlikely),
                Judge(CausalityCategory.Possible, EvidenceLevel.M2),
                Judge(CausalityCategory.Possible, reason: "Another."),
                Judge(CausalityCategory.Possible, alone: CriterionAnswer.NotMet),
            }
        )
            Assert.NotEqual(hash, Assert.IsType<Result<Judgement>.Ok>(other).Value.Content("e1").Hash());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void A_verdict_needs_a_reason(string reason) =>
        Assert.Equal("causality.reason-missing", Refused(Judge(CausalityCategory.Unlikely, reason: reason)));
}
