using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Tests.Published;

namespace Longwatch.Evaluation.Tests.Cohorts;

public sealed class UnderAscertainmentTests
{
    // To the data lock 1,461 days are possible. By hand: a case on day 365 and a death on day 730 are complete, one is seen to the end, one is lost on
    // day 300. Observed 365 + 730 + 1461 + 300 = 2856 days; possible 365 + 730 + 1461 + 1461 = 4017 days.
    private static UnderAscertainment FourPersons() =>
        UnderAscertainment.Of(
            CohortInHand.Study(
                EvidenceInHand.Empty,
                [new(Seen: 400, TCell: 365), new(Seen: 730, Death: 730), new(Seen: 1461), new(Seen: 300), new(Seen: 0) { Infused = false }]
            )
        );

    [Fact]
    public void Completeness_is_observed_over_possible_time()
    {
        var completeness = FourPersons().Completeness;

        Assert.Equal(2856.0 / 4017, completeness.Value!.Value, 1e-12);
        Assert.Equal((8, 11), (completeness.Numerator, completeness.Denominator)); // person-years, 7.8 and 11.0, as they are printed
    }

    [Fact]
    public void Cases_of_complete_follow_up_and_their_interval_are_those_observed_over_completeness()
    {
        var complete = FourPersons().CompleteCases(0.95);

        Assert.Equal(4017.0 / 2856, complete.Value!.Value, 1e-12);
        // Exact Poisson limits of 1 are 0.0253 and 5.5716 (domain dossier, known answers).
        Assert.Equal(0.0253 * 4017 / 2856, complete.Intervals[0].Lower, 1e-4);
        Assert.Equal(5.5716 * 4017 / 2856, complete.Intervals[0].Upper, 1e-3);
    }

    [Fact]
    public void The_table_shows_what_each_assumed_rate_in_the_unobserved_time_would_hide()
    {
        var table = FourPersons().Hidden();
        var cases = table.Rows.Select(r => new RowOf(table, r).Number("cases")).ToArray();

        Assert.Equal(1, cases[0], 1e-12);
        Assert.Equal(1 + (0.5 * 1161 / 2856), cases[1], 1e-12);
        Assert.Equal(4017.0 / 2856, cases[2], 1e-12);
        Assert.Equal(1 + (2.0 * 1161 / 2856), cases[3], 1e-12);
    }

    [Fact]
    public void The_least_complete_centre_comes_first_and_a_cohort_without_time_gives_no_number()
    {
        Assert.Equal(4, new RowOf(FourPersons().ByCentre(), FourPersons().ByCentre().Rows[0]).Number("patients"));

        var none = UnderAscertainment.Of(CohortInHand.Study(EvidenceInHand.Empty, [new(Seen: 0) { Infused = false }]));
        Assert.Null(none.Completeness.Value);
        Assert.Null(none.CompleteCases(0.95).Value);
    }
}
