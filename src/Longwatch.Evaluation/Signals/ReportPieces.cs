namespace Longwatch.Evaluation.Signals;

/// <summary>Work on reports side by side, in pieces of a fixed size; each report is touched by one piece alone, so that threads change no result.</summary>
public static class ReportPieces
{
    private const int Size = 1 << 15;

    /// <summary>Runs over all reports.</summary>
    /// <param name="work">Given the first report of a piece and the one past its last.</param>
    public static void Run(int reports, Action<int, int> work) => Parallel.ForEach(Of(reports), piece => work(piece.First, piece.End));

    /// <summary>The first report of each piece and the one past its last.</summary>
    public static (int First, int End)[] Of(int reports) =>
        [.. Enumerable.Range(0, (reports / Size) + 1).Select(piece => (piece * Size, (int)Math.Min(reports, (piece + 1L) * Size)))];

    /// <summary>Lengths of lists, that of list i in place i + 1, made into the starts of the lists.</summary>
    public static void Sum(int[] lengths)
    {
        for (var i = 1; i < lengths.Length; i++)
            lengths[i] += lengths[i - 1];
    }
}
