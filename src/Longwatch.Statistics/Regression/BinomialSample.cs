namespace Longwatch.Statistics.Regression;

/// <summary>Events among trials with their covariates, laid out for regression: column by column, padded to whole vectors.</summary>
/// <remarks>
/// Immutable: what is given is copied. A row may be one person (1 trial) or a group; fractional counts serve as weights. An intercept is a column of ones.
/// </remarks>
public sealed class BinomialSample
{
    /// <summary>Rows are padded with rows without trials to a multiple of this, columns with zeros to a multiple of 4.</summary>
    internal const int RowTile = 16;

    private const int ColumnTile = 4;

    private BinomialSample(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Stride = (rows + RowTile - 1) / RowTile * RowTile;
        PaddedColumns = (columns + ColumnTile - 1) / ColumnTile * ColumnTile;
        Design = new double[checked(Stride * PaddedColumns)];
        Events = new double[Stride];
        Trials = new double[Stride];
        Offsets = new double[Stride];
    }

    private BinomialSample(BinomialSample other, double[] offsets)
    {
        (Rows, Columns, Stride, PaddedColumns) = (other.Rows, other.Columns, other.Stride, other.PaddedColumns);
        (Design, Events, Trials, Offsets) = (other.Design, other.Events, other.Trials, offsets);
    }

    /// <summary>Observations, padding not counted.</summary>
    public int Rows { get; }

    /// <summary>Coefficients, padding not counted.</summary>
    public int Columns { get; }

    internal int Stride { get; }
    internal int PaddedColumns { get; }

    /// <summary>Column j from j × Stride.</summary>
    internal double[] Design { get; }
    internal double[] Events { get; }
    internal double[] Trials { get; }
    internal double[] Offsets { get; }

    /// <summary>Sum of the events.</summary>
    public double TotalEvents => Events.Sum();

    /// <summary>Sum of the trials.</summary>
    public double TotalTrials => Trials.Sum();

    /// <summary>From one array per observation.</summary>
    /// <param name="design">One array per observation, all of one length; finite.</param>
    /// <param name="events">0 ≤ events ≤ trials.</param>
    /// <param name="trials">≥ 0, finite; rows without any trial say nothing.</param>
    /// <exception cref="ArgumentException">Lengths differ, a covariate is not finite, or counts are out of range.</exception>
    public static BinomialSample FromRows(IReadOnlyList<double[]> design, IReadOnlyList<double> events, IReadOnlyList<double> trials)
    {
        if (events.Count != design.Count || trials.Count != design.Count)
            throw new ArgumentException("One count of events and one of trials belong to each row.", nameof(events));
        var sample = new BinomialSample(design.Count, design.Count == 0 ? 0 : design[0].Length);
        for (var i = 0; i < design.Count; i++)
        {
            if (design[i].Length != sample.Columns)
                throw new ArgumentException($"Row {i} has {design[i].Length} columns, the first {sample.Columns}.", nameof(design));
            for (var j = 0; j < sample.Columns; j++)
                sample.Design[(j * sample.Stride) + i] = design[i][j];
            (sample.Events[i], sample.Trials[i]) = (events[i], trials[i]);
        }

        Check(sample, nameof(design), nameof(events));
        return sample;
    }

    /// <summary>From one array per covariate.</summary>
    /// <param name="columns">One array per covariate, as long as <paramref name="events"/>; finite.</param>
    /// <param name="events">0 ≤ events ≤ trials.</param>
    /// <param name="trials">≥ 0, finite.</param>
    /// <exception cref="ArgumentException">Lengths differ, a covariate is not finite, or counts are out of range.</exception>
    public static BinomialSample FromColumns(IReadOnlyList<double[]> columns, ReadOnlySpan<double> events, ReadOnlySpan<double> trials)
    {
        if (events.Length != trials.Length)
            throw new ArgumentException("One count of events and one of trials belong to each row.", nameof(events));
        var sample = new BinomialSample(events.Length, columns.Count);
        for (var j = 0; j < columns.Count; j++)
        {
            if (columns[j].Length != events.Length)
                throw new ArgumentException($"Column {j} has {columns[j].Length} rows, the events {events.Length}.", nameof(columns));
            columns[j].CopyTo(sample.Design, j * sample.Stride);
        }

        events.CopyTo(sample.Events);
        trials.CopyTo(sample.Trials);
        Check(sample, nameof(columns), nameof(events));
        return sample;
    }

    /// <summary>From one array per covariate and one trial per row.</summary>
    /// <param name="columns">One array per covariate, as long as <paramref name="cases"/>; finite.</param>
    /// <param name="cases">True where the event happened.</param>
    /// <exception cref="ArgumentException">Lengths differ or a covariate is not finite.</exception>
    public static BinomialSample OfPersons(IReadOnlyList<double[]> columns, ReadOnlySpan<bool> cases)
    {
        var (events, trials) = (new double[cases.Length], new double[cases.Length]);
        Array.Fill(trials, 1);
        for (var i = 0; i < cases.Length; i++)
            events[i] = cases[i] ? 1 : 0;
        return FromColumns(columns, events, trials);
    }

    /// <summary>The same sample with a known part of the logit of each row, added to what is estimated.</summary>
    /// <param name="offsets">One finite number per row.</param>
    /// <exception cref="ArgumentException">The length is not that of the rows, or a number is not finite.</exception>
    public BinomialSample WithOffset(ReadOnlySpan<double> offsets)
    {
        if (offsets.Length != Rows)
            throw new ArgumentException($"{offsets.Length} offsets for {Rows} rows.", nameof(offsets));
        foreach (var offset in offsets)
            if (!double.IsFinite(offset))
                throw new ArgumentException("An offset is not finite.", nameof(offsets));
        var padded = new double[Stride];
        offsets.CopyTo(padded);
        return new(this, padded);
    }

    /// <summary>The logit of each row, offset included.</summary>
    /// <param name="coefficients">One per column.</param>
    /// <exception cref="ArgumentException">Not one coefficient per column.</exception>
    public double[] Logits(IReadOnlyList<double> coefficients)
    {
        if (coefficients.Count != Columns)
            throw new ArgumentException($"{coefficients.Count} coefficients for {Columns} columns.", nameof(coefficients));
        var logits = Offsets[..Rows];
        for (var j = 0; j < Columns; j++)
        {
            var column = Column(j);
            for (var i = 0; i < logits.Length; i++)
                logits[i] += coefficients[j] * column[i];
        }

        return logits;
    }

    internal ReadOnlySpan<double> Column(int column) => Design.AsSpan(column * Stride, Rows);

    private static void Check(BinomialSample sample, string design, string events)
    {
        foreach (var value in sample.Design)
            if (!double.IsFinite(value))
                throw new ArgumentException("A covariate is not finite.", design);
        for (var i = 0; i < sample.Rows; i++)
            if (!(sample.Events[i] >= 0 && sample.Events[i] <= sample.Trials[i] && double.IsFinite(sample.Trials[i])))
                throw new ArgumentException("Events lie between 0 and the trials.", events);
    }
}
