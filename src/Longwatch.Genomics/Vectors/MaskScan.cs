namespace Longwatch.Genomics.Vectors;

/// <summary>
/// Marks every 31-mer of the searched sequences that lies within an aligned stretch of a reference with at most three mismatches in 31. A stretch is found by an
/// exact 16-mer on it and followed along its diagonal; two stretches of one reference that are broken by a cluster of differences or a short indel are joined.
/// </summary>
internal sealed class MaskScan
{
    public const int MostMismatches = 3;

    /// <summary>Longest gap between two stretches that is bridged, in bases: two k-mers.</summary>
    public const int LongestGap = 62;

    /// <summary>Largest difference of the gaps on vector and reference that is bridged: an indel, not a deleted gene.</summary>
    public const int LargestShift = 30;

    /// <summary>Shortest stretch on each side of a bridge, in bases.</summary>
    public const int ShortestPier = 40;

    private const int K = CompiledVectors.K;
    private const int MostBlocks = 8192;

    private readonly MaskSeeds index;
    private readonly List<Block> blocks = [];

    public MaskScan(MaskSeeds index)
    {
        this.index = index;
        Marks = [.. index.Strands.Where(s => !s.Reverse).Select(s => new bool[s.Length])];
    }

    /// <summary>Per sequence, per position: the 31-mer that starts there was found since <see cref="StartRecord"/>.</summary>
    public bool[][] Marks { get; }

    /// <summary>Whether anything was marked since <see cref="StartRecord"/>.</summary>
    public bool Any { get; private set; }

    public void StartRecord()
    {
        blocks.Clear();
        if (Any)
            foreach (var marks in Marks)
                Array.Clear(marks);
        Any = false;
    }

    /// <summary>Scans one piece of a reference record.</summary>
    /// <param name="codes">Bases as codes; a stretch is followed to the ends of the piece.</param>
    /// <param name="from">Where to begin looking for seeds: what is before was looked at with the piece before.</param>
    /// <param name="offset">Place of the piece in its record.</param>
    public void Scan(ReadOnlySpan<byte> codes, int from, long offset)
    {
        var (code, run) = (0u, 0);
        for (var i = from; i < codes.Length; i++)
        {
            var c = codes[i];
            if (c > 3)
            {
                run = 0;
                continue;
            }
            code = unchecked((code << 2) | c);
            if (++run >= MaskSeeds.Seed && index.MayContain(code))
                for (var place = index.First(code); place >= 0; place = index.Next(place))
                    Extend(codes, place, i - MaskSeeds.Seed + 1, offset, from);
        }
    }

    /// <summary>Stretches that run to an end of the record: first or last window on the forward strand of the sequence, and the step that leads away from the stretch.</summary>
    public IEnumerable<(int Sequence, int Window, int Step)> RunningOut(long recordLength)
    {
        foreach (var b in blocks.Where(b => b.To - b.From + K >= ShortestPier))
        {
            var (from, to) = (b.From - b.Strand.Start, b.To - b.Strand.Start);
            var turn = b.Strand.Reverse ? -1 : 1;
            if (b.Strand.Reverse)
                (from, to) = (b.Strand.Length - K - from, b.Strand.Length - K - to);
            if (b.Reference <= MostMismatches)
                yield return (b.Strand.Sequence, from, -turn);
            if (b.Reference + (b.To - b.From) + K >= recordLength - MostMismatches)
                yield return (b.Strand.Sequence, to, turn);
        }
    }

    /// <summary>Joins the stretches of the record that belong together.</summary>
    public void FinishRecord() => Bridge();

