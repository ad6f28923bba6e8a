namespace Longwatch.Statistics.Disproportionality;

/// <summary>Covariates of a regression, column by column, without their zeros: reports name a few of many drugs.</summary>
public sealed class SparseDesign
{
    private readonly int[] starts;
    private readonly int[] rows;
    private readonly double[] values;

    private SparseDesign(int rowCount, int[] starts, int[] rows, double[] values) =>
        (Rows, this.starts, this.rows, this.values) = (rowCount, starts, rows, values);

    public int Rows { get; }

    public int Columns => starts.Length - 1;

    /// <summary>A design from full rows.</summary>
    /// <param name="rows">One array per observation, all of one length, finite; no column of ones, the intercept is added.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite.</exception>
    public static SparseDesign Of(IReadOnlyList<double[]> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows[0].Length;
        if (rows.Any(row => row.Length != columns || !row.All(double.IsFinite)))
            throw new ArgumentException("All rows have the same number of finite values.", nameof(rows));
        var (starts, indices, values) = (new int[columns + 1], new List<int>(), new List<double>());
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows.Count; i++)
                if (rows[i][j] != 0)
                {
                    indices.Add(i);
                    values.Add(rows[i][j]);
                }

            starts[j + 1] = indices.Count;
        }

        return new(rows.Count, starts, [.. indices], [.. values]);
    }

    /// <summary>A design of zeros and ones.</summary>
    /// <param name="rowCount">Number of observations.</param>
    /// <param name="columns">For each column the observations that have a one, each once.</param>
    /// <exception cref="ArgumentException">An observation is out of range or twice in a column.</exception>
    public static SparseDesign OfIndicators(int rowCount, IReadOnlyList<int[]> columns)
    {
        var (starts, indices) = (new int[columns.Count + 1], new List<int>());
        for (var j = 0; j < columns.Count; j++)
        {
            var column = (int[])columns[j].Clone();
            Array.Sort(column);
            for (var k = 0; k < column.Length; k++)
                if ((uint)column[k] >= (uint)rowCount || (k > 0 && column[k] == column[k - 1]))
                    throw new ArgumentException(
                        $"Column {j} lists observation {column[k]}, which is out of range or there twice.",
                        nameof(columns)
                    );
            indices.AddRange(column);
            starts[j + 1] = indices.Count;
        }

        var ones = new double[indices.Count];
        Array.Fill(ones, 1.0);
        return new(rowCount, starts, [.. indices], ones);
    }

    /// <summary>Observations of a column that are not 0, and their values.</summary>
    internal void Column(int j, out ReadOnlySpan<int> observations, out ReadOnlySpan<double> entries)
    {
        observations = rows.AsSpan(starts[j]..starts[j + 1]);
        entries = values.AsSpan(starts[j]..starts[j + 1]);
    }
}
