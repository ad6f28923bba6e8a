using Longwatch.Domain.Specimens;

namespace Longwatch.Domain.Tests.Specimens;

public sealed class TestingConsentTests
{
    private static readonly DateOnly Day = new(2025, 6, 15);

    [Fact]
    public void Nothing_is_tested_unless_consent_was_given_and_not_withdrawn()
    {
        Assert.Equal("consent.not-known", default(TestingConsent).Against(Day)?.Code);
        Assert.Equal("consent.refused", new TestingConsent(Ternary.No, null, null).Against(Day)?.Code);
        Assert.Null(new TestingConsent(Ternary.Yes, null, null).Against(Day));
        Assert.Equal("consent.not-yet", new TestingConsent(Ternary.Yes, Day.AddDays(1), null).Against(Day)?.Code);
        Assert.Null(new TestingConsent(Ternary.Yes, Day, Day.AddDays(1)).Against(Day));
        Assert.Equal("consent.withdrawn", new TestingConsent(Ternary.Yes, Day.AddDays(-9), Day).Against(Day)?.Code);
    }

    [Theory]
    [InlineData("T-25/0042.A", 12.5, AmountUnit.Milligrams, null)]
    [InlineData("T1", null, null, null)]
    [InlineData("", 1.0, AmountUnit.Blocks, "specimen.identifier")]
    [InlineData("Jane Doe", 1.0, AmountUnit.Blocks, "specimen.identifier")]
    [InlineData("T1", 0.0, AmountUnit.Blocks, "specimen.amount")]
    [InlineData("T1", double.NaN, AmountUnit.Blocks, "specimen.amount")]
    [InlineData("T1", 1.0, null, "specimen.amount-unit")]
    public void A_specimen_has_a_label_that_is_no_name_and_an_amount_with_unit(
        string label,
        double? amount,
        AmountUnit? unit,
        string? code
    ) => Assert.Equal(code, (SpecimenDetail.Of(label, amount, unit, Fixation.Fresh) as Result<SpecimenDetail>.Refused)?.Why.Code);
}
