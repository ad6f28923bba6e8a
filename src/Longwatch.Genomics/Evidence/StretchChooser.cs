using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>An alignment chosen as a stretch of a read, with what else fits.</summary>
/// <param name="Twin">The same stretch on the other copy of the terminal repeat, where it fits as well or the difference may be chance.</param>
internal sealed record ChosenStretch(
    LocalAlignment Alignment,
    LocalAlignment? Twin,
    bool EitherRepeat,
    IReadOnlyList<EquallyGood> AlsoFits
);

/// <summary>Chooses which alignments of a read explain it, and on which copy of a terminal repeat.</summary>
/// <remarks>Greedy by score: a further stretch must cover enough bases that no better one covers. Rules of <c>docs/methods/read-evidence.md</c>.</remarks>
internal sealed class StretchChooser(IReadOnlyList<SearchedSequence> sequences, AlignmentScores scores)
{
    /// <summary>Two reads of a fragment lie within this distance on a provirus; libraries of Illumina have no longer inserts.</summary>
    private const int LongestInsert = 2_000;

    /// <summary>Diagonals of the two copies may differ by this much around the distance of the copies.</summary>
    private const int DiagonalSlack = 8;

    /// <summary>Bases that may be lost at an end of the provirus and still be its end.</summary>
    private const int EndSlack = 5;

    /// <summary>Stretches of one read, best first, before the repeats are settled.</summary>
    public List<ChosenStretch> Choose(IReadOnlyList<LocalAlignment> found, int length)
    {
        var chosen = new List<ChosenStretch>();
        foreach (var candidate in found)
        {
            var (start, end) = candidate.OnRecord(length);
            if (NewBases(chosen, start, end, length) < scores.LeastNewBases)
                continue;
            chosen.Add(new(candidate, TwinOf(candidate, found), false, Ties(found, candidate, length)));
        }

        return chosen;
    }

    /// <summary>Settles the copy of every stretch that fits both terminal repeats.</summary>
    /// <param name="stretches">Of this read; changed in place.</param>
    /// <param name="mate">Stretches of the mate; null without a mate.</param>
    public void SettleRepeats(CandidateRead read, List<ChosenStretch> stretches, CandidateRead? mateRead, List<ChosenStretch>? mate)
    {
        for (var i = 0; i < stretches.Count; i++)
        {
            var stretch = stretches[i];
            if (stretch.Twin is not { } twin || sequences[stretch.Alignment.Sequence].Repeats is not { } repeats)
                continue;
            var own = stretch.Alignment;
            var (five, three) = own.Start < twin.Start ? (own, twin) : (twin, own);
            var choice =
                ByNeighbour(stretches, i, five, three)
                ?? ByResidual(read, five, three, repeats)
                ?? ByMate(read, five, three, mateRead, mate)
                ?? (own.Score > twin.Score ? own : five);
            stretches[i] = stretch with { Alignment = choice, EitherRepeat = IsInside(choice, repeats) };
        }
    }

    private static List<EquallyGood> Ties(IReadOnlyList<LocalAlignment> found, LocalAlignment candidate, int length)
    {
        var ties = new List<EquallyGood>();
        foreach (var other in found)
            if (
                other.Score == candidate.Score
                && other.Sequence != candidate.Sequence
                && other.OnRecord(length) == candidate.OnRecord(length)
                && !ties.Exists(t => t.Sequence == other.Sequence)
            )
                ties.Add(new(other.Sequence, other.Reverse, other.Start, other.End));
        return ties;
    }

    private static int NewBases(List<ChosenStretch> chosen, int start, int end, int length)
    {
        if (chosen.Count == 0)
            return end - start;
        var fresh = 0;
        for (var i = start; i < end; i++)
        {
            var covered = false;
            foreach (var other in chosen)
            {
                var (from, to) = other.Alignment.OnRecord(length);
                covered |= from <= i && i < to;
            }

            fresh += covered ? 0 : 1;
        }

        return fresh;
    }

    private LocalAlignment? TwinOf(LocalAlignment own, IReadOnlyList<LocalAlignment> found)
    {
        if (sequences[own.Sequence].Repeats is not { } repeats)
            return null;
        var distance = repeats.ThreeStart - repeats.FiveStart;
        foreach (var other in found)
        {
            if (
                other.Sequence != own.Sequence
                || other.Reverse != own.Reverse
                || own.Score - other.Score > scores.RepeatSlack
                || other == own
            )
                continue;
            if (Math.Abs(Math.Abs(other.Diagonal - own.Diagonal) - distance) > DiagonalSlack || !IsInside(other, repeats))
                continue;
            // Both inside and one better: the copies differ, and the read tells them apart.
            if (other.Score != own.Score && IsInside(own, repeats))
                continue;
            return other;
        }

        return null;
    }

    private static bool IsInside(LocalAlignment stretch, TerminalRepeats repeats) =>
        (stretch.Start >= repeats.FiveStart && stretch.End <= repeats.FiveEnd)
        || (stretch.Start >= repeats.ThreeStart && stretch.End <= repeats.ThreeEnd);

    /// <summary>Another stretch of the read goes on along the vector from one copy and not from the other.</summary>
    private static LocalAlignment? ByNeighbour(List<ChosenStretch> stretches, int self, LocalAlignment five, LocalAlignment three)
    {
        for (var i = 0; i < stretches.Count; i++)
        {
            var other = stretches[i].Alignment;
            if (i == self || stretches[i].Twin is not null || other.Sequence != five.Sequence || other.Reverse != five.Reverse)
                continue;
            var (fromFive, fromThree) = (Math.Abs(other.Diagonal - five.Diagonal), Math.Abs(other.Diagonal - three.Diagonal));
            if (Math.Min(fromFive, fromThree) <= 50)
                return fromFive <= fromThree ? five : three;
        }

        return null;
    }

    /// <summary>Bases left over before the start of the provirus mean its left end, bases after its end the right end.</summary>
    private LocalAlignment? ByResidual(CandidateRead read, LocalAlignment five, LocalAlignment three, TerminalRepeats repeats)
    {
        if (five.ReadStart >= scores.LeastResidual && five.Start - repeats.FiveStart <= EndSlack)
            return five;
        return read.Bases.Length - three.ReadEnd >= scores.LeastResidual && repeats.ThreeEnd - three.End <= EndSlack ? three : null;
    }

    /// <summary>The mate lies near one copy, or lies outside the vector on the side that the read points to.</summary>
    private static LocalAlignment? ByMate(
        CandidateRead read,
        LocalAlignment five,
        LocalAlignment three,
        CandidateRead? mateRead,
        List<ChosenStretch>? mate
    )
    {
        if (mateRead is null || mate is null)
            return null;
        var placed = mate.Find(m => m.Twin is null && m.Alignment.Sequence == five.Sequence)?.Alignment;
        if (placed is not null)
        {
            var (fromFive, fromThree) = (Math.Abs(placed.Start - five.Start), Math.Abs(placed.Start - three.Start));
            return Math.Min(fromFive, fromThree) > LongestInsert ? null
                : fromFive <= fromThree ? five
                : three;
        }

        if (mate.Count > 0)
            return null;
        // As sequenced, a read points towards its mate.
        var pointsLeft = five.Reverse != read.Flags.HasFlag(SamFlag.Reverse);
        return pointsLeft ? five : three;
    }
}
