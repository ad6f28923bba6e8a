namespace Longwatch.Genomics.Evidence;

/// <summary>Bases that match one by one.</summary>
/// <param name="Read">First base on the read in the orientation that was aligned.</param>
/// <param name="Text">First base on the sequence.</param>
internal readonly record struct MatchRun(int Read, int Text, int Length);

/// <summary>One local alignment of an oriented read to one sequence; both coordinates zero-based, ends exclusive.</summary>
/// <param name="Reverse">The read was reverse-complemented from its record before it was aligned; read coordinates are on the turned read.</param>
/// <param name="Runs">Maximal runs of matches, ascending.</param>
internal sealed record LocalAlignment(
    int Sequence,
    bool Reverse,
    int ReadStart,
    int ReadEnd,
    int Start,
    int End,
    int Score,
    int Differences,
    IReadOnlyList<MatchRun> Runs
)
{
    public int Diagonal => Start - ReadStart;

    /// <summary>Where the stretch lies on the bases of the record.</summary>
    public (int Start, int End) OnRecord(int length) => Reverse ? (length - ReadEnd, length - ReadStart) : (ReadStart, ReadEnd);
}
