using System.Text;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Sites;

/// <summary>A piece of a molecule; <paramref name="Source"/> is a contig, or null for bases from elsewhere (<paramref name="Bases"/>).</summary>
internal sealed record Piece(string? Source, string Bases, int Start, bool Reverse);

/// <summary>A molecule put together from pieces of host and vector, from which reads are taken with the host alignments that an aligner would give.</summary>
internal sealed class Arrangement(IReadOnlyDictionary<string, string> host)
{
    private readonly List<Piece> _pieces = [];

    public Arrangement Host(string contig, int start, int end, bool reverse = false)
    {
        var bases = host[contig][start..end];
        _pieces.Add(new(contig, reverse ? Synthetic.Reverse(bases) : bases, start, reverse));
        return this;
    }

    public Arrangement Other(string bases, bool reverse = false)
    {
        _pieces.Add(new(null, reverse ? Synthetic.Reverse(bases) : bases, 0, false));
        return this;
    }

    public string Text => string.Concat(_pieces.Select(p => p.Bases));

    /// <summary>Both mates of a fragment, as <c>bwa mem</c> would write them: soft clips, the other part in SA.</summary>
    public CandidateRead[] Fragment(string name, int start, int length, int readLength = 150, byte quality = 60, string? umi = null)
    {
        var text = Text;
        var first = Align(text, start, Math.Min(readLength, length), quality);
        var second = Align(text, start + length - Math.Min(readLength, length), Math.Min(readLength, length), quality);
        return [Record(name, first, second, false, umi), Record(name, second, first, true, umi)];
    }

    /// <summary>A single read.</summary>
    public CandidateRead Single(string name, int start, int length, bool reverse = false, byte quality = 60)
    {
        var aligned = Align(Text, start, length, quality);
        var read = Record(name, aligned, null, reverse, null);
        return read with { Flags = read.Flags & SamFlag.Reverse };
    }

    private sealed record Aligned(string Bases, List<(string Contig, long Position, bool Reverse, int Start, int End)> Parts, byte Quality);

    /// <summary>Host runs of at least 20 bases, the longest first, each continued while the host happens to agree with the read.</summary>
    private Aligned Align(string text, int start, int length, byte quality)
    {
        var bases = text.Substring(start, length);
        var parts = new List<(string Contig, long Position, bool Reverse, int Start, int End)>();
        var at = 0;
        foreach (var piece in _pieces)
        {
            var (from, to) = (Math.Max(at, start), Math.Min(at + piece.Bases.Length, start + length));
            if (piece.Source is { } contig && to - from >= 20)
            {
                // Host position of the base at read index i is Anchor + i, or Anchor - i on the reverse strand.
                var contigBases = host[contig];
                long anchor = piece.Reverse ? piece.Start + piece.Bases.Length - 1 + (at - start) : piece.Start - (at - start);
                bool Agrees(int i)
                {
                    var position = piece.Reverse ? anchor - i : anchor + i;
                    if (i < 0 || i >= length || position < 0 || position >= contigBases.Length)
                        return false;
                    var letter = contigBases[(int)position];
                    return bases[i] == (piece.Reverse ? Synthetic.Reverse(letter.ToString())[0] : letter);
                }

                var (s, e) = (from - start, to - start);
                while (Agrees(s - 1))
                    s--;
                while (Agrees(e))
                    e++;
                parts.Add((contig, piece.Reverse ? anchor - (e - 1) : anchor + s, piece.Reverse, s, e));
            }

            at += piece.Bases.Length;
        }

        return new(bases, [.. parts.OrderByDescending(p => p.End - p.Start)], quality);
    }

