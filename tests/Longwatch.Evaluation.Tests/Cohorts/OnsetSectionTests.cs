using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Cohorts;

public sealed class OnsetSectionTests
{
    private static readonly EvaluationOptions Options = EvaluationOptions.Default;

    [Fact]
    public void Onset_on_day_365_is_within_twelve_months_and_on_day_366_is_not()
    {
        var study = OnsetCohort.Of(2000, new(1900, SecondaryTCell: 365), new(1900, SecondaryTCell: 366), new(1900));
        var share = Find(OnsetSection.Build(study, Options, []), "onset-share-12-months");
        Assert.Equal((1.0, 2.0), (share.Numerator, share.Denominator));
    }

    [Fact]
    public void Cumulative_incidence_lets_death_compete_and_shows_one_minus_km_beside_it()
    {
        // Four patients: death at 100, onset at 200, two followed to 800. F(1 y) = 3/4 · 1/3 = 1/4; 1 − KM = 1/3.
        var study = OnsetCohort.Of(2000, new(100, Death: 100), new(800, SecondaryTCell: 200), new(800), new(800));
        var section = OnsetSection.Build(study, Options, []);
        Assert.Equal(0.25, Find(section, "onset-incidence-stcm-1-years").Value!.Value, 1e-14);
        var table = section.Tables.Single(t => t.Id == "onset-incidence");
        Assert.Equal(1.0 / 3, table.Rows[0].Cells[^1].Number!.Value, 1e-14);
        Assert.Equal(2, table.Rows[0].Cells[2].Number);
        Assert.Equal(EstimateStatus.NoData, Find(section, "onset-incidence-stcm-3-years").Status);
    }

    [Fact]
    public void Median_follow_up_is_the_reverse_estimate_in_months()
    {
        // Deaths at 50 and 60 censor; ends of observation at 300, 600, 900: the reverse curve is 2/3, 1/3, 0.
        var study = OnsetCohort.Of(2000, new(50, Death: 50), new(60, Death: 60), new(300), new(600), new(900));
        var median = CumulativeIncidenceEstimates.MedianFollowUp(study, Options);
        Assert.Equal(600 / (365.25 / 12), median.Value!.Value, 1e-12);
        Assert.Equal(Unit.Months, median.Unit);
    }

    [Fact]
    public void Hazard_bands_split_person_time_and_count_each_event_once()
    {
        // One year and half a year of follow-up; the event at the end of the second.
        var study = OnsetCohort.Of(2000, new(365), new(183, SecondaryTCell: 100));
        var bands = OnsetBands.Of(CohortOutcomes.Of(study.Times, study.Times.SecondaryTCell));
        var month = 365.25 / 12;
        Assert.Equal([0, 1, 0], bands.Events[..3]);
        Assert.Equal(2 * 3 * month / 365.25, bands.PersonYears[0], 1e-12);
        Assert.Equal(((3 * month) + (100 - (3 * month))) / 365.25, bands.PersonYears[1], 1e-12);
        Assert.Equal((365 + 100) / 365.25, bands.PersonYears.Sum(), 1e-12);
    }

    [Fact]
    public void Truncation_correction_lowers_the_share_when_late_onsets_had_less_time_to_be_seen()
    {
        var study = OnsetCohort.Of(
            [
                new(300, SecondaryTCell: 100),
                new(350, SecondaryTCell: 150),
                new(1900, SecondaryTCell: 200),
                new(1900, SecondaryTCell: 500),
                new(1900, SecondaryTCell: 900),
            ],
            [400, 400, 2000, 2000, 2000]
        );
        var corrected = Find(OnsetSection.Build(study, Options, []), "onset-corrected-nonparametric");
        // At 900: n = 3 (limits ≥ 900), d = 1; at 500: n = 2, d = 1: F(365)/F(900) = 2/3 · 1/2 = 1/3, while 3 of 5 were seen within 12 months.
        Assert.Equal(1.0 / 3, corrected.Value!.Value, 1e-14);
    }

    [Fact]
    public void A_cohort_without_cases_and_one_without_patients_are_answered()
    {
        foreach (var study in new[] { OnsetCohort.Of(500, new(400), new(0)), OnsetCohort.Of(500) })
        {
            var section = OnsetSection.Build(study, Options, []);
            Assert.Equal(EstimateStatus.NoData, Find(section, "onset-share-12-months").Status);
            Assert.Equal(EstimateStatus.NoData, Find(section, "onset-equal-hazards").Status);
            Assert.Equal(3, section.Charts.Length);
            Assert.All(section.Charts, c => Assert.Contains(section.Tables, t => t.Id == c.TableId));
        }

        Assert.Equal(EstimateStatus.NoData, CumulativeIncidenceEstimates.MedianFollowUp(OnsetCohort.Of(500), Options).Status);
    }

    [Fact]
    public void A_case_on_the_day_of_infusion_is_carried()
    {
        var study = OnsetCohort.Of(0, new OnsetPatient(0, SecondaryTCell: 0));
        var section = OnsetSection.Build(study, Options, []);
        Assert.Equal(1, Find(section, "onset-share-12-months").Numerator);
    }

    [Fact]
    public void The_curve_for_the_chart_has_at_most_201_points()
    {
        OnsetPatient[] patients =
        [
            .. Enumerable.Range(0, 3000).Select(i => new OnsetPatient(i + 1, SecondaryTCell: i % 50 == 0 ? i + 1 : null)),
        ];
        var table = OnsetSection.Build(OnsetCohort.Of(4000, patients), Options, []).Tables.Single(t => t.Id == "onset-incidence-curve");
        Assert.InRange(table.Rows.Length, 100, 201);
    }

    [Fact]
    public void Estimate_ids_are_unique_and_start_with_the_section()
    {
        var section = OnsetSection.Build(OnsetCohort.Of(2000, new(800, SecondaryTCell: 200), new(800)), Options, []);
        Assert.Equal(section.Estimates.Length, section.Estimates.Select(e => e.Id).Distinct().Count());
        Assert.All(section.Estimates, e => Assert.StartsWith("onset-", e.Id, StringComparison.Ordinal));
    }

    private static Estimate Find(Section section, string id) => section.Estimates.Single(e => e.Id == id);
}
