namespace Longwatch.Statistics.Disproportionality;

/// <summary>When a pair is called a signal of disproportionate reporting by its PRR: all three thresholds are reached.</summary>
/// <param name="Reports">Fewest reports of the pair.</param>
/// <param name="Prr">Smallest proportional reporting ratio; an infinite ratio (no other report of the event) reaches it.</param>
/// <param name="ChiSquared">Smallest chi-squared statistic with Yates' correction.</param>
public sealed record EvansCriteria(int Reports, double Prr, double ChiSquared)
{
    /// <summary>Three reports, PRR 2, chi-squared 4: Evans, Waller and Davis (2001) Pharmacoepidemiol Drug Saf 10:483.</summary>
    public static EvansCriteria Published { get; } = new(3, 2, 4);

    /// <summary>True when the table reaches all three thresholds.</summary>
    public bool Met(TwoByTwo table) => Met(table, table.PrrBy(0).Value, table.YatesChiSquared);

    internal bool Met(TwoByTwo table, double prr, double chiSquared) => table.Both >= Reports && prr >= Prr && chiSquared >= ChiSquared;
}
