namespace Longwatch.Statistics.Disproportionality;

/// <summary>How a table of pairs is scored. Changed by <c>with</c>; ranges are checked.</summary>
public sealed record PairScoring
{
    /// <summary>95 % intervals, EB05 and EB95, Evans' criteria, prior fitted with component-wise truncation, multiplicity over the whole space.</summary>
    public static PairScoring Default { get; } = new();

    /// <summary>Level of the intervals of PRR, ROR, IC and the older IC; strictly between 0 and 1.</summary>
    public double Level
    {
        get;
        init
        {
            ConfidenceLevel.Tail(value);
            field = value;
        }
    } = 0.95;

    /// <summary>Tail of the two limits of the ratio's posterior: 0.05 for EB05 and EB95; strictly between 0 and ½.</summary>
    public double CredibleTail
    {
        get;
        init =>
            field = value is > 0 and < 0.5
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), "A tail lies strictly between 0 and ½.");
    } = 0.05;

    public EvansCriteria Evans { get; init; } = EvansCriteria.Published;

    /// <summary>How the prior of the MGPS scores is fitted, where none is given.</summary>
    public MgpsOptions Mgps { get; init; } = MgpsOptions.Default;

    /// <summary>
    /// When the likelihood asked for has no interior maximum (as openEBGM's has none on a quarter of FAERS), fit again: over all cells, or jointly truncated
    /// where expectations are stratified. The result says which fit was used and keeps the one that was given up.
    /// </summary>
    public bool FallBack { get; init; } = true;

    /// <summary>A prior fitted elsewhere (an earlier quarter, a larger set); null: fitted to this table.</summary>
    public GammaMixture? Prior { get; init; }

    /// <summary>
    /// How many pairs the multiplicity correction counts; 0: all drugs times all events that were reported at all. Pairs that are not in the table have
    /// p = 1.
    /// </summary>
    public long Tests
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), "A number of tests is not negative.");
    }

    /// <summary>Most threads; 0: as many as there are processors. The result is the same bits whatever the number.</summary>
    public int Threads
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), "A number of threads is not negative.");
    }
}
