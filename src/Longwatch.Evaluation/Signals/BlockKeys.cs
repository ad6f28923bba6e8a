using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals;

/// <summary>The keys under which reports are compared; 0: none.</summary>
internal sealed class BlockKeys(SpontaneousReports reports, CaseLists lists, PairTable counts)
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    public IEnumerable<ulong[]> All()
    {
        var n = reports.Count;
        var (drug, @event) = (new int[n], new int[n]);
        for (var i = 0; i < n; i++)
            (drug[i], @event[i]) = (RarestDrug(i), RarestEvent(i));
        yield return Keys(i => reports.ManufacturerNumber[i]);
        yield return Keys(i => IsDay(i) && HasAge(i) && @event[i] >= 0 ? Key(1, reports.EventDate[i], AgeSex(i), @event[i]) : 0);
        yield return Keys(i => IsDay(i) && drug[i] >= 0 ? Key(2, reports.EventDate[i], (int)reports.Sex[i], drug[i]) : 0);
        yield return Keys(i => HasAge(i) && drug[i] >= 0 && @event[i] >= 0 ? Key(Key(3, AgeSex(i), drug[i], @event[i])) : 0);
    }

    private ulong[] Keys(Func<int, ulong> of)
    {
        var keys = new ulong[reports.Count];
        Parallel.For(0, keys.Length, i => keys[i] = of(i));
        return keys;
    }

    private bool IsDay(int row) => reports.EventDate[row] % 100 > 0;

    private bool HasAge(int row) => !float.IsNaN(reports.Age[row]);

    private int AgeSex(int row) => (4 * (int)reports.Age[row]) + (int)reports.Sex[row];

    private int RarestDrug(int row)
    {
        var rarest = -1;
        for (var d = lists.DrugStart[row]; d < lists.DrugStart[row + 1]; d++)
            if (
                (lists.Role[d] & ~DrugRoles.Concomitant) != DrugRoles.None
                && (rarest < 0 || counts.Drugs[lists.Drug[d]] < counts.Drugs[rarest])
            )
                rarest = lists.Drug[d];
        return rarest;
    }

    private int RarestEvent(int row)
    {
        var rarest = -1;
        for (var e = lists.EventStart[row]; e < lists.EventStart[row + 1]; e++)
            if (rarest < 0 || counts.Events[lists.Event[e]] < counts.Events[rarest])
                rarest = lists.Event[e];
        return rarest;
    }

    private static ulong Key(ulong kind, int a, int b, int c)
    {
        unchecked // a hash wraps around
        {
            var key = kind;
            key = (key ^ (uint)a) * Multiplier;
            key = (key ^ (key >> 29) ^ (uint)b) * Multiplier;
            key = (key ^ (key >> 31) ^ (uint)c) * Multiplier;
            return Key(key ^ (key >> 32));
        }
    }

    /// <summary>Never 0, which means none.</summary>
    private static ulong Key(ulong key) => key == 0 ? 1 : key;
}
