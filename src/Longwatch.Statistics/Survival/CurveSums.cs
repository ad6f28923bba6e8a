namespace Longwatch.Statistics.Survival;

/// <summary>Four functionals of one sample at a horizon: the curves and the areas under them.</summary>
/// <param name="Free">Probability of being free of every event.</param>
/// <param name="Incidence">Incidence of the cause of interest.</param>
/// <param name="FreeArea">Mean time lived free of events up to the horizon.</param>
/// <param name="IncidenceArea">Mean time lost to the cause up to the horizon.</param>
internal readonly record struct CurveValues(double Free, double Incidence, double FreeArea, double IncidenceArea);

/// <summary>Running sums over the exit times of a sample, from which the effect of any one subject on the curves follows in constant time.</summary>
/// <remarks>
/// <para>A subject that leaves in row x is in the risk sets up to x only. Left out, the curve before x is that of the table with Y − 1 at risk, in row x its own event is
/// missing, and after x all factors are unchanged: S without it is A(x) × (factor of x without it) × S(t)/S(x), and likewise for the incidence and the areas.</para>
/// <para>The derivative by its weight (infinitesimal jackknife) is in closed form as well, see <see cref="JackknifeVariance"/>.</para>
/// </remarks>
internal sealed class CurveSums
{
    private readonly IncidenceRow[] rows;
    private readonly double horizon;
    private readonly double[] times;
    private readonly CurveValues[] whole;
    private readonly CurveValues[] less;
    private readonly CurveValues[] slope;
    private readonly double[] exposure;

    public CurveSums(ReadOnlySpan<IncidenceRow> all, double horizon)
    {
        var count = 0;
        while (count < all.Length && all[count].Time <= horizon)
            count++;
        (rows, this.horizon) = (all[..count].ToArray(), horizon);
        times = [.. rows.Select(r => r.Time), horizon];
        (whole, less, slope) = (new CurveValues[count + 1], new CurveValues[count + 1], new CurveValues[count + 1]);
        exposure = new double[count + 1];
        whole[0] = less[0] = new(1, 0, times[0], 0);
        slope[0] = default;
        for (var r = 0; r < count; r++)
            Advance(r, times[r + 1] - times[r]);
    }

    /// <summary>Rows up to the horizon; those who leave later are in row <see cref="Rows"/>.</summary>
    public int Rows => rows.Length;

    /// <summary>All subjects.</summary>
    public CurveValues Whole => whole[^1];

    /// <summary>The row in which a time lies.</summary>
    public int RowOf(double time) => time > horizon ? Rows : Array.BinarySearch(times, 0, Rows, time);

    /// <summary>All but one subject that leaves in <paramref name="row"/>.</summary>
    /// <param name="code">0 censored, 1 cause of interest, 2 competing.</param>
    public CurveValues Without(int row, byte code)
    {
        if (row == Rows)
            return less[row];
        var (here, before) = (rows[row], less[row]);
        double others = here.AtRisk - 1;
        var free = others > 0 ? before.Free * (1 - ((here.AnyEvent - (code > 0 ? 1 : 0)) / others)) : before.Free;
        var incidence = before.Incidence + (others > 0 ? before.Free * (here.Events - (code == 1 ? 1 : 0)) / others : 0);
        var left = horizon - here.Time;
        if (here.FreeAfter == 0)
            return new(free, incidence, before.FreeArea + (free * left), before.IncidenceArea + (incidence * left));
        var ratio = free / here.FreeAfter;
        var (rise, area, lost) = Rest(row);
        return new(
            ratio * Whole.Free,
            incidence + (ratio * rise),
            before.FreeArea + (ratio * area),
            before.IncidenceArea + (incidence * left) + (ratio * lost)
        );
    }

    /// <summary>Derivative of the functionals by the weight of one subject that leaves in <paramref name="row"/>.</summary>
    /// <inheritdoc cref="Without" path="/param"/>
    public CurveValues Influence(int row, byte code)
    {
        if (row == Rows)
            return slope[row];
        var here = rows[row];
        var survivors = here.AtRisk - here.AnyEvent;
        var line = exposure[row + 1] - (code > 0 && survivors > 0 ? 1.0 / survivors : 0);
        var level =
            slope[row].Incidence + (here.Rise * (exposure[row] - (1.0 / here.AtRisk))) + (code == 1 ? here.FreeBefore / here.AtRisk : 0);
        var (rise, area, lost) = Rest(row);
        return new(
            line * Whole.Free,
            level + (line * rise),
            slope[row].FreeArea + (line * area),
            slope[row].IncidenceArea + (level * (horizon - here.Time)) + (line * lost)
        );
    }

    /// <summary>From just after a row to the horizon: rise of the incidence, area under S, area under F − F(row).</summary>
    private (double Rise, double Area, double Lost) Rest(int row)
    {
        var here = rows[row];
        return (
            Whole.Incidence - here.Incidence,
            Whole.FreeArea - whole[row].FreeArea,
            Whole.IncidenceArea - whole[row].IncidenceArea - (here.Incidence * (horizon - here.Time))
        );
    }

    /// <summary>From just before row r to just before the next, or to the horizon.</summary>
    private void Advance(int r, double width)
    {
        var row = rows[r];
        whole[r + 1] = Next(whole[r], row.FreeAfter, row.Incidence, width);
        // Whoever leaves later is not among the others at risk here, and so there is at least one other.
        var others = Math.Max(1, row.AtRisk - 1);
        var before = less[r];
        less[r + 1] = Next(
            before,
            before.Free * (1 - ((double)row.AnyEvent / others)),
            before.Incidence + (before.Free * row.Events / others),
            width
        );
        var survivors = row.AtRisk - row.AnyEvent;
        exposure[r + 1] = exposure[r] + (row.AnyEvent > 0 && survivors > 0 ? row.AnyEvent / ((double)row.AtRisk * survivors) : 0);
        slope[r + 1] = Next(
            slope[r],
            row.FreeAfter * exposure[r + 1],
            slope[r].Incidence + (row.Rise * (exposure[r] - (1.0 / row.AtRisk))),
            width
        );
    }

    private static CurveValues Next(CurveValues before, double free, double incidence, double width) =>
        new(free, incidence, before.FreeArea + (width * free), before.IncidenceArea + (width * incidence));
}