    private void Extend(ReadOnlySpan<byte> codes, int place, int at, long offset, int from)
    {
        var text = index.Text;
        // the seed before on the same diagonal has found all that this one would
        if (at > from && index.Indexed[place - 1] && text[place - 1] == codes[at - 1])
            return;
        var strand = index.StrandAt(place);
        // exact stretch of this seed
        var exact = MaskSeeds.Seed;
        while (at + exact < codes.Length && text[place + exact] == codes[at + exact] && codes[at + exact] < 4)
            exact++;
        var first = Math.Max(strand.Start, place + MaskSeeds.Seed - K);
        var last = Math.Min(strand.Start + strand.Length - K, place + exact - MaskSeeds.Seed);
        var (from31, to31) = (int.MaxValue, int.MinValue);
        var mismatches = 0;
        for (var w = first; w <= last; w++)
        {
            mismatches = w == first ? Count(codes, w, at + w - place) : Slide(codes, mismatches, w, at + w - place);
            if (mismatches > MostMismatches)
                continue;
            if (w == first)
                from31 = Follow(codes, w, at + w - place, mismatches, -1, strand);
            var end = w == last ? Follow(codes, w, at + w - place, mismatches, 1, strand) : w;
            MarkRun(strand, w == first ? from31 : w, end);
            from31 = Math.Min(from31, w);
            to31 = Math.Max(to31, end);
        }
        if (to31 < from31)
            return;
        blocks.Add(new Block(strand, from31, to31, offset + at + (from31 - place)));
        if (blocks.Count >= MostBlocks)
        {
            Bridge();
            var recent = offset + at - 4 * K - LongestGap;
            blocks.RemoveAll(b => b.Reference + (b.To - b.From) < recent);
            if (blocks.Count > MostBlocks / 2)
                blocks.RemoveRange(0, blocks.Count - MostBlocks / 2);
        }
    }

    /// <summary>Goes on window by window while each has few enough mismatches; the last that has.</summary>
    private int Follow(ReadOnlySpan<byte> codes, int window, int at, int mismatches, int step, MaskSeeds.Strand strand)
    {
        while (true)
        {
            var w = window + step;
            if (w < strand.Start || w + K > strand.Start + strand.Length)
                return window;
            at += step;
            mismatches +=
                step > 0
                    ? Differs(codes, w + K - 1, at + K - 1) - Differs(codes, w - 1, at - 1)
                    : Differs(codes, w, at) - Differs(codes, w + K, at + K);
            if (mismatches > MostMismatches)
                return window;
            window = w;
        }
    }

    private int Count(ReadOnlySpan<byte> codes, int window, int at)
    {
        var count = 0;
        for (var i = 0; i < K; i++)
            count += Differs(codes, window + i, at + i);
        return count;
    }

    private int Slide(ReadOnlySpan<byte> codes, int mismatches, int window, int at) =>
        mismatches + Differs(codes, window + K - 1, at + K - 1) - Differs(codes, window - 1, at - 1);

    /// <summary>Beyond the ends of the reference nothing is known: that counts as a difference.</summary>
    private int Differs(ReadOnlySpan<byte> codes, int place, int at) =>
        at >= 0 && at < codes.Length && codes[at] < 4 && codes[at] == index.Text[place] ? 0 : 1;

    private void MarkRun(MaskSeeds.Strand strand, int from, int to)
    {
        Any = true;
        var marks = Marks[strand.Sequence];
        var (low, high) = (from - strand.Start, to - strand.Start);
        if (strand.Reverse)
            (low, high) = (strand.Length - K - high, strand.Length - K - low);
        marks.AsSpan(low, high - low + 1).Fill(true);
    }

    private void Bridge()
    {
        var piers = blocks.Where(b => b.To - b.From + K >= ShortestPier).OrderBy(b => b.Reference).ThenBy(b => b.From).ToArray();
        for (var i = 0; i < piers.Length; i++)
        {
            var a = piers[i];
            var end = a.Reference + (a.To - a.From) + K;
            for (var j = i + 1; j < piers.Length && piers[j].Reference <= end + LongestGap + LargestShift; j++)
            {
                var b = piers[j];
                if (b.Strand != a.Strand || b.From <= a.To + 1 || b.From - (a.To + K) > LongestGap)
                    continue;
                var shift = b.From - a.From - (b.Reference - a.Reference);
                if (Math.Abs(shift) <= LargestShift)
                    MarkRun(a.Strand, a.To + 1, b.From - 1);
            }
        }
    }

    /// <summary>One stretch.</summary>
    /// <param name="From">First window in the index text; <paramref name="To"/> last one.</param>
    /// <param name="Reference">Place of the first window in the reference record.</param>
    private readonly record struct Block(MaskSeeds.Strand Strand, int From, int To, long Reference);
}
