namespace Longwatch.Statistics.Association;

/// <summary>The logistic model of the outcome on covariates alone, fitted once and shared by all variants of a scan. Safe for several threads.</summary>
/// <remarks>
/// Covariates are centred and scaled inside; no result depends on it. Source of the score test: Cox and Hinkley (1974), section 9.3; of Firth's
/// method: Firth (1993) Biometrika 80:27, Heinze and Schemper (2002) Stat Med 21:2409.
/// Checked against <c>logistf</c>, SPAtest and plink2 (G07, G12).
/// </remarks>
public sealed class AssociationNull
{
    private const double Span = 12;

    private readonly Lazy<NullExpansion>[] centres;
    private readonly int[] cases;

    private AssociationNull(RowSet everybody, int people, int covariates, int[] cases)
    {
        (Everybody, People, Covariates, this.cases) = (everybody, people, covariates, cases);
        Counted = (int)everybody.Present.Sum();
        Extremes =
        [
            .. Enumerable
                .Range(0, covariates)
                .Select(j => everybody.Columns.AsSpan(j * everybody.Stride, everybody.Stride).ToArray().Max(Math.Abs)),
        ];
        var fit = new CoefficientFit(this);
        Likelihood = fit.Maximise(penalised: false) ?? [];
        Penalised = Likelihood.Length > 0 ? fit.Maximise(penalised: true) ?? [] : [];
        Status = Penalised.Length > 0 ? AssociationStatus.Estimated : fit.Failure;
        Tables = Status == AssociationStatus.Estimated ? ExpansionTables.For(covariates) : null;
        centres = Tables is null
            ? []
            :
            [
                .. Enumerable
                    .Range(0, (int)(Span / NullExpansion.Spacing) + 1)
                    .Select(i => new Lazy<NullExpansion>(() => new(Tables, Everybody, Centre(i)))),
            ];
    }

    /// <summary>Whether the model could be fitted; without it no variant can be tested.</summary>
    public AssociationStatus Status { get; }

    /// <summary>Rows, in the order of the genotypes; some may be left out.</summary>
    public int People { get; }

    /// <summary>People with the event, among those counted.</summary>
    public int Cases => cases.Length;

    /// <summary>Columns besides the intercept.</summary>
    public int Covariates { get; }

    /// <summary>Everybody, with <see cref="RowSet.Present"/> 1 for those counted.</summary>
    internal RowSet Everybody { get; }

    internal ReadOnlySpan<int> CaseRows => cases;

    /// <summary>Maximum-likelihood coefficients on the scaled covariates.</summary>
    internal double[] Likelihood { get; }

    /// <summary>Firth's.</summary>
    internal double[] Penalised { get; }

    /// <summary>People who are counted.</summary>
    public int Counted { get; }

    /// <summary>Largest absolute value of each scaled covariate.</summary>
    internal double[] Extremes { get; }

    /// <summary>Null with too many covariates for an expansion.</summary>
    internal ExpansionTables? Tables { get; }

    /// <summary>Fits the model.</summary>
    /// <param name="outcome">True for people with the event.</param>
    /// <param name="covariates">One column each, as long as the outcome, without a column of ones.</param>
    /// <param name="counted">False for people to be left out; empty for nobody.</param>
    /// <exception cref="ArgumentException">A column has another length, or holds what is no number for a person who is counted.</exception>
    public static AssociationNull Fit(ReadOnlySpan<bool> outcome, IReadOnlyList<double[]> covariates, ReadOnlySpan<bool> counted)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        if (!counted.IsEmpty && counted.Length != outcome.Length)
            throw new ArgumentException($"{outcome.Length} outcomes but {counted.Length} marks of who is counted.", nameof(counted));
        var everybody = new RowSet(covariates.Count, outcome.Length) { Rows = RowSet.Padded(outcome.Length) };
        for (var i = 0; i < outcome.Length; i++)
            everybody.Present[i] = counted.IsEmpty || counted[i] ? 1 : 0;
        for (var j = 0; j < covariates.Count; j++)
            Scale(covariates[j], everybody, j, outcome.Length);
        var withEvent = new List<int>();
        for (var i = 0; i < outcome.Length; i++)
            if (outcome[i] && everybody.Present[i] > 0)
                withEvent.Add(i);
        return new(everybody, outcome.Length, covariates.Count, [.. withEvent]);
    }

    /// <summary>The expansion whose centre is nearest to a change of the intercept; null where there is none near.</summary>
    internal NullExpansion? Near(double intercept, out double distance)
    {
        var steps = Math.Round(intercept / NullExpansion.Spacing);
        distance = intercept - (steps * NullExpansion.Spacing);
        var number = (centres.Length / 2) + steps;
        return number >= 0 && number < centres.Length ? centres[(int)number].Value : null;
    }

    private double[] Centre(int number)
    {
        var centre = (double[])Penalised.Clone();
        centre[0] += (number - (centres.Length / 2)) * NullExpansion.Spacing;
        return centre;
    }

    private static void Scale(double[] column, RowSet everybody, int number, int people)
    {
        if (column.Length != people)
            throw new ArgumentException($"{people} outcomes but {column.Length} values of covariate {number}.", nameof(column));
        double n = 0,
            sum = 0,
            squares = 0;
        for (var i = 0; i < people; i++)
            if (everybody.Present[i] > 0)
            {
                if (!double.IsFinite(column[i]))
                    throw new ArgumentException($"Covariate {number} of person {i} is not a finite number.", nameof(column));
                n++;
                sum += column[i];
            }

        var mean = n > 0 ? sum / n : 0;
        for (var i = 0; i < people; i++)
            if (everybody.Present[i] > 0)
                squares += (column[i] - mean) * (column[i] - mean);
        var scale = squares > 0 ? Math.Sqrt(squares / n) : 1;
        for (var i = 0; i < people; i++)
            everybody.Columns[(number * everybody.Stride) + i] = everybody.Present[i] > 0 ? (column[i] - mean) / scale : 0;
    }
}
