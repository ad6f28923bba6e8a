using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Makes the host side of a fragment exact: alignments are drawn out as far as the host matches, and parts that lie nowhere yet are looked for beside the parts that do.</summary>
internal sealed class HostRefiner(HostWindows windows, int leastPart, int leastScore)
{
    /// <summary>A read that the vector explains is also put on the host only when so many bases match: homology, not chance.</summary>
    private const int LeastHomology = 25;

    /// <summary>The fragment with exact host parts.</summary>
    /// <param name="drawOut">The alignments come from parts of reads and must be extended over the whole read.</param>
    public FragmentEvidence Refine(FragmentEvidence fragment, bool drawOut)
    {
        var reads = fragment.Reads.ToArray();
        if (drawOut)
            for (var i = 0; i < reads.Length; i++)
                reads[i] = DrawOut(reads[i]);
        var anchors = Anchors(reads);
        for (var i = 0; i < reads.Length && anchors.Count > 0; i++)
            reads[i] = LookBeside(reads[i], anchors);
        return fragment with { Reads = TellMates(reads) };
    }

    /// <summary>Places on the host that the fragment is known to touch.</summary>
    public static IReadOnlyList<HostAlignment> Anchors(IEnumerable<ReadEvidence> reads)
    {
        var anchors = new List<HostAlignment>();
        foreach (var read in reads.Select(r => r.Read))
        {
            anchors.AddRange(HostPart.Of(read).Where(p => !p.Alignment.Secondary).Select(p => p.Alignment));
            if (read.Mate is not null)
                anchors.Add(read.Mate);
        }

        return anchors;
    }

    /// <summary>Longest part of the insert that neither a vector stretch nor a host alignment covers.</summary>
    public static IEnumerable<(int Start, int End)> Uncovered(ReadEvidence evidence)
    {
        var covered = new bool[evidence.Read.Bases.Length];
        foreach (var stretch in evidence.Stretches)
            covered.AsSpan(stretch.ReadStart, stretch.ReadEnd - stretch.ReadStart).Fill(true);
        foreach (var part in HostPart.Of(evidence.Read).Where(p => !p.Alignment.Secondary))
        {
            var from = Math.Clamp(part.ReadStart, 0, covered.Length);
            covered.AsSpan(from, Math.Clamp(part.ReadEnd, from, covered.Length) - from).Fill(true);
        }

        var start = -1;
        for (var i = evidence.InsertStart; i <= evidence.InsertEnd; i++)
        {
            var open = i < evidence.InsertEnd && !covered[i];
            if (open && start < 0)
                start = i;
            if (open || start < 0)
                continue;
            yield return (start, i);
            start = -1;
        }
    }

    private ReadEvidence DrawOut(ReadEvidence evidence)
    {
        if (evidence.Read.Host is not { } host)
            return evidence;
        return TurnedRead.WithHost(
            evidence,
            DrawOut(evidence.Read, host),
            [.. evidence.Read.Others.Select(o => o.Secondary ? o : DrawOut(evidence.Read, o))]
        );
    }

    private HostAlignment DrawOut(CandidateRead read, HostAlignment known)
    {
        if (HostPart.Of(read, known) is not { } part)
            return known;
        foreach (var (local, found) in windows.Align(read, known.Contig, known.Position, known.MappingQuality))
        {
            var (start, end) = local.OnRecord(read.Bases.Length);
            var shared = Math.Min(end, part.ReadEnd) - Math.Max(start, part.ReadStart);
            var near = found.Position < part.End && known.Position < found.Position + (local.End - local.Start);
            if (found.Reverse == known.Reverse && near && 2 * shared > part.ReadEnd - part.ReadStart)
                return found;
        }

        return known;
    }

    private ReadEvidence LookBeside(ReadEvidence evidence, IReadOnlyList<HostAlignment> anchors)
    {
        var open = Uncovered(evidence).Where(u => u.End - u.Start >= leastPart).ToList();
        var homologous = evidence.Read.Host is null && evidence.Stretches.Any(s => s.Origin is not SequenceOrigin.VectorUnique);
        if (open.Count == 0 && !homologous)
            return evidence;

        (int New, int Score, HostAlignment Host)? best = null;
        foreach (var anchor in anchors.DistinctBy(a => (a.Contig, a.Position >> 10)))
        foreach (var (local, found) in windows.Align(evidence.Read, anchor.Contig, anchor.Position, anchor.MappingQuality))
        {
            var (start, end) = local.OnRecord(evidence.Read.Bases.Length);
            var fresh = open.Sum(o => Math.Max(0, Math.Min(o.End, end) - Math.Max(o.Start, start)));
            var counts = (fresh >= leastPart && local.Score >= leastScore) || (homologous && local.Score >= LeastHomology);
            if (counts && (best is not { } known || (fresh, local.Score).CompareTo((known.New, known.Score)) > 0))
                best = (fresh, local.Score, found);
        }

        if (best is not { } chosen)
            return evidence;
        return evidence.Read.Host is { } host
            ? evidence with
            {
                Read = evidence.Read with { Others = [.. evidence.Read.Others, chosen.Host] },
            }
            : TurnedRead.WithHost(evidence, chosen.Host, evidence.Read.Others);
    }

    /// <summary>Fills in where the mate lies where the input did not know.</summary>
    private static ReadEvidence[] TellMates(ReadEvidence[] reads)
    {
        if (reads.Length != 2)
            return reads;
        return [.. reads.Select((r, i) => r with { Read = Tell(r.Read, reads[1 - i].Read.Host) })];

        static CandidateRead Tell(CandidateRead read, HostAlignment? mate) =>
            read.Mate is not null ? read
            : mate is null ? read with { Flags = read.Flags | SamFlag.MateUnmapped }
            : read with
            {
                Mate = mate,
                Flags = (read.Flags & ~(SamFlag.MateUnmapped | SamFlag.MateReverse)) | (mate.Reverse ? SamFlag.MateReverse : SamFlag.None),
            };
    }
}
