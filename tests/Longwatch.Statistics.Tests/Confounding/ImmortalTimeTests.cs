using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Confounding;
using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Tests.Confounding;

public sealed class ImmortalTimeTests
{
    private const string Set = "B05_time_dependent_immortal";

    [Fact]
    public void The_three_looks_at_the_heart_transplants_agree_with_R()
    {
        var known = Oracle.Expected(Set);

        var compared = ImmortalTime.Compare(Jasa(), 30);

        Agrees(known.GetProperty("naive_ever_treated"), compared.Naive);
        Agrees(known.GetProperty("time_dependent"), compared.TimeDependent);
        Agrees(known.GetProperty("landmark30"), compared.AtLandmark);
        // The whole point: the naive look protects, the others do not.
        Assert.True(compared.Naive.Coefficients[0] < -1 && Math.Abs(compared.TimeDependent.Coefficients[0]) < 0.1);
        Assert.Equal(103, compared.Landmark.Rows.Count + compared.Landmark.EventsBefore + compared.Landmark.EndedBefore);
        Assert.True(compared.ImmortalTime > 0 && compared.EventsExposed < compared.Events);
    }

    [Fact]
    public void Counts_and_immortal_time_of_five_people_are_counted_by_hand()
    {
        // Never exposed with event; exposed at 2 of 10 with event; exposed from the beginning; exposed after the end; no follow-up.
        var data = new LaterExposure([4, 10, 6, 5, 0], [true, true, false, false, true], [double.PositiveInfinity, 2, 0, 9, 1]);
        var compared = ImmortalTime.Compare(data, 3);
        Assert.Equal(
            (4, 1, 2, 2, 1),
            (compared.People, compared.WithoutFollowUp, compared.Exposed, compared.Events, compared.EventsExposed)
        );
        Assert.Equal(2, compared.ImmortalTime);
        Assert.Equal([true, true], compared.Landmark.Exposed.Where((_, i) => i is 1 or 2));
    }

    [Fact]
    public void Without_events_or_exposure_there_is_a_status_and_impossible_times_are_refused()
    {
        var calm = ImmortalTime.Compare(new([3, 4], [false, false], [1, double.PositiveInfinity]), 1);
        Assert.Equal(CoxStatus.NoEvents, calm.TimeDependent.Status);
        var never = ImmortalTime.Compare(new([3, 4], [true, false], [double.PositiveInfinity, double.PositiveInfinity]), 1);
        Assert.Equal(CoxStatus.Collinear, never.Naive.Status);
        Assert.Throws<ArgumentException>(() => ImmortalTime.Compare(new([-1], [true], [0]), 1));
        Assert.Throws<ArgumentException>(() => ImmortalTime.Compare(new([1], [true, false], [0]), 1));
    }

    private static LaterExposure Jasa()
    {
        var rows = Oracle.Rows(Set, "jasa.csv");
        return new(
            [.. rows.Select(r => double.Parse(r["fu"], CultureInfo.InvariantCulture))],
            [.. rows.Select(r => r["fustat"] == "1")],
            [.. rows.Select(r => r["ever_tx"] == "1" ? double.Parse(r["wait"], CultureInfo.InvariantCulture) : double.PositiveInfinity)]
        );
    }

    private static void Agrees(JsonElement known, CoxFit fit)
    {
        Assert.Equal(CoxStatus.Estimated, fit.Status);
        Oracle.Equal(known.GetProperty("coef").EnumerateObject().Single().Value.GetDouble(), fit.Coefficients[0], 1e-8);
        Oracle.Equal(known.GetProperty("var").GetProperty("values")[0][0].GetDouble(), fit.Covariance[0, 0], 1e-8);
        Oracle.Equal(known.GetProperty("loglik").Numbers()[1], fit.LogLikelihood, 1e-10);
        Assert.Equal(known.GetProperty("nevent").GetInt32(), fit.Events);
    }
}
