using System.Globalization;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>Finds host contigs that hold the vector inside: reads align there without a break, so no join can be seen.</summary>
internal static class VectorInReference
{
    /// <summary>Share of a unique stretch that the host alignment must cover.</summary>
    private const double Covered = 0.9;

    public static IReadOnlyList<string> Notes(EvidenceResult evidence)
    {
        var found = new SortedDictionary<string, (int Fragments, long From, long To)>(StringComparer.Ordinal);
        foreach (var fragment in evidence.Fragments.Where(f => f.DuplicateOf < 0))
        {
            var parts = fragment.Reads.SelectMany(HidingUniqueVector).ToArray();
            foreach (var contig in parts.GroupBy(p => p.Alignment.Contig))
            {
                var (fragments, from, to) = found.GetValueOrDefault(contig.Key, (0, long.MaxValue, 0));
                found[contig.Key] = (fragments + 1, Math.Min(from, contig.Min(p => p.Start)), Math.Max(to, contig.Max(p => p.End)));
            }
        }

        return
        [
            .. found.Select(f =>
                $"{Number(f.Value.Fragments)} fragments with sequence that is unique to a vector align without a break to {f.Key}:{Number(f.Value.From + 1)}-{Number(f.Value.To)}: either the reference holds the vector there, and sites in it cannot be seen, or the mask is incomplete."
            ),
        ];
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<HostPart> HidingUniqueVector(ReadEvidence read) =>
        HostPart
            .Of(read.Read)
            .Where(p =>
                !p.Alignment.Secondary
                && read.Stretches.Any(s =>
                    s.Origin is SequenceOrigin.VectorUnique
                    && Math.Min(s.ReadEnd, p.ReadEnd) - Math.Max(s.ReadStart, p.ReadStart) >= Covered * (s.ReadEnd - s.ReadStart)
                )
            );
}