    private static CandidateRead Record(string name, Aligned own, Aligned? mate, bool second, string? umi)
    {
        var length = own.Bases.Length;
        // The sequenced strand: the second mate is read from the other strand of the molecule.
        HostAlignment Of((string Contig, long Position, bool Reverse, int Start, int End) part, bool turned, Aligned from)
        {
            var reverse = part.Reverse;
            var (left, right) = reverse ? (from.Bases.Length - part.End, part.Start) : (part.Start, from.Bases.Length - part.End);
            var cigar = $"{(left > 0 ? $"{left}S" : "")}{part.End - part.Start}M{(right > 0 ? $"{right}S" : "")}";
            return new(part.Contig, part.Position, reverse != turned, cigar, from.Quality);
        }

        var alignments = own.Parts.Select(p => Of(p, second, own)).ToArray();
        var primary = alignments.FirstOrDefault();
        // A record lies on the host's forward strand; unmapped reads stay as sequenced.
        var reversed = primary?.Reverse ?? false;
        var sequenced = second ? Synthetic.Reverse(own.Bases) : own.Bases;
        var flags = SamFlag.Paired | (second ? SamFlag.Last : SamFlag.First) | (reversed ? SamFlag.Reverse : SamFlag.None);
        if (primary is null)
            flags |= SamFlag.Unmapped;
        return new(
            0,
            0,
            name,
            flags,
            Encoding.ASCII.GetBytes(reversed ? Synthetic.Reverse(sequenced) : sequenced),
            [.. Enumerable.Repeat((byte)37, length)],
            primary,
            [.. alignments.Skip(1)],
            mate is { Parts.Count: > 0 } ? Of(mate.Parts[0], !second, mate) : null,
            umi
        );
    }
}

/// <summary>A host, a provirus and the reads of a sample.</summary>
internal sealed class Sample
{
    public Sample(ulong seed, VectorFamily family = VectorFamily.Lentivirus, int hostLength = 20_000)
    {
        Random = new Synthetic(seed);
        Host = new Dictionary<string, string> { ["chr1"] = Random.Dna(hostLength), ["chr2"] = Random.Dna(hostLength) };
        var repeat = family is VectorFamily.Lentivirus or VectorFamily.Gammaretrovirus
            ? (family is VectorFamily.Lentivirus ? "TGGAAGGGCTAATTCACTCC" : "TGAAAGACCCCACCTGTAGG") + Random.Dna(200) + "GAAAATCTCTAGCA"
            : "";
        var inside = Random.Dna(2_500);
        // Transposons end in inverted repeats: from both ends they look alike.
        var inverted = family is VectorFamily.PiggyBac or VectorFamily.SleepingBeauty ? Random.Dna(35) : "";
        Vector = repeat + inverted + inside + Synthetic.Reverse(inverted) + repeat;
        Provirus = Synthetic.Sequence(
            "provirus",
            Vector,
            repeat.Length == 0 ? null : new(0, repeat.Length, repeat.Length + inside.Length, Vector.Length)
        ) with
        {
            Family = family,
        };
        Sequences = [Provirus];
    }

    public Synthetic Random { get; }

    public Dictionary<string, string> Host { get; }

    public string Vector { get; }

    public SearchedSequence Provirus { get; }

    public List<SearchedSequence> Sequences { get; }

    public List<CandidateRead> Reads { get; } = [];

    public List<HostRead> Neighbours { get; } = [];

    public long ContigLength { get; set; } = 100_000_000;

    public Arrangement Molecule() => new(Host);

    /// <summary>The provirus at a position, with the bases from there duplicated.</summary>
    public Arrangement Inserted(string contig, int position, int duplication, bool reverse, string? vector = null) =>
        Molecule()
            .Host(contig, position - 1_000, position + duplication)
            .Other(vector ?? Vector, reverse)
            .Host(contig, position, position + 1_000);

    /// <summary>Paired reads over a whole molecule, one fragment every <paramref name="step"/> bases.</summary>
    public void Cover(Arrangement molecule, string name, int step, int from = 0, int? to = null)
    {
        for (var start = from; start + 450 <= (to ?? molecule.Text.Length); start += step)
            Reads.AddRange(molecule.Fragment($"{name}:{start}", start, 350 + ((start * 7) % 100)));
    }

    public SitesResult Call(HostBases? reference = null)
    {
        var vectors = Synthetic.Vectors([.. Sequences]);
        var contigs = Host.Keys.Select(c => new ContigInfo(c, ContigLength)).ToArray();
        var screening = Synthetic.Screening(Reads, contigs) with { Neighbours = Neighbours };
        var evidence = EvidenceBuilder.Build(vectors, screening, Synthetic.Rules);
        return SiteCaller.Call(evidence, vectors, screening, reference, null, "test", Synthetic.Rules);
    }
}
