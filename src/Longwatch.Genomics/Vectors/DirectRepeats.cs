namespace Longwatch.Genomics.Vectors;

/// <summary>Two copies of one stretch on a circle: positions modulo its length.</summary>
/// <param name="First">Start of one copy.</param>
/// <param name="Distance">From that copy to the other, going forward.</param>
internal readonly record struct DirectRepeat(int First, int Length, int Distance);

/// <summary>Long direct repeats of a sequence that is looked at as a circle, so that a plasmid may begin anywhere.</summary>
internal static class DirectRepeats
{
    private const int Seed = 24;
    private const int MostPlaces = 4; // of one seed: what occurs more often is no terminal repeat
    private const int MostDiagonals = 16;
    private const int ShortestRepeat = 60; // R of HIV-1 has 96 bases, the shortest LTR remnant in the given vectors 95
    private const int ShortestDistance = 300; // below it lie tandem repeats of enhancers (72 and 75 bp)

    /// <summary>Longest first. Cost: linear in the length.</summary>
    public static IReadOnlyList<DirectRepeat> Find(ReadOnlySpan<byte> codes)
    {
        var n = codes.Length;
        if (n < 2 * ShortestDistance)
            return [];
        var places = new Dictionary<ulong, (int Count, int A, int B, int C)>(n);
        var diagonals = new Dictionary<int, int>();
        for (var i = 0; i < n; i++)
        {
            if (!TryCode(codes, i, out var code))
                continue;
            places.TryGetValue(code, out var known);
            for (var k = 0; k < Math.Min(known.Count, 3); k++)
            {
                var distance =
                    i
                    - (
                        k == 0 ? known.A
                        : k == 1 ? known.B
                        : known.C
                    );
                if (distance >= ShortestDistance && n - distance >= ShortestRepeat) // a provirus from end to end has its two LTRs side by side on the circle
                    diagonals[distance] = diagonals.GetValueOrDefault(distance) + 1;
            }
            if (known.Count < MostPlaces)
                places[code] = known.Count switch
                {
                    0 => (1, i, 0, 0),
                    1 => (2, known.A, i, 0),
                    2 => (3, known.A, known.B, i),
                    _ => (MostPlaces, known.A, known.B, known.C),
                };
        }
        var repeats = new List<DirectRepeat>();
        foreach (var (distance, _) in diagonals.OrderByDescending(d => d.Value).ThenBy(d => d.Key).Take(MostDiagonals))
            Extend(codes, distance, repeats);
        return [.. repeats.OrderByDescending(r => r.Length).ThenBy(r => r.First)];
    }

    private static bool TryCode(ReadOnlySpan<byte> codes, int start, out ulong code)
    {
        code = 0;
        for (var k = 0; k < Seed; k++)
        {
            var at = start + k;
            var c = codes[at < codes.Length ? at : at - codes.Length];
            if (c == Nucleotides.Unknown)
                return false;
            code = (code << 2) | c;
        }
        return true;
    }

    /// <summary>Stretches of one diagonal by X-drop: +1 a match, -3 a mismatch, given up 15 below the best.</summary>
    private static void Extend(ReadOnlySpan<byte> codes, int distance, List<DirectRepeat> repeats)
    {
        var n = codes.Length;
        var (start, score, best, bestEnd) = (-1, 0, 0, 0);
        for (var i = 0; i < 2 * n; i++)
        {
            var a = codes[i % n];
            var same = a != Nucleotides.Unknown && a == codes[(i + distance) % n];
            if (start < 0)
            {
                if (!same)
                    continue;
                if (i >= n)
                    return;
                (start, score, best, bestEnd) = (i, 1, 1, i + 1);
                continue;
            }
            score += same ? 1 : -3;
            if (score > best)
                (best, bestEnd) = (score, i + 1);
            if (score > best - 15 && score >= 0 && i - start < n)
                continue;
            if (bestEnd - start >= ShortestRepeat)
            {
                var length = bestEnd - start;
                // a stretch that goes round the origin is met twice: cut at its head, then whole
                repeats.RemoveAll(r => r.Distance == distance && (r.First + r.Length) % n == bestEnd % n && r.Length < length);
                repeats.Add(new DirectRepeat(start % n, Math.Min(length, n), distance));
            }
            i = Math.Max(bestEnd - 1, start); // what was given up may begin another stretch
            start = -1;
        }
    }
}
