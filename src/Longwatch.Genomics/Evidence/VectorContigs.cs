using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Contigs of an aligned input that are a vector and not the host: alignments to them say nothing about a site.</summary>
/// <remarks>
/// A contig is a vector when its name is that of a searched sequence, or when it is about as long as a searched sequence and nearly all candidate
/// parts aligned to it are stretches at one offset of that sequence, some of them not of human origin. A contig that is another vector of the kind (the
/// laboratory's own CAR beside the one searched) has no single offset; it is one when nearly all parts are stretches and many of them are not human.
/// A short contig of the host that shares a block with a vector differs from it in length, or its parts are human.
/// </remarks>
internal sealed class VectorContigs
{
    private const long LongestVector = 200_000;
    private const double LeastShare = 0.9;

    /// <summary>A plasmid is up to this many times as long as its provirus, and a construct up to this many times shorter than its vector.</summary>
    private const int LengthFactor = 4;

    /// <summary>Parts that are not human, as a share and a number, from which a contig without one offset is a vector: mask gaps make few.</summary>
    private const double LeastShareNotHuman = 0.3;

    private const int LeastNotHuman = 5;

    private readonly HashSet<string> _names;

    private VectorContigs(HashSet<string> names) => _names = names;

    public IEnumerable<string> Notes =>
        _names
            .Order(StringComparer.Ordinal)
            .Select(n => $"The contig {n} of the input is a searched sequence; alignments to it are not host alignments.");

    public static VectorContigs Find(InputProfile input, IReadOnlyList<SearchedSequence> sequences, IReadOnlyList<ProvenRead[]> fragments)
    {
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var contig in input.Contigs)
            lengths[contig.Name] = contig.Length;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sequence in sequences)
        foreach (var contig in input.Contigs)
            if (
                contig.Length <= LongestVector
                && (
                    contig.Name.Equals(sequence.Name, StringComparison.OrdinalIgnoreCase)
                    || contig.Name.Equals(sequence.VectorName, StringComparison.OrdinalIgnoreCase)
                )
            )
                names.Add(contig.Name);

        var votes = new Dictionary<string, Votes>(StringComparer.Ordinal);
        foreach (var evidence in fragments.SelectMany(f => f).Select(r => r.Evidence))
        foreach (var part in HostPart.Of(evidence.Read))
        {
            var contig = part.Alignment.Contig;
            if (part.Alignment.Secondary || lengths.GetValueOrDefault(contig, long.MaxValue) > LongestVector)
                continue;
            if (!votes.TryGetValue(contig, out var tally))
                votes.Add(contig, tally = new());
            tally.Add(part, evidence.Stretches);
        }

        foreach (var (contig, tally) in votes)
            if (tally.Vector is { } sequence && IsAlike(lengths[contig], sequences[sequence].Length))
                names.Add(contig);
        return new(names);
    }

    /// <summary>The read without alignments to vectors. A primary alignment to a vector gives way to the best supplementary one on the host.</summary>
    public ReadEvidence Strip(ReadEvidence evidence)
    {
        var read = evidence.Read;
        if (_names.Count == 0 || (!IsVector(read.Host) && !IsVector(read.Mate) && !read.Others.Any(IsVector)))
            return evidence;
        var left = evidence with
        {
            Read = read with
            {
                Host = IsVector(read.Host) ? null : read.Host,
                Others = [.. read.Others.Where(o => !IsVector(o))],
                Mate = IsVector(read.Mate) ? null : read.Mate,
            },
        };
        var next = left.Read.Others.Where(o => !o.Secondary).MaxBy(o => o.MappingQuality);
        return left.Read.Host is null && next is not null
            ? TurnedRead.WithHost(left, next, [.. left.Read.Others.Where(o => o != next)])
            : left;
    }

    private bool IsVector(HostAlignment? alignment) => alignment is not null && _names.Contains(alignment.Contig);

    private static bool IsAlike(long contig, long sequence) => contig <= LengthFactor * sequence && sequence <= LengthFactor * contig;

    private sealed class Votes
    {
        private readonly Dictionary<(int Sequence, bool Reverse, long Offset), int> _offsets = [];
        private readonly Dictionary<int, int> _bySequence = [];
        private int _parts;
        private int _notHuman;

        /// <summary>The sequence that the contig is by the reads that lie on it; null when they do not agree.</summary>
        public int? Vector =>
            _notHuman > 0
            && _offsets.Count > 0
            && _offsets.OrderByDescending(o => o.Value).ThenBy(o => o.Key).First() is var most
            && most.Value >= LeastShare * _parts
                ? most.Key.Sequence
            : _notHuman >= LeastNotHuman && _notHuman >= LeastShareNotHuman * _parts && _bySequence.Values.Sum() >= LeastShare * _parts
                ? _bySequence.OrderByDescending(s => s.Value).ThenBy(s => s.Key).First().Key
            : null;

        public void Add(HostPart part, IReadOnlyList<VectorAlignment> stretches)
        {
            _parts++;
            var over = stretches
                .Where(s =>
                    Math.Min(s.ReadEnd, part.ReadEnd) - Math.Max(s.ReadStart, part.ReadStart) >= 0.8 * (part.ReadEnd - part.ReadStart)
                )
                .OrderByDescending(s => s.Score)
                .FirstOrDefault();
            if (over is null)
                return;
            _notHuman += over.Origin is SequenceOrigin.VectorUnique or SequenceOrigin.WildTypeRetrovirus or SequenceOrigin.PlasmidBackbone
                ? 1
                : 0;
            _bySequence[over.Sequence] = _bySequence.GetValueOrDefault(over.Sequence) + 1;
            // Offset of the contig on the sequence, in steps that tolerate small gaps.
            var reverse = over.Reverse != part.Reverse;
            var offset = reverse ? part.Start + over.End : part.Start - over.Start;
            for (var step = -1; step <= 1; step++)
            {
                var key = (over.Sequence, reverse, Math.Max(0, (offset / 32) + step + 1_000_000));
                _offsets[key] = _offsets.GetValueOrDefault(key) + 1;
            }
        }
    }
}
