using System.Runtime.InteropServices;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Finds every local alignment of a read to the searched sequences, on both strands.</summary>
/// <remarks>
/// Exact seeds, ungapped extension along each seeded diagonal, then gapped extension both ways from the middle of the seed
/// where the ungapped alignment leaves bases over. Match +1, mismatch −4 (rules): an end is where the score is best, so a stretch does not run
/// on into the host beyond what matches. One object per thread; the index is shared. Same input, same answer.
/// </remarks>
internal sealed class VectorAligner(SeedIndex index, AlignmentScores scores)
{
    private readonly GappedExtension _extension = new(scores);
    private readonly List<Ungapped> _ungapped = [];
    private readonly List<LocalAlignment> _found = [];
    private long[] _reached = [];
    private long _epoch;
    private byte[] _codes = [];

    /// <summary>Best ungapped stretch around a seed; text places are on the joined text.</summary>
    private readonly record struct Ungapped(int ReadStart, int ReadEnd, int TextStart, int Score, int Anchor);

    /// <summary>All alignments with at least the least score, best first; alignments contained in a better one of the same diagonal are left out.</summary>
    /// <param name="bases">ASCII, in the orientation of the record.</param>
    public IReadOnlyList<LocalAlignment> Align(ReadOnlySpan<byte> bases)
    {
        _found.Clear();
        if (bases.Length < index.K)
            return [];
        if (_codes.Length < bases.Length)
            _codes = new byte[bases.Length * 2];
        if (_reached.Length < index.Text.Length + bases.Length)
            _reached = new long[index.Text.Length + (bases.Length * 2)];
        var codes = _codes.AsSpan(0, bases.Length);
        SeedIndex.Encode(bases, codes);
        AlignStrand(codes, reverse: false);
        SeedIndex.EncodeReverse(bases, codes);
        AlignStrand(codes, reverse: true);
        _found.Sort(BestFirst);
        return [.. _found];
    }

    /// <summary>Order that does not depend on how alignments were found.</summary>
    public static int BestFirst(LocalAlignment a, LocalAlignment b)
    {
        var order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : a.Sequence.CompareTo(b.Sequence);
        order = order != 0 ? order : a.Start.CompareTo(b.Start);
        order = order != 0 ? order : a.Reverse.CompareTo(b.Reverse);
        return order != 0 ? order : a.ReadStart.CompareTo(b.ReadStart);
    }

    private void AlignStrand(ReadOnlySpan<byte> read, bool reverse)
    {
        _epoch++;
        _ungapped.Clear();
        Seed(read);
        _ungapped.Sort(
            static (a, b) =>
                a.Score != b.Score ? b.Score.CompareTo(a.Score) : (a.TextStart, a.ReadStart).CompareTo((b.TextStart, b.ReadStart))
        );
        var first = _found.Count;
        foreach (var stretch in _ungapped)
        {
            if (IsInside(stretch, first))
                continue;
            var alignment = Finish(read, stretch, reverse);
            if (alignment.Score >= scores.LeastScore && !IsKnown(alignment, first))
                _found.Add(alignment);
        }
    }

    private void Seed(ReadOnlySpan<byte> read)
    {
        uint kmer = 0;
        var known = 0;
        for (var i = 0; i < read.Length; i++)
        {
            known = read[i] == SeedIndex.Unknown ? 0 : known + 1;
            kmer = index.Append(kmer, read[i]);
            if (known < index.K)
                continue;
            var start = i - index.K + 1;
            var (slot, end) = index.Slots(kmer);
            for (; slot < end; slot++)
            {
                if (!index.Matches(slot, kmer))
                    continue;
                var place = index.Place(slot);
                ref var reached = ref _reached[place - start + read.Length];
                if (reached >> 32 == _epoch && (reached & uint.MaxValue) >= start + index.K)
                    continue;
                var stretch = ExtendUngapped(read, start, place);
                reached = (_epoch << 32) | (uint)Math.Max(stretch.ReadEnd, start + index.K);
                _ungapped.Add(stretch);
            }
        }
    }

    private Ungapped ExtendUngapped(ReadOnlySpan<byte> read, int start, int place)
    {
        var text = index.Text;
        var (textStart, textEnd) = index.Bounds(index.SequenceAt(place));
        var shift = place - start;
        int score = index.K,
            right = start + index.K,
            left = start;
        var running = score;
        for (var i = right; i < read.Length && i + shift < textEnd && running >= score - scores.XDrop; i++)
        {
            running += Pair(read[i], text[i + shift]);
            if (running > score)
                (score, right) = (running, i + 1);
        }

        running = score;
        for (var i = left - 1; i >= 0 && i + shift >= textStart && running >= score - scores.XDrop; i--)
        {
            running += Pair(read[i], text[i + shift]);
            if (running > score)
                (score, left) = (running, i);
        }

        return new(left, right, left + shift, score, start + (index.K / 2));
    }

