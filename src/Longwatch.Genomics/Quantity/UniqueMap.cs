using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Quantity;

/// <summary>Where on one searched sequence evidence is unique beyond doubt, and where depth is free of reads from elsewhere.</summary>
/// <remarks>
/// A single base in which a vector differs from a masked reference makes a run of 31 unique 31-mers inside a human or viral block, and a carrier of that
/// base in his own genome shows all of them. Only runs longer than such islands count ("solid"). Depth is taken at bases of which every 31-mer is solid,
/// a margin away from the ends of runs (a read from a human block aligns a few bases beyond it by chance), away from the ends of the sequence (a read that
/// reaches less than 31 bases into it may be missed) and outside the terminal repeats (which of the two a read is booked on is arbitrary).
/// </remarks>
internal sealed class UniqueMap
{
    private UniqueMap(bool[] solid, bool[] clean, int cleanBases, int solidStarts)
    {
        Solid = solid;
        Clean = clean;
        CleanBases = cleanBases;
        SolidStarts = solidStarts;
    }

    /// <summary>Per position: a solid unique 31-mer starts here.</summary>
    public bool[] Solid { get; }

    /// <summary>Per position: its depth is the vector's alone.</summary>
    public bool[] Clean { get; }

    public int CleanBases { get; }
    public int SolidStarts { get; }

    /// <summary>Maps one sequence.</summary>
    /// <param name="withVirus">Depth is also taken where only wild-type retroviruses have the sequence too: right when the sample shows none of their own.</param>
    public static UniqueMap Of(SearchedSequence sequence, QuantityRules rules, bool withVirus = false)
    {
        const int k = CompiledVectors.K;
        var length = sequence.Length;
        var solid = Runs(sequence, rules.MinimumUniqueRun, withVirus: false);
        var ownDepth = withVirus ? Runs(sequence, rules.MinimumUniqueRun, withVirus: true) : solid;
        var clean = new bool[length];
        var cleanBases = 0;
        var runStart = -1; // of the run of solid 31-mers that is open
        for (var start = 0; start <= length - k + 1; start++)
        {
            var inRun = start <= length - k && ownDepth[start];
            if (inRun && runStart < 0)
                runStart = start;
            if (inRun || runStart < 0)
                continue;
            // Bases whose 31-mers are all in [runStart, start): those from runStart + 30 to start - 1; at the sequence's own ends fewer 31-mers exist, and
            // the same bases keep the distance to the end that makes sure that a read which covers them is found.
            for (var p = runStart + k - 1 + rules.BoundaryMargin; p < start - rules.BoundaryMargin; p++)
                if (!InRepeat(sequence.Repeats, p))
                {
                    clean[p] = true;
                    cleanBases++;
                }

            runStart = -1;
        }

        return new(solid, clean, cleanBases, solid.Count(s => s));
    }

    /// <summary>Starts of 31-mers of the wanted origins, in runs that are long enough.</summary>
    private static bool[] Runs(SearchedSequence sequence, int shortest, bool withVirus)
    {
        var last = sequence.Length - CompiledVectors.K;
        var found = new bool[sequence.Length];
        for (var start = 0; start <= last; )
        {
            var end = start;
            while (end <= last && IsWanted(sequence.Origins[end]))
                end++;
            if (end - start >= shortest)
                found.AsSpan(start, end - start).Fill(true);
            start = end + 1;
        }

        return found;

        bool IsWanted(SequenceOrigin origin) =>
            origin == SequenceOrigin.VectorUnique || (withVirus && origin == SequenceOrigin.WildTypeRetrovirus);
    }

    private static bool InRepeat(TerminalRepeats? repeats, int position) =>
        repeats is not null
        && (
            (position >= repeats.FiveStart && position < repeats.FiveEnd) || (position >= repeats.ThreeStart && position < repeats.ThreeEnd)
        );
}
