namespace Longwatch.Statistics.Disproportionality;

/// <summary>Work in fixed pieces, so that a result has the same bits whatever the number of threads.</summary>
internal static class Threading
{
    public static ParallelOptions Options(int threads) => new() { MaxDegreeOfParallelism = threads == 0 ? -1 : threads };

    /// <summary>Runs over [0, count) in pieces of a fixed size; each piece is given its number, its first and the one past its last index.</summary>
    public static void Pieces(int count, int size, int threads, Action<int, int, int> work)
    {
        var pieces = (count + size - 1) / size;
        if (pieces <= 1 || threads == 1)
            for (var piece = 0; piece < pieces; piece++)
                work(piece, piece * size, Math.Min(count, (piece + 1) * size));
        else
            Parallel.For(0, pieces, Options(threads), piece => work(piece, piece * size, Math.Min(count, (piece + 1) * size)));
    }
}
