namespace Longwatch.Exchange.Faers;

/// <summary>Finds the place of a report by its number. Built once, then read from several threads.</summary>
/// <remarks>Tables come in the order of their reports: the one behind the last is looked at first, so that nearly no number is searched for.</remarks>
internal sealed class ReportIndex
{
    /// <summary>The report is known and not used: superseded, taken back, or given twice.</summary>
    internal const int LeftOut = -2;

    internal const int Unknown = -1;

    private readonly long[] sorted;
    private readonly int[] places;
    private readonly long[] byPlace;

    /// <summary>Arrays that are not copied.</summary>
    /// <param name="sorted">Numbers of all reports, ascending; there may be room behind them.</param>
    /// <param name="places">The place of each, or <see cref="LeftOut"/>; as many as there are numbers.</param>
    /// <param name="byPlace">Numbers of the reports used, by place.</param>
    internal ReportIndex(long[] sorted, int[] places, long[] byPlace) =>
        (this.sorted, this.places, this.byPlace) = (sorted, places, byPlace);

    /// <summary>The place of the number.</summary>
    /// <param name="last">Where the number before it was found.</param>
    internal int Find(long id, int last)
    {
        var next = last + 1;
        if (next >= 0 && next < byPlace.Length && byPlace[next] == id)
            return next;
        var at = Array.BinarySearch(sorted, 0, places.Length, id);
        return at < 0 ? Unknown : places[at];
    }
}
