namespace Longwatch.Statistics.Hazards;

/// <summary>Rows for a hazard regression: who was under observation when, what ended it, and what is known of them.</summary>
/// <remarks>
/// A row is at risk in (entry, exit]; without entries from before the first event on. A covariate that changes with time is written as several rows of one
/// subject, each with its own (entry, exit], and an event on the last of them only. Times of one stratum that are equal bit for bit are ties: round times
/// that come from a subtraction. The arrays are not copied and must not be changed while the data are in use.
/// </remarks>
public sealed class CoxData
{
    private readonly double[]? entries;
    private readonly double[]? weights;
    private readonly double[]? offsets;
    private readonly int[]? strata;
    private readonly int[]? clusters;

    /// <summary>Right-censored rows; entries, weights and the rest are set as properties.</summary>
    /// <param name="columns">One array per covariate, each with one finite value per row; none for a model without covariates.</param>
    /// <param name="exits">Time of the event or of the end of observation; finite, in any one unit.</param>
    /// <param name="observed">True where the row ends with an event.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is not finite.</exception>
    public CoxData(IReadOnlyList<double[]> columns, double[] exits, bool[] observed)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(exits);
        ArgumentNullException.ThrowIfNull(observed);
        RequireLength(observed.Length, exits.Length, nameof(observed));
        RequireFinite(exits, nameof(exits));
        for (var j = 0; j < columns.Count; j++)
        {
            RequireLength(columns[j].Length, exits.Length, nameof(columns));
            RequireFinite(columns[j], $"{nameof(columns)}[{j}]");
        }

        (Columns, Exits, Observed) = (columns, exits, observed);
    }

    /// <summary>One array per covariate.</summary>
    public IReadOnlyList<double[]> Columns { get; }

    /// <summary>Last time at risk of each row.</summary>
    public double[] Exits { get; }

    /// <summary>True where the row ends with an event.</summary>
    public bool[] Observed { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => Exits.Length;

    /// <summary>Number of covariates.</summary>
    public int Width => Columns.Count;

    /// <summary>Delayed entry: the row is at risk after this time; before its exit. Null: from the beginning.</summary>
    public double[]? Entries
    {
        get => entries;
        init
        {
            if (value is not null)
            {
                RequireLength(value.Length, Rows, nameof(Entries));
                for (var i = 0; i < value.Length; i++)
                    if (!(double.IsFinite(value[i]) && value[i] < Exits[i]))
                        throw new ArgumentException(
                            $"Row {i} enters at {value[i]} and leaves at {Exits[i]}; entry must come first.",
                            nameof(value)
                        );
            }

            entries = value;
        }
    }

    /// <summary>How often each row counts: finite, not negative; a row of weight 0 is left out. Null: once.</summary>
    public double[]? Weights
    {
        get => weights;
        init
        {
            if (value is not null)
            {
                RequireLength(value.Length, Rows, nameof(Weights));
                RequireFinite(value, nameof(Weights));
                for (var i = 0; i < value.Length; i++)
                    if (value[i] < 0)
                        throw new ArgumentException($"The weight of row {i} is {value[i]}; it must not be negative.", nameof(value));
            }

            weights = value;
        }
    }

    /// <summary>A known part of the log hazard of each row; finite. Null: none.</summary>
    public double[]? Offsets
    {
        get => offsets;
        init
        {
            if (value is not null)
            {
                RequireLength(value.Length, Rows, nameof(Offsets));
                RequireFinite(value, nameof(Offsets));
            }

            offsets = value;
        }
    }

    /// <summary>Stratum code of each row, any whole numbers: each stratum has a baseline hazard of its own. Null: one stratum.</summary>
    public int[]? Strata
    {
        get => strata;
        init
        {
            if (value is not null)
                RequireLength(value.Length, Rows, nameof(Strata));
            strata = value;
        }
    }

    /// <summary>Code of the subject or centre to which each row belongs, for the robust variance. Null: every row is its own.</summary>
    public int[]? Clusters
    {
        get => clusters;
        init
        {
            if (value is not null)
                RequireLength(value.Length, Rows, nameof(Clusters));
            clusters = value;
        }
    }

    private static void RequireLength(int length, int rows, string argument)
    {
        if (length != rows)
            throw new ArgumentException($"{length} values but {rows} rows.", argument);
    }

    private static void RequireFinite(double[] values, string argument)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                throw new ArgumentException($"Row {i} is {values[i]}; it must be finite.", argument);
    }
}
