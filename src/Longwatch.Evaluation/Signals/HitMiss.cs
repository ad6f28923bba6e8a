namespace Longwatch.Evaluation.Signals;

/// <summary>Weight of one field of a pair of records, in bits: the log ratio of how likely it is for two records of one case and for two cases.</summary>
/// <remarks>
/// Hit-miss model: a value is recorded as it is, or, with the miss rate, drawn anew from the values of all records. With c = a (2 − a): agreement on a value
/// of relative frequency β gives log₂(1 − c (1 − β)) − log₂ β, disagreement log₂ c, and a missing value nothing.
/// Source: Copas and Hilton 1990, J R Stat Soc A 153:287; Norén, Orre, Bate and Edwards 2007, Data Min Knowl Disc 14:305.
/// </remarks>
internal static class HitMiss
{
    public static double Agreement(double miss, double frequency)
    {
        var c = miss * (2 - miss);
        return Math.Log2(1 - (c * (1 - frequency))) - Math.Log2(frequency);
    }

    public static double Disagreement(double miss) => Math.Log2(miss * (2 - miss));

    /// <summary>Close to each other but not equal: as likely as a miss in one case; in two cases as likely as the values around it are frequent.</summary>
    public static double Near(double miss, double frequencyAround) =>
        Math.Max(Disagreement(miss), Math.Log2(miss / Math.Max(frequencyAround, 1e-12)));
}

/// <summary>The weight of a pair by field, in bits.</summary>
public readonly record struct PairWeight(
    double Age,
    double Sex,
    double Country,
    double Date,
    double Manufacturer,
    double Drugs,
    double Events
)
{
    public double Total => Age + Sex + Country + Date + Manufacturer + Drugs + Events;
}
