namespace Longwatch.Statistics.Standardisation;

/// <summary>Where a person stands on the three time scales on one day.</summary>
/// <param name="Age">Days since birth, ≥ 0.</param>
/// <param name="Date">Days since 1 January 1970; may be negative.</param>
/// <param name="SinceOrigin">Days since the infusion or another origin; 0 when follow-up begins there.</param>
public readonly record struct LexisPoint(double Age, double Date, double SinceOrigin);

/// <summary>One person under observation.</summary>
/// <param name="Group">Number of the group in the rate table, from 0.</param>
/// <param name="Entry">When observation begins.</param>
/// <param name="Days">Length of observation, ≥ 0; fractions of days are kept.</param>
/// <param name="Event">Whether the event ended it.</param>
public readonly record struct Followed(int Group, LexisPoint Entry, double Days, bool Event);

/// <summary>Where the three time scales are cut for the answer; an empty list leaves a scale whole.</summary>
/// <param name="Age">Ascending, days of age.</param>
/// <param name="Calendar">Ascending, days since 1 January 1970.</param>
/// <param name="SinceOrigin">Ascending, days since the origin.</param>
public sealed record LexisCuts(IReadOnlyList<double> Age, IReadOnlyList<double> Calendar, IReadOnlyList<double> SinceOrigin)
{
    /// <summary>No cut: one cell per group.</summary>
    public static LexisCuts None { get; } = new([], [], []);
}

/// <summary>Person-time, events and expected events of one cell. <c>default</c> is empty.</summary>
/// <param name="Days">Person-days.</param>
/// <param name="Observed">Events.</param>
/// <param name="Expected">Events expected at the rates of the table.</param>
public readonly record struct LexisCell(double Days, long Observed, double Expected)
{
    internal LexisCell Add(LexisCell other) => new(Days + other.Days, Observed + other.Observed, Expected + other.Expected);
}

/// <summary>A scale of a <see cref="LexisTable"/>.</summary>
public enum LexisScale
{
    Group,
    Age,
    Calendar,
    SinceOrigin,
}

/// <summary>Person-time split by group, age, calendar time and time since the origin.</summary>
/// <remarks>Bands are half open: a person exactly at a cut belongs to the later band, an event on a cut to the earlier one.</remarks>
public sealed class LexisTable
{
    private readonly LexisCell[] cells;
    private readonly int[] sizes;
    private readonly long[] persons;

    internal LexisTable(LexisCell[] cells, int[] sizes, long[] persons) => (this.cells, this.sizes, this.persons) = (cells, sizes, persons);

    /// <summary>Persons by group, those without follow-up among them.</summary>
    public IReadOnlyList<long> PersonsByGroup => persons;

    /// <summary>Everything together.</summary>
    public LexisCell Total
    {
        get
        {
            var sum = default(LexisCell);
            foreach (var cell in cells)
                sum = sum.Add(cell);
            return sum;
        }
    }

    /// <summary>Number of bands of one scale: one more than its cuts; of <see cref="LexisScale.Group"/> the groups of the rate table.</summary>
    public int Bands(LexisScale scale) => sizes[(int)scale];

    /// <summary>Sums over the scales that are not named: one cell per combination of bands, the last named scale fastest.</summary>
    /// <param name="scales">Each at most once.</param>
    /// <exception cref="ArgumentException">A scale is named twice.</exception>
    public LexisCell[] By(params ReadOnlySpan<LexisScale> scales)
    {
        var stride = new int[sizes.Length];
        var length = 1;
        for (var i = scales.Length - 1; i >= 0; i--)
        {
            if (stride[(int)scales[i]] != 0)
                throw new ArgumentException($"{scales[i]} is named twice.", nameof(scales));
            stride[(int)scales[i]] = length;
            length *= sizes[(int)scales[i]];
        }

        var sums = new LexisCell[length];
        for (var at = 0; at < cells.Length; at++)
        {
            var (rest, to) = (at, 0);
            for (var s = sizes.Length - 1; s >= 0; s--)
            {
                to += rest % sizes[s] * stride[s];
                rest /= sizes[s];
            }

            sums[to] = sums[to].Add(cells[at]);
        }

        return sums;
    }
}
