using System.Globalization;
using Longwatch.Genomics;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Exchange.Genetics.Bam;

/// <summary>
/// The reads that a verdict rests on as alignment records: where the host part lies, and once more for every stretch on a searched sequence, as a
/// supplementary alignment (primary where there is no host part). Local tags: <c>xo</c> the origin of the fragment, <c>xs</c> the sites it supports.
/// </summary>
internal sealed class EvidenceRecords(GeneticResult result, ContigOrder contigs)
{
    private const SamFlag Kept =
        SamFlag.Paired | SamFlag.First | SamFlag.Last | SamFlag.QualityFail | SamFlag.Secondary | SamFlag.Supplementary;

    /// <summary>Sorted by place, what has none at the end.</summary>
    internal IReadOnlyList<BamRecord> All()
    {
        var sites = Supported();
        var records = new List<BamRecord>();
        foreach (var fragment in result.Evidence.Fragments)
            if (fragment.Origin == SequenceOrigin.VectorUnique || sites.ContainsKey(fragment.Name))
                Add(records, fragment, sites.GetValueOrDefault(fragment.Name));
        return
        [
            .. records
                .Select((record, order) => (record, order))
                .OrderBy(r => r.record.Contig < 0 ? int.MaxValue : r.record.Contig)
                .ThenBy(r => r.record.Position)
                .ThenBy(r => r.order)
                .Select(r => r.record),
        ];
    }

    private Dictionary<string, string> Supported()
    {
        var sites = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var site in result.Sites.Sites)
        foreach (var name in (site.Left?.ReadNames ?? []).Concat(site.Right?.ReadNames ?? []).Distinct(StringComparer.Ordinal))
            sites[name] = sites.TryGetValue(name, out var before) ? $"{before},{site.Id}" : site.Id;
        return sites;
    }

    private void Add(List<BamRecord> records, FragmentEvidence fragment, string? sites)
    {
        var tags = BamRecord.Tag("xo", GeneticCodes.Code(fragment.Origin)) + (sites is null ? "" : BamRecord.Tag("xs", sites));
        var placed = fragment.Reads.Select(Places).ToArray();
        for (var i = 0; i < placed.Length; i++)
        {
            var read = fragment.Reads[i].Read;
            var mate = Enumerable
                .Range(0, placed.Length)
                .Where(j => j != i && IsMate(read, fragment.Reads[j].Read))
                .Select(j => placed[j].FirstOrDefault())
                .FirstOrDefault();
            var flags = read.Flags & Kept | (fragment.DuplicateOf < 0 ? SamFlag.None : SamFlag.Duplicate);
            if (placed[i].Count == 0)
                records.Add(Unplaced(read, flags, mate, tags));
            for (var p = 0; p < placed[i].Count; p++)
                records.Add(Placed(read, p == 0 ? flags : flags | SamFlag.Supplementary, placed[i], p, mate, tags));
        }
    }

    private static bool IsMate(CandidateRead read, CandidateRead other) =>
        (read.Flags & SamFlag.Paired) != SamFlag.None
        && (other.Flags & (SamFlag.Secondary | SamFlag.Supplementary)) == SamFlag.None
        && ((read.Flags ^ other.Flags) & (SamFlag.First | SamFlag.Last)) != SamFlag.None;

    private List<Placement> Places(ReadEvidence evidence)
    {
        var (read, places) = (evidence.Read, new List<Placement>());
        if (
            read.Host is { } host
            && Cigars.ReadBases(host.Cigar) == read.Bases.Length
            && host.Position + Cigars.Span(host.Cigar) < BamIndex.Longest
        )
            places.Add(new(contigs.OfHost(host.Contig), host.Position, host.Reverse, false, host.Cigar, host.MappingQuality));
        foreach (var stretch in evidence.Stretches.Where(s => s.ReadEnd > s.ReadStart && s.ReadEnd <= read.Bases.Length))
            places.Add(OnVector(read, stretch));
        return places;
    }

    private Placement OnVector(CandidateRead read, VectorAlignment stretch)
    {
        var vector = result.Vectors.Sequences[stretch.Sequence].Bases.AsSpan(stretch.Start, stretch.End - stretch.Start);
        byte[] part = read.Bases[stretch.ReadStart..stretch.ReadEnd];
        var (before, after) = (stretch.ReadStart, read.Bases.Length - stretch.ReadEnd);
        if (stretch.Reverse)
            ((before, after), part) = ((after, before), Turned(part));
        var cigar = Clip(before) + StretchCigar.Of(part, vector) + Clip(after);
        var reverse = stretch.Reverse ^ (read.Flags & SamFlag.Reverse) != SamFlag.None;
        return new(contigs.OfVector(stretch.Sequence), stretch.Start, reverse, stretch.Reverse, cigar, 255);
    }

    private static string Clip(int bases) => bases == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{bases}S");

    private BamRecord Placed(CandidateRead read, SamFlag flags, List<Placement> places, int index, Placement? mate, string tags)
    {
        var place = places[index];
        var others = places.Where((_, i) => i != index).Select(Elsewhere).ToArray();
        return new(
            place.Contig,
            place.Position,
            flags | (place.Reverse ? SamFlag.Reverse : SamFlag.None) | OfMate(flags, mate),
            place.MappingQuality,
            place.Cigar,
            read.Name,
            mate?.Contig ?? -1,
            mate?.Position ?? -1,
            place.Turned ? Turned(read.Bases) : read.Bases,
            place.Turned ? [.. read.Qualities.Reverse()] : read.Qualities,
            tags + (others.Length == 0 ? "" : BamRecord.Tag("SA", string.Concat(others)))
        );
    }

    private static BamRecord Unplaced(CandidateRead read, SamFlag flags, Placement? mate, string tags) =>
        new(
            mate?.Contig ?? -1,
            mate?.Position ?? -1,
            flags & ~SamFlag.Secondary & ~SamFlag.Supplementary | SamFlag.Unmapped | (read.Flags & SamFlag.Reverse) | OfMate(flags, mate),
            0,
            "",
            read.Name,
            mate?.Contig ?? -1,
            mate?.Position ?? -1,
            read.Bases,
            read.Qualities,
            tags
        );

    private static SamFlag OfMate(SamFlag flags, Placement? mate) =>
        (flags & SamFlag.Paired) == SamFlag.None ? SamFlag.None
        : mate is null ? SamFlag.MateUnmapped
        : mate.Reverse ? SamFlag.MateReverse
        : SamFlag.None;

    private string Elsewhere(Placement place) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{contigs.Name(place.Contig)},{place.Position + 1},{(place.Reverse ? '-' : '+')},{place.Cigar},{place.MappingQuality},0;"
        );

    private static byte[] Turned(byte[] bases) =>
        [
            .. bases
                .Reverse()
                .Select(b =>
                    (char)b switch
                    {
                        'A' => (byte)'T',
                        'C' => (byte)'G',
                        'G' => (byte)'C',
                        'T' => (byte)'A',
                        _ => (byte)'N',
                    }
                ),
        ];

    /// <summary>Where a read, or a part of it, is written.</summary>
    /// <param name="Reverse">Of the read as sequenced, as the flag says it.</param>
    /// <param name="Turned">The bases are to be written reverse-complemented to how the input has them.</param>
    private sealed record Placement(int Contig, long Position, bool Reverse, bool Turned, string Cigar, byte MappingQuality);
}
