using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Prediction;

/// <summary>Whether predictions of the risk by one time could be judged.</summary>
public enum HorizonStatus
{
    /// <summary>Judged.</summary>
    Estimated,

    /// <summary>Everybody has left before that time, or all remaining are censored there: the weights are not defined.</summary>
    BeyondFollowUp,

    /// <summary>No event of interest by that time, or nobody without it: there is a Brier score but no area.</summary>
    OneOutcomeOnly,
}

/// <summary>Accuracy of predicted risks of an event by one time, under censoring and competing events.</summary>
/// <param name="Cases">Events of interest seen by the horizon.</param>
/// <param name="Competing">Competing events seen by the horizon.</param>
/// <param name="Free">Still under observation, without any event, after the horizon.</param>
/// <param name="Brier">Weighted mean squared difference.</param>
/// <param name="NullBrier">The same for the Aalen–Johansen estimate given to everybody.</param>
/// <param name="Area">Chance that one who has the event by the horizon has the higher risk than one who has not, the competing events among the latter.</param>
/// <param name="AreaEventFree">The same against those free of any event only.</param>
public readonly record struct HorizonAccuracy(
    HorizonStatus Status,
    int Cases,
    int Competing,
    int Free,
    double Brier,
    double NullBrier,
    double Area,
    double AreaEventFree
)
{
    /// <summary>1 − Brier over that of the null model: the index of prediction accuracy.</summary>
    public double ScaledBrier => 1 - (Brier / NullBrier);
}

/// <summary>Time-dependent Brier score and area under the ROC curve with inverse probability of censoring weights.</summary>
/// <remarks>
/// Graf et al. (1999) Stat Med 18:2529; Gerds and Schumacher (2006); Blanche, Dartigues and Jacqmin-Gadda (2013) Stat Med 32:5381; Kattan and Gerds (2018).
/// The weights are the marginal Kaplan–Meier estimate of being censored, so censoring must not depend on the risk. O(n log n).
/// A case-cohort sample is judged with the inverse of each person's chance of being in it: 1 for cases, who are all in it, and the inverse sampling fraction for all others (Kalbfleisch and Lawless 1988, Stat Med 7:149).
/// Checked against <c>riskRegression::Score</c> with and without competing events, and a calculation by hand; whole weights are the same as so many persons.
/// </remarks>
public static class HorizonPrediction
{
    /// <summary>Judges predictions at one horizon.</summary>
    /// <param name="risk">Predicted probability of the event of interest by the horizon, in 0 … 1.</param>
    /// <param name="times">Time to the first event or censoring; finite, not negative.</param>
    /// <param name="causes">0 censored, 1 the event of interest, 2 and above competing.</param>
    /// <param name="horizon">In the unit of the times; not negative.</param>
    /// <param name="sampling">Inverse chance of each person to be in the sample; finite, above 0. Empty: everybody counts once.</param>
    /// <exception cref="ArgumentException">Lengths differ or a number is out of its range.</exception>
    public static HorizonAccuracy At(
        ReadOnlySpan<double> risk,
        ReadOnlySpan<double> times,
        ReadOnlySpan<int> causes,
        double horizon,
        ReadOnlySpan<double> sampling = default
    )
    {
        Check(risk, times, causes, horizon);
        CensoringWeights.Check(sampling, times.Length);
        var free = CensoringWeights.Of(times, causes, sampling);
        var n = times.Length;
        var (weights, kinds) = (new double[n], new int[n]);
        int cases = 0,
            competing = 0,
            remaining = 0;
        var all = 0.0;
        for (var i = 0; i < n; i++)
        {
            // 1: case, 2: competing event, 3: free at the horizon, 0: censored before, of unknown outcome.
            kinds[i] =
                times[i] > horizon ? 3
                : causes[i] == 0 ? 0
                : Math.Min(causes[i], 2);
            var counts = sampling.IsEmpty ? 1 : sampling[i];
            all += counts;
            weights[i] = kinds[i] switch
            {
                0 => 0,
                3 => counts / free.At(horizon),
                _ => counts / free.Before(times[i]),
            };
            (cases, competing, remaining) = (
                cases + (kinds[i] == 1 ? 1 : 0),
                competing + (kinds[i] == 2 ? 1 : 0),
                remaining + (kinds[i] == 3 ? 1 : 0)
            );
        }

        if (remaining == 0)
            return new(HorizonStatus.BeyondFollowUp, cases, competing, 0, double.NaN, double.NaN, double.NaN, double.NaN);
        var incidence = Incidence(kinds, weights);
        double brier = 0,
            nullBrier = 0;
        for (var i = 0; i < n; i++)
        {
            var outcome = kinds[i] == 1 ? 1 : 0;
            brier += weights[i] * (outcome - risk[i]) * (outcome - risk[i]);
            nullBrier += weights[i] * (outcome - incidence) * (outcome - incidence);
        }

        return new(
            cases == 0 ? HorizonStatus.OneOutcomeOnly : HorizonStatus.Estimated,
            cases,
            competing,
            remaining,
            brier / all,
            nullBrier / all,
            Area(risk, kinds, weights, withCompeting: true),
            Area(risk, kinds, weights, withCompeting: false)
        );
    }

    private static double Area(ReadOnlySpan<double> risk, int[] kinds, double[] weights, bool withCompeting)
    {
        var (ranks, distinct) = WeightedCounts.Rank(risk);
        var controls = new WeightedCounts(distinct);
        for (var i = 0; i < kinds.Length; i++)
            if (kinds[i] == 3 || (withCompeting && kinds[i] == 2))
                controls.Add(ranks[i], weights[i]);
        double agree = 0,
            all = 0;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] != 1)
                continue;
            agree += weights[i] * (controls.Below(ranks[i]) + (controls.At(ranks[i]) / 2));
            all += weights[i] * controls.Total;
        }

        return agree / all;
    }

    /// <summary>The weights of the cases over all weights, which is the Aalen–Johansen estimate at the horizon (Satten and Datta 2001, Am Stat 55:207).</summary>
    private static double Incidence(int[] kinds, double[] weights)
    {
        double cases = 0,
            all = 0;
        for (var i = 0; i < kinds.Length; i++)
            (cases, all) = (cases + (kinds[i] == 1 ? weights[i] : 0), all + weights[i]);
        return cases / all;
    }

    private static void Check(ReadOnlySpan<double> risk, ReadOnlySpan<double> times, ReadOnlySpan<int> causes, double horizon)
    {
        if (risk.Length != times.Length || causes.Length != times.Length)
            throw new ArgumentException($"{risk.Length} risks, {times.Length} times, {causes.Length} causes.", nameof(risk));
        if (!(horizon >= 0 && double.IsFinite(horizon)))
            throw new ArgumentException("The horizon is finite and not negative.", nameof(horizon));
        for (var i = 0; i < times.Length; i++)
            if (!(risk[i] >= 0 && risk[i] <= 1 && times[i] >= 0 && double.IsFinite(times[i]) && causes[i] >= 0))
                throw new ArgumentException($"Person {i} has a risk, time or cause out of its range.", nameof(risk));
    }
}
