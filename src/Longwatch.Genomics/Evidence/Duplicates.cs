using System.Text;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Finds copies of one molecule: fragments with the same two outer ends and, where there is one, the same molecular identifier.</summary>
/// <remarks>
/// The outer end of a read is the place of its first sequenced base on the host or on a searched sequence, carried over a few clipped bases. An end
/// that lies nowhere yet (a host part of a read that is still to be placed) is known by its bases. Places in a terminal repeat are those of its first copy, so that the choice of the copy does not
/// keep copies of a molecule apart. Fragments whose ends differ are never merged; without a mate the end of the read counts as the other end.
/// </remarks>
internal sealed class Duplicates(IReadOnlyList<TerminalRepeats?> repeatsOf)
{
    /// <summary>First bases that stand for a read without a place.</summary>
    private const int NamingBases = 32;

    /// <summary>Bases over which a place may be carried: beyond, the end may lie on something else.</summary>
    private const int LongestCarry = 10;

    /// <summary>For every fragment the index of the one that it copies, or −1. The best of the copies is kept: most bases on vectors, then the first.</summary>
    public int[] Find(IReadOnlyList<IReadOnlyList<ReadEvidence>> fragments)
    {
        var copyOf = new int[fragments.Count];
        var keys = new string[fragments.Count];
        Parallel.For(0, fragments.Count, i => keys[i] = Key(fragments[i]));
        var kept = new Dictionary<string, int>(fragments.Count, StringComparer.Ordinal);
        for (var i = 0; i < fragments.Count; i++)
        {
            copyOf[i] = -1;
            if (!kept.TryGetValue(keys[i], out var best) || Worth(fragments[i]) > Worth(fragments[best]))
                kept[keys[i]] = i;
        }

        for (var i = 0; i < fragments.Count; i++)
            if (kept[keys[i]] is var best && best != i)
                copyOf[i] = best;
        return copyOf;
    }

    /// <summary>Finds the copies that only show once the host parts have a place; fragments that are copies already follow the one that they copy.</summary>
    public void FindAmongPlaced(FragmentEvidence[] fragments)
    {
        var kept = Enumerable.Range(0, fragments.Length).Where(i => fragments[i].DuplicateOf < 0).ToArray();
        var copyOf = Find([.. kept.Select(i => fragments[i].Reads)]);
        var now = new int[fragments.Length];
        Array.Fill(now, -1);
        for (var k = 0; k < kept.Length; k++)
            if (copyOf[k] >= 0)
                now[kept[k]] = kept[copyOf[k]];
        for (var i = 0; i < fragments.Length; i++)
        {
            var first = fragments[i].DuplicateOf < 0 ? i : fragments[i].DuplicateOf;
            var target = now[first] >= 0 ? now[first] : fragments[i].DuplicateOf;
            if (target != fragments[i].DuplicateOf)
                fragments[i] = fragments[i] with { DuplicateOf = target };
        }
    }

    private static int Worth(IReadOnlyList<ReadEvidence> fragment) => fragment.Sum(r => r.Stretches.Sum(s => s.Score));

    private string Key(IReadOnlyList<ReadEvidence> fragment)
    {
        var ends = new List<string>(2);
        foreach (var evidence in fragment)
            ends.Add(OuterEnd(evidence, first: true));
        if (fragment.Count == 1)
            ends.Add(MateEnd(fragment[0].Read) ?? OuterEnd(fragment[0], first: false));
        // Either strand of a molecule may have been read first.
        ends.Sort(StringComparer.Ordinal);
        var umi = fragment.Select(r => r.Read.Umi).FirstOrDefault(u => u is not null);
        return string.Join('|', ends) + "|" + umi;
    }

    private static string? MateEnd(CandidateRead read)
    {
        if (read.Mate is not { } mate)
            return null;
        if (!Cigar.TryParse(mate.Cigar, out var cigar))
            return $"{mate.Contig}:{mate.Position}:?{mate.Reverse}";
        var place = mate.Reverse
            ? mate.Position + cigar.ReferenceLength - 1 + (cigar.ReadLength - cigar.ReadEnd)
            : mate.Position - cigar.ReadStart;
        return $"{mate.Contig}:{place}:{mate.Reverse}";
    }

    /// <summary>Place and direction of the read's first (or last) sequenced base.</summary>
    private string OuterEnd(ReadEvidence evidence, bool first)
    {
        var read = evidence.Read;
        var atStart = first != read.Flags.HasFlag(SamFlag.Reverse);
        // The part that lies closest to the wanted end of the record decides; of two equally close ones the host's.
        string? place = null;
        var nearest = LongestCarry + 1;
        foreach (var part in HostPart.Of(read))
        {
            var gap = atStart ? part.ReadStart - evidence.InsertStart : evidence.InsertEnd - part.ReadEnd;
            if (part.Alignment.Secondary || Math.Abs(gap) >= nearest)
                continue;
            var at = atStart ? part.FirstBase : part.LastBase;
            nearest = Math.Abs(gap);
            place = $"{part.Alignment.Contig}:{at + (part.Reverse == atStart ? gap : -gap)}:{part.Reverse == atStart}";
        }

        foreach (var stretch in evidence.Stretches)
        {
            var gap = atStart ? stretch.ReadStart - evidence.InsertStart : evidence.InsertEnd - stretch.ReadEnd;
            if (Math.Abs(gap) >= nearest)
                continue;
            var (start, end) = OnFirstCopy(stretch);
            var at = stretch.Reverse == atStart ? end - 1 : start;
            nearest = Math.Abs(gap);
            place = $"*{stretch.Sequence}:{at + (stretch.Reverse == atStart ? gap : -gap)}:{stretch.Reverse == atStart}";
        }

        if (place is null)
        {
            // From the end inward, so that either reading direction gives one name.
            var bases = atStart ? read.Bases : Nucleotides.ReverseComplement(read.Bases);
            place = Encoding.ASCII.GetString(bases, 0, Math.Min(NamingBases, bases.Length));
        }

        return place;
    }

    private (int Start, int End) OnFirstCopy(VectorAlignment stretch)
    {
        if (!stretch.EitherRepeat || repeatsOf[stretch.Sequence] is not { } repeats || stretch.Start < repeats.ThreeStart)
            return (stretch.Start, stretch.End);
        var shift = repeats.ThreeStart - repeats.FiveStart;
        return (stretch.Start - shift, stretch.End - shift);
    }
}
