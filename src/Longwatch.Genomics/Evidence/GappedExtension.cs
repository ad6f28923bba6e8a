namespace Longwatch.Genomics.Evidence;

/// <summary>Extends an alignment from a fixed pair of bases in one direction with affine gaps, giving up where the score falls too far below its best.</summary>
/// <remarks>
/// The recurrence is Gotoh's (1982, J Mol Biol 162:705); the pruning is that of gapped BLAST (Altschul et al. 1997, Nucleic Acids Res 25:3389).
/// Cells are kept only while within the drop, so the band follows the alignment. Ties go to the shorter extension, then to the diagonal.
/// Checked against the full recurrence (tests). One object per thread: it keeps its buffers.
/// </remarks>
internal sealed class GappedExtension(AlignmentScores scores)
{
    private const int Dead = int.MinValue / 2;
    private const byte FromDiagonal = 1;
    private const byte FromTextGap = 2;
    private const byte FromReadGap = 3;
    private const byte TextGapOpens = 4;
    private const byte ReadGapOpens = 8;
    private readonly List<int> _rowStarts = [];
    private readonly List<int> _rowOffsets = [];
    private int[] _score = new int[256];
    private int[] _textGap = new int[256];
    private byte[] _trace = new byte[1 << 14];

    /// <summary>Pairs of offsets that the best extension aligns base to base, from the start outward.</summary>
    public List<(int Read, int Text)> Pairs { get; } = [];

    /// <summary>Best score; bases of read and text used; gap bases in between.</summary>
    public readonly record struct Extent(int Score, int Read, int Text, int GapBases);

    /// <summary>Extends over <paramref name="read"/> and <paramref name="text"/> from their first bases (<paramref name="backward"/>: from their last ones downward).</summary>
    public Extent Extend(ReadOnlySpan<byte> read, ReadOnlySpan<byte> text, bool backward)
    {
        Pairs.Clear();
        _rowStarts.Clear();
        _rowOffsets.Clear();
        var traced = 0;
        EnsureWidth(text.Length + 2);
        int best = 0,
            bestRead = 0,
            bestText = 0;

        // Row 0: a gap in the read at the very start never pays at the end of a local alignment, but may lead to a better one.
        var low = 0;
        var high = 0;
        _score[0] = 0;
        _textGap[0] = Dead;
        EnsureTrace(traced + text.Length + 2);
        _rowStarts.Add(0);
        _rowOffsets.Add(traced);
        _trace[traced++] = 0;
        for (var j = 1; j <= text.Length && -scores.GapOpen - (scores.GapExtend * j) >= best - scores.XDrop; j++)
        {
            _score[j] = -scores.GapOpen - (scores.GapExtend * j);
            _textGap[j] = Dead;
            _trace[traced++] = (byte)(FromReadGap | (j == 1 ? ReadGapOpens : 0));
            high = j;
        }

        for (var i = 1; i <= read.Length; i++)
        {
            var letter = read[backward ? read.Length - i : i - 1];
            EnsureTrace(traced + text.Length + 2);
            _rowStarts.Add(low);
            _rowOffsets.Add(traced);
            var diagonal = Dead;
            var readGap = Dead;
            int newLow = -1,
                newHigh = -1;
            for (var j = low; j <= text.Length; j++)
            {
                var inPrevious = j <= high;
                if (!inPrevious && j > high + 1 && readGap < best - scores.XDrop)
                    break;
                var above = inPrevious ? _score[j] : Dead;
                var aboveGap = inPrevious ? _textGap[j] : Dead;
                byte trace = 0;

                var opened = above - scores.GapOpen - scores.GapExtend;
                var extended = aboveGap - scores.GapExtend;
                var textGap = Math.Max(opened, extended);
                if (opened >= extended)
                    trace |= TextGapOpens;

                var score = Dead;
                if (diagonal > Dead)
                {
                    score = diagonal + Pair(letter, text[backward ? text.Length - j : j - 1]);
                    trace |= FromDiagonal;
                }

                if (textGap > score)
                {
                    score = textGap;
                    trace = (byte)((trace & ~3) | FromTextGap);
                }

                if (readGap > score)
                {
                    score = readGap;
                    trace = (byte)((trace & ~3) | FromReadGap);
                }

                diagonal = above;
                if (score < best - scores.XDrop)
                {
                    score = Dead;
                    textGap = Dead;
                }
                else
                {
                    newLow = newLow < 0 ? j : newLow;
                    newHigh = j;
                }

                _score[j] = score;
                _textGap[j] = textGap;
                // The gap in the read towards the next column, and whether it opens here.
                var next = Math.Max(score - scores.GapOpen - scores.GapExtend, readGap - scores.GapExtend);
                if (score - scores.GapOpen - scores.GapExtend >= readGap - scores.GapExtend)
                    trace |= ReadGapOpens;
                readGap = next < best - scores.XDrop ? Dead : next;
                _trace[traced++] = trace;
                if (score > best)
                    (best, bestRead, bestText) = (score, i, j);
            }

            if (newLow < 0)
                break;
            (low, high) = (newLow, newHigh);
        }

        return new(best, bestRead, bestText, Trace(bestRead, bestText));
    }

    private int Trace(int i, int j)
    {
        var gaps = 0;
        byte state = 0;
        while (i > 0 || j > 0)
        {
            var trace = _trace[_rowOffsets[i] + j - _rowStarts[i]];
            if (state == 0)
                state = (byte)(trace & 3);
            switch (state)
            {
                case FromDiagonal:
                    i--;
                    j--;
                    Pairs.Add((i, j));
                    state = 0;
                    break;
                case FromTextGap:
                    gaps++;
                    state = (trace & TextGapOpens) != 0 ? (byte)0 : FromTextGap;
                    i--;
                    break;
                case FromReadGap:
                    gaps++;
                    j--;
                    // Whether the gap opened is written in the column that it came from, except in row 0.
                    var opens = i == 0 ? j == 0 : (_trace[_rowOffsets[i] + j - _rowStarts[i]] & ReadGapOpens) != 0;
                    state = opens ? (byte)0 : FromReadGap;
                    break;
                default:
                    throw new InvalidOperationException("The trace of an extension leaves its band.");
            }
        }

        Pairs.Reverse();
        return gaps;
    }

    private int Pair(byte a, byte b) =>
        a >= SeedIndex.Unknown || b >= SeedIndex.Unknown ? -scores.Unknown
        : a == b ? AlignmentScores.Match
        : -scores.Mismatch;

    private void EnsureWidth(int width)
    {
        if (_score.Length >= width)
            return;
        Array.Resize(ref _score, width * 2);
        Array.Resize(ref _textGap, width * 2);
    }

    private void EnsureTrace(int length)
    {
        if (_trace.Length < length)
            Array.Resize(ref _trace, Math.Max(length, _trace.Length * 2));
    }
}
