using System.Globalization;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Notices a host reference that holds the vector within a chromosome, as made for showing one patient's insertion.</summary>
/// <remarks>
/// Reads of the vector then match the "host" base for base, which must not be taken for humanity. Told by the reference: from where a read lies the
/// match runs on along the vector to one of its ends, or over most of it. No part of a human genome does that: terminal repeats are viral.
/// </remarks>
internal sealed class HeldVector(HostReference host, IReadOnlyList<SearchedSequence> sequences)
{
    private const double MostOfIt = 0.6;

    /// <summary>Bases short of an end that still count as the end.</summary>
    private const int EndSlack = 20;

    /// <summary>The comparison stops when mismatches outweigh matches by this score.</summary>
    private const int Drop = 60;

    private readonly Dictionary<(int Sequence, string Contig, bool Reverse, long Diagonal), bool> _known = [];

    /// <summary>Where the reference holds a vector, for a reader; null when nowhere seen.</summary>
    public string? Place { get; private set; }

    /// <summary>True when the host part lies on a copy of the stretch's sequence within the reference.</summary>
    public bool IsAt(VectorAlignment stretch, HostPart part)
    {
        if (stretch.Sequence >= sequences.Count)
            return false;
        // Place of the sequence's base 0 on the contig, or of its mirror image; exact for alignments without gaps.
        var reverse = stretch.Reverse != part.Reverse;
        var middle = (stretch.ReadStart + stretch.ReadEnd) / 2;
        if (middle < part.ReadStart || middle >= part.ReadEnd)
            return false;
        var onSequence = stretch.Reverse ? stretch.End - 1 - (middle - stretch.ReadStart) : stretch.Start + middle - stretch.ReadStart;
        var onHost = part.Reverse ? part.End - 1 - (middle - part.ReadStart) : part.Start + middle - part.ReadStart;
        var key = (stretch.Sequence, part.Alignment.Contig, reverse, reverse ? onHost + onSequence : onHost - onSequence);
        if (!_known.TryGetValue(key, out var held))
            _known.Add(key, held = RunsOn(sequences[stretch.Sequence], part.Alignment.Contig, onSequence, onHost, reverse));
        if (held)
            Place ??= string.Create(CultureInfo.InvariantCulture, $"{part.Alignment.Contig}:{onHost + 1}");
        return held;
    }

    /// <summary>Notes on an input whose own reference seems to hold the vector: reads of the vector aligned from end to end.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<FragmentEvidence> fragments)
    {
        var whole = fragments
            .SelectMany(f => f.Reads)
            .Where(r => r.Read.Host is not null)
            .Select(r => (r.Read.Host!.Contig, Part: HostPart.Of(r.Read, r.Read.Host), r.Stretches))
            .Where(r =>
                r.Part is { } part
                && r.Stretches.Any(s => s.UniqueParts.Any(u => u.Length >= 60 && part.ReadStart <= u.Start && u.End <= part.ReadEnd))
            )
            .GroupBy(r => r.Contig, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var contig in whole)
            yield return $"{contig.Count()} reads of vector-only sequence are aligned to {contig.Key} over that sequence: either the mask misses a human sequence there, or the reference of the input holds the vector, and then integration sites do not show.";
    }

    private bool RunsOn(SearchedSequence sequence, string contig, int onSequence, long onHost, bool reverse)
    {
        var bases = sequence.Bases;
        var first = reverse ? onHost + onSequence - (bases.Length - 1) : onHost - onSequence;
        var from = Math.Max(0, first);
        var there = host.Fetch(contig, from, (int)Math.Max(0, first + bases.Length - from));
        if (reverse)
            bases = Nucleotides.ReverseComplement(bases);
        var (offset, at) = ((int)(from - first), (int)(onHost - first));
        var start = at - Reach(at, -1);
        var end = at + Reach(at, 1);
        var atAnEnd =
            sequence.Kind == SequenceKind.Provirus
            && end - start > CompiledVectors.K
            && (start <= EndSlack || end >= bases.Length - 1 - EndSlack);
        return atAnEnd || end - start >= MostOfIt * bases.Length;

        int Reach(int place, int step)
        {
            int score = 0,
                best = 0,
                reach = 0;
            for (var i = 0; score >= best - Drop; i++)
            {
                var p = place + (i * step);
                if (p < offset || p >= Math.Min(bases.Length, offset + there.Length))
                    break;
                score += bases[p] == there[p - offset] ? 1 : -4;
                if (score > best)
                    (best, reach) = (score, i);
            }

            return reach;
        }
    }
}
