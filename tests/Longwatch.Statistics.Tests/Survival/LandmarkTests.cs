using Longwatch.Statistics.Survival;

namespace Longwatch.Statistics.Tests.Survival;

public sealed class LandmarkTests
{
    [Fact]
    public void Survival_after_a_landmark_is_the_ratio_of_the_whole_curve()
    {
        var (times, outcomes) = Drawn(3);
        bool[] died = [.. outcomes.Select(o => o == 1)];
        var (whole, later) = (KaplanMeier.Estimate(times, died), KaplanMeier.Landmark(times, died, 12));
        Assert.Equal(times.Count(t => t > 12), later.Subjects);
        Assert.Equal(1, later.At(12));
        Assert.All(later.Steps, s => Assert.Equal(whole.At(s.Time) / whole.At(12), s.Survival, 1e-13));
    }

    [Fact]
    public void Incidence_after_a_landmark_is_what_comes_later_among_the_event_free()
    {
        var (times, outcomes) = Drawn(4);
        var (whole, later) = (AalenJohansen.Estimate(times, outcomes, 1), AalenJohansen.Landmark(times, outcomes, 1, 12));
        var free = whole.Steps.Last(s => s.Time <= 12).EventFree;
        Assert.All(later.Steps, s => Assert.Equal((whole.At(s.Time) - whole.At(12)) / free, s.Incidence, 1e-13));
    }

    [Fact]
    public void A_risk_set_that_dies_out_early_does_not_condemn_those_who_enter_later()
    {
        // The only early entrant dies at 2, so that the whole curve is 0; given survival to 3, three are at risk.
        double[] entries = [0, 3, 3, 4];
        double[] exits = [2, 5, 6, 7];
        bool[] died = [true, true, false, true];
        Assert.Equal(0, KaplanMeier.EstimateDelayedEntry(entries, exits, died).At(5));
        Assert.Equal(2.0 / 3, KaplanMeier.Conditional(entries, exits, died, 3).At(5), 1e-15);
    }

    [Fact]
    public void Nobody_after_the_landmark_is_an_empty_curve_and_a_landmark_that_is_no_number_is_refused()
    {
        Assert.Equal(
            (0, 0),
            (KaplanMeier.Landmark([1, 2], [true, true], 5).Subjects, KaplanMeier.Landmark([1, 2], [true, true], 5).Steps.Count)
        );
        Assert.Throws<ArgumentException>(() => KaplanMeier.Landmark([1], [true], double.NaN));
        Assert.Throws<ArgumentException>(() => KaplanMeier.Landmark([1, double.NaN], [true, true], 0));
        Assert.Throws<ArgumentException>(() => AalenJohansen.Landmark([1, 2], [1], 1, 0));
    }

    private static (double[] Times, byte[] Outcomes) Drawn(int seed)
    {
        var random = new System.Random(seed);
        return (
            [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(40))],
            [.. Enumerable.Range(0, 200).Select(_ => (byte)random.Next(3))]
        );
    }
}
