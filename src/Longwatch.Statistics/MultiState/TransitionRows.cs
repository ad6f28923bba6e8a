namespace Longwatch.Statistics.MultiState;

/// <summary>A multi-state sample as rows for hazard regressions: each stay once for every move it is at risk of.</summary>
/// <param name="Stay">Index of the stay in <see cref="MultiStateSample.Stays"/>, of each row.</param>
/// <param name="Move">Index in <paramref name="Moves"/>, of each row: the stratum of a regression of all moves together.</param>
/// <param name="Entries">Beginning of the stay.</param>
/// <param name="Exits">End of the stay.</param>
/// <param name="Observed">True where the stay ends with this move.</param>
/// <param name="Moves">The moves, in the order of (from, to).</param>
public sealed record TransitionRows(
    IReadOnlyList<int> Stay,
    int[] Move,
    double[] Entries,
    double[] Exits,
    bool[] Observed,
    IReadOnlyList<(int From, int To)> Moves
)
{
    /// <summary>Makes the rows, for the moves that were seen.</summary>
    /// <remarks>
    /// Stratified by <see cref="Move"/>, with a column for each covariate and move (0 in the rows of other moves), a Cox regression gives transition-specific hazard ratios: the same as one
    /// regression for each move. Source: Putter, Fiocco and Geskus (2007) Stat Med 26:2389. Checked against R mstate 0.3.3 <c>msprep</c> with <c>coxph</c> on <c>ebmt3</c> (B11).
    /// </remarks>
    public static TransitionRows Of(MultiStateSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var moves = new TransitionTable(sample).Moves;
        var (stays, move, entries, exits, observed) = (
            new List<int>(),
            new List<int>(),
            new List<double>(),
            new List<double>(),
            new List<bool>()
        );
        for (var m = 0; m < moves.Length; m++)
        for (var i = 0; i < sample.Stays.Count; i++)
        {
            var stay = sample.Stays[i];
            if (stay.State != moves[m].From)
                continue;
            stays.Add(i);
            move.Add(m);
            entries.Add(stay.Entry);
            exits.Add(stay.Exit);
            observed.Add(stay.Next == moves[m].To);
        }

        return new(stays, [.. move], [.. entries], [.. exits], [.. observed], moves);
    }
}