    /// <summary>The middle of the stretch lies on a run of matches of an alignment already found.</summary>
    private bool IsInside(Ungapped stretch, int first)
    {
        for (var i = first; i < _found.Count; i++)
        {
            var start = index.Bounds(_found[i].Sequence).Start;
            foreach (var run in _found[i].Runs)
                if (
                    run.Read <= stretch.Anchor
                    && stretch.Anchor < run.Read + run.Length
                    && run.Text + start - run.Read == stretch.TextStart - stretch.ReadStart
                )
                    return true;
        }

        return false;
    }

    private bool IsKnown(LocalAlignment alignment, int first)
    {
        for (var i = first; i < _found.Count; i++)
        {
            var other = _found[i];
            if (
                (other.Sequence, other.ReadStart, other.ReadEnd, other.Start, other.End)
                == (alignment.Sequence, alignment.ReadStart, alignment.ReadEnd, alignment.Start, alignment.End)
            )
                return true;
        }

        return false;
    }

    private LocalAlignment Finish(ReadOnlySpan<byte> read, Ungapped stretch, bool reverse)
    {
        var sequence = index.SequenceAt(stretch.TextStart);
        var (textStart, textEnd) = index.Bounds(sequence);
        var over = stretch.ReadStart + read.Length - stretch.ReadEnd;
        var lost = stretch.ReadEnd - stretch.ReadStart - stretch.Score;
        // A gap must win back its own cost: without that many bases left over or lost to mismatches there is none.
        if (over + lost <= scores.GapOpen + scores.GapExtend)
            return Ungap(read, stretch, sequence, reverse);

        var text = index.Text.AsSpan();
        var (anchor, place) = (stretch.Anchor, stretch.Anchor + stretch.TextStart - stretch.ReadStart);
        var room = scores.XDrop + 1;
        var right = _extension.Extend(
            read[anchor..],
            text.Slice(place, Math.Min(textEnd - place, read.Length - anchor + room)),
            backward: false
        );
        var pairs = new List<(int Read, int Text)>(right.Read);
        foreach (var (r, t) in _extension.Pairs)
            pairs.Add((anchor + r, place - textStart + t));
        var leftFrom = Math.Max(textStart, place - anchor - room);
        var left = _extension.Extend(read[..anchor], text[leftFrom..place], backward: true);
        var before = new List<(int Read, int Text)>(left.Read);
        foreach (var (r, t) in _extension.Pairs)
            before.Add((anchor - 1 - r, place - textStart - 1 - t));
        before.Reverse();
        before.AddRange(pairs);
        return Describe(read, before, sequence, reverse, left.Score + right.Score, left.GapBases + right.GapBases);
    }

    private LocalAlignment Ungap(ReadOnlySpan<byte> read, Ungapped stretch, int sequence, bool reverse)
    {
        var runs = new List<MatchRun>(4);
        var offset = stretch.TextStart - stretch.ReadStart;
        var textStart = index.Bounds(sequence).Start;
        var (differences, first) = (0, stretch.ReadStart);
        for (var i = stretch.ReadStart; i <= stretch.ReadEnd; i++)
        {
            if (i < stretch.ReadEnd && read[i] == index.Text[i + offset] && read[i] != SeedIndex.Unknown)
                continue;
            if (i > first)
                runs.Add(new(first, first + offset - textStart, i - first));
            differences += i < stretch.ReadEnd ? 1 : 0;
            first = i + 1;
        }

        var start = stretch.TextStart - textStart;
        var end = start + stretch.ReadEnd - stretch.ReadStart;
        return new(sequence, reverse, stretch.ReadStart, stretch.ReadEnd, start, end, stretch.Score, differences, runs);
    }

    private LocalAlignment Describe(
        ReadOnlySpan<byte> read,
        List<(int Read, int Text)> pairs,
        int sequence,
        bool reverse,
        int score,
        int gapBases
    )
    {
        var textStart = index.Bounds(sequence).Start;
        var runs = new List<MatchRun>();
        var differences = gapBases;
        foreach (var (r, t) in CollectionsMarshal.AsSpan(pairs))
        {
            if (read[r] != index.Text[textStart + t] || read[r] == SeedIndex.Unknown)
                differences++;
            else if (runs.Count > 0 && runs[^1] is var last && last.Read + last.Length == r && last.Text + last.Length == t)
                runs[^1] = last with { Length = last.Length + 1 };
            else
                runs.Add(new(r, t, 1));
        }

        return new(sequence, reverse, pairs[0].Read, pairs[^1].Read + 1, pairs[0].Text, pairs[^1].Text + 1, score, differences, runs);
    }

    private int Pair(byte a, byte b) =>
        a >= SeedIndex.Unknown || b >= SeedIndex.Unknown ? -scores.Unknown
        : a == b ? AlignmentScores.Match
        : -scores.Mismatch;
}
