using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Takes back unique evidence that the host itself shows: a k-mer that matches the host exactly where the read lies is human, whatever the mask knew.</summary>
/// <remarks>Matters when the mask was built from less than a whole genome: reads of a human locus are then labelled unique, but they lie there base for base.
/// Where the reference itself holds the vector nothing is taken back.</remarks>
internal sealed class HostLikeness(HostReference host, HeldVector held)
{
    /// <summary>The fragment without evidence that the host explains; the same object when there is none.</summary>
    public FragmentEvidence Check(FragmentEvidence fragment)
    {
        var reads = fragment.Reads.Select(Check).ToArray();
        if (reads.SequenceEqual(fragment.Reads, ReferenceEqualityComparer.Instance))
            return fragment;
        var origin = SequenceOrigin.LowComplexity;
        foreach (var stretch in reads.SelectMany(r => r.Stretches))
            if (CoverageCounter.Strength(stretch.Origin) > CoverageCounter.Strength(origin))
                origin = stretch.Origin;
        var left = reads.Sum(r => r.Stretches.Sum(s => s.UniqueBases));
        return fragment with { Reads = reads, Origin = origin, UniqueBases = Math.Min(fragment.UniqueBases, left) };
    }

    private ReadEvidence Check(ReadEvidence evidence)
    {
        if (evidence.Read.Host is null || evidence.Stretches.All(s => s.UniqueParts.Count == 0))
            return evidence;
        var parts = HostPart.Of(evidence.Read).Where(p => !evidence.Stretches.Any(s => held.IsAt(s, p)));
        var same = parts.SelectMany(p => ExactRuns(evidence.Read, p)).ToList();
        if (!evidence.Stretches.Any(s => s.UniqueParts.Any(u => same.Exists(r => Shared(u, r) >= Shortest(u)))))
            return evidence;
        return evidence with { Stretches = [.. evidence.Stretches.Select(s => Without(s, same))] };
    }

    private static VectorAlignment Without(VectorAlignment stretch, List<UniquePart> same)
    {
        var parts = stretch.UniqueParts;
        foreach (var run in same)
            parts = [.. parts.SelectMany(p => Remaining(p, run))];
        var bases = parts.Sum(p => p.Length);
        return bases == stretch.UniqueBases
            ? stretch
            : stretch with
            {
                UniqueParts = parts,
                UniqueBases = bases,
                Origin = bases == 0 && stretch.Origin == SequenceOrigin.VectorUnique ? SequenceOrigin.HumanGenome : stretch.Origin,
            };
    }

    /// <summary>What the k-mers of a part cover that do not lie wholly within a run.</summary>
    private static IEnumerable<UniquePart> Remaining(UniquePart part, UniquePart run)
    {
        var k = Shortest(part);
        if (Shared(part, run) < k)
        {
            yield return part;
            yield break;
        }

        var left = new UniquePart(part.Start, Math.Min(part.End, run.Start + k - 1));
        var right = new UniquePart(Math.Max(part.Start, run.End - k + 1), part.End);
        if (run.Start > part.Start && left.Length >= k)
            yield return left;
        if (run.End < part.End && right.Length >= k)
            yield return right;
    }

    private static int Shared(UniquePart a, UniquePart b) => Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start);

    private static int Shortest(UniquePart part) => Math.Min(part.Length, CompiledVectors.K);

    /// <summary>Runs of the read, on the bases of its record, that equal the host where one alignment lies.</summary>
    private IEnumerable<UniquePart> ExactRuns(CandidateRead read, HostPart part)
    {
        if (
            part.Alignment.Position < 0
            || part.ReadStart < 0
            || part.ReadEnd > read.Bases.Length
            || !Cigar.TryParse(part.Alignment.Cigar, out var cigar)
        )
            yield break;
        var bases = part.Reverse ? Nucleotides.ReverseComplement(read.Bases) : read.Bases;
        var at = part.Reverse ? read.Bases.Length - part.ReadEnd : part.ReadStart;
        var place = part.Alignment.Position;
        foreach (var operation in cigar.Operations.Where(o => !o.IsClip))
        {
            if (operation.Code is 'M' or '=' or 'X')
            {
                var length = Math.Min(operation.Length, bases.Length - at);
                var there = host.Fetch(part.Alignment.Contig, place, length);
                var start = 0;
                for (var i = 0; i <= length; i++)
                {
                    if (i < Math.Min(length, there.Length) && bases[at + i] == there[i])
                        continue;
                    if (i > start)
                        yield return part.Reverse
                            ? new(read.Bases.Length - at - i, read.Bases.Length - at - start)
                            : new(at + start, at + i);
                    start = i + 1;
                }
            }

            at += operation.UsesRead ? operation.Length : 0;
            place += operation.UsesReference ? operation.Length : 0;
        }
    }
}
