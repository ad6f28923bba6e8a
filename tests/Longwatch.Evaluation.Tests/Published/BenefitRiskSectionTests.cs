using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Oracles;

namespace Longwatch.Evaluation.Tests.Published;

public sealed class BenefitRiskSectionTests
{
    private static readonly BenefitFigure Averted = new(
        "deaths",
        "deaths averted in 5 years",
        "large B-cell lymphoma, second line",
        "axicabtagene_ciloleucel",
        "standard of care",
        800,
        200,
        1400,
        EvidenceInHand.Row()
    );

    private static Section Build(PublishedEvidence evidence) => BenefitRiskSection.Build(evidence, EvaluationOptions.Default);

    [Fact]
    public void Without_a_verified_benefit_figure_the_section_says_what_is_missing()
    {
        var unverified = PooledEvidence.Full with { Benefits = [Averted with { Provenance = EvidenceInHand.Row(EvidenceTag.Unverified) }] };
        foreach (var evidence in new[] { PooledEvidence.Full, unverified, EvidenceInHand.Empty })
        {
            var section = Build(evidence);
            SectionShape.Check(section);
            var missing = section.Estimate("benefit-risk-benefit");
            Assert.Equal(EstimateStatus.NoData, missing.Status);
            Assert.Contains("benefits.csv", missing.Note!, StringComparison.Ordinal);
            Assert.Contains("no verified benefit figure", section.Answer, StringComparison.Ordinal);
        }

        Assert.Single(Build(unverified).Table("benefit-risk-per-10000").Rows, r => r.GreyedBecause is not null);
    }

    [Fact]
    public void Counts_that_contradict_each_other_give_no_bounds()
    {
        var contradictory = PooledEvidence.Full with
        {
            Counts =
            [
                .. EvidenceInHand.Evaluation2024.Counts.Where(c => c.Quantity != CountedQuantity.CasesTransgenePositive),
                EvidenceInHand.Count("ema-2024-04", CountedQuantity.CasesTransgenePositive, 25),
            ],
        };

        var bounds = Build(contradictory).Estimate("benefit-risk-transgene-positive");

        Assert.Equal(EstimateStatus.NotIdentified, bounds.Status);
        Assert.Contains("25 positive of 19 tested", bounds.Note!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verified_benefit_figure_stands_beside_the_risk_with_its_source()
    {
        var section = Build(PooledEvidence.Full with { Benefits = [Averted] });

        SectionShape.Check(section);
        Assert.Equal(800, section.Estimate("benefit-risk-benefit-deaths").Value);
        Assert.Contains("800 per 10,000", section.Answer, StringComparison.Ordinal);
        Assert.Equal(Averted.Provenance.Key, section.Estimate("benefit-risk-benefit-deaths").Sources[0]);
    }

    [Fact]
    public void Reported_cases_per_10000_have_the_exact_interval()
    {
        // 38/42,500: Garwood 6.3273 to 12.2725 per 10,000 (26.8911 and 52.1580 over 4.25, domain dossier).
        var risk = Build(PooledEvidence.Full).Estimate("benefit-risk-stcm");
        Oracle.Equal(38 / 4.25, risk.Value!.Value, 1e-12);
        Oracle.Equal(26.8911 / 4.25, risk.Intervals[0].Lower, 1e-5);
        Oracle.Equal(52.1580 / 4.25, risk.Intervals[0].Upper, 1e-5);
    }

    [Fact]
    public void Transgene_positive_cases_are_given_as_bounds_over_the_untested()
    {
        var evidence = PooledEvidence.Full with
        {
            Counts = [.. PooledEvidence.Full.Counts, EvidenceInHand.Count("ema-2024-04", CountedQuantity.CasesTransgenePositive, 7)],
        };

        var bounds = Assert.Single(Build(evidence).Estimate("benefit-risk-transgene-positive").Intervals);

        // 7 to 26 of 38 cases among 42,500.
        Assert.Null(bounds.Level);
        Oracle.Equal(7 / 4.25, bounds.Lower, 1e-12);
        Oracle.Equal(26 / 4.25, bounds.Upper, 1e-12);
    }
}
