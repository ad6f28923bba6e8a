using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>All searched sequences in one text, with the places of every k-mer of their forward strands.</summary>
/// <remarks>Bases are codes: 0 to 3 for ACGT, 4 for any other letter. Read only after construction, so threads share it.</remarks>
internal sealed class SeedIndex
{
    /// <summary>For searched sequences: one random 12-mer in 1,400 occurs on one strand of a vector of 12,000 bases, few enough to extend.</summary>
    public const int VectorK = 12;

    /// <summary>For a window of the host: seeds of parts as short as 14 bases with one difference at an end.</summary>
    public const int WindowK = 10;

    public const byte Unknown = 4;

    /// <summary>A k-mer that occurs more often than this per sequence is a simple repeat and seeds nothing.</summary>
    private const int MostPlacesPerSequence = 64;

    private static readonly byte[] Codes = MakeCodes();
    private readonly int _tableBits;
    private readonly int[] _bucketStarts;
    private readonly int[] _places;
    private readonly uint[] _kmers;
    private readonly int[] _starts;
    private readonly int _mostPlaces;

    public SeedIndex(IReadOnlyList<SearchedSequence> sequences)
        : this([.. sequences.Select(s => s.Bases)], VectorK, tableBits: 18) { }

    /// <summary>Indexes any sequences.</summary>
    /// <param name="k">Length of a seed, at most 15.</param>
    /// <param name="tableBits">The table has two to this power buckets.</param>
    public SeedIndex(IReadOnlyList<byte[]> sequences, int k, int tableBits)
    {
        K = k;
        _tableBits = tableBits;
        _bucketStarts = new int[(1 << tableBits) + 1];
        _starts = new int[sequences.Count + 1];
        for (var i = 0; i < sequences.Count; i++)
            _starts[i + 1] = _starts[i] + sequences[i].Length;
        Text = new byte[_starts[^1]];
        for (var i = 0; i < sequences.Count; i++)
            Encode(sequences[i], Text.AsSpan(_starts[i]));
        _mostPlaces = MostPlacesPerSequence * sequences.Count;

        var found = new List<(uint Kmer, int Place)>(Text.Length);
        for (var i = 0; i < sequences.Count; i++)
            foreach (var (kmer, place) in Kmers(_starts[i], _starts[i + 1]))
                found.Add((kmer, place));
        _places = new int[found.Count];
        _kmers = new uint[found.Count];
        foreach (var (kmer, _) in found)
            _bucketStarts[Bucket(kmer) + 1]++;
        for (var i = 1; i < _bucketStarts.Length; i++)
            _bucketStarts[i] += _bucketStarts[i - 1];
        var next = _bucketStarts.AsSpan(0, 1 << _tableBits).ToArray();
        foreach (var (kmer, place) in found)
        {
            var slot = next[Bucket(kmer)]++;
            (_kmers[slot], _places[slot]) = (kmer, place);
        }
    }

    /// <summary>Length of a seed.</summary>
    public int K { get; }

    public byte[] Text { get; }

    /// <summary>First and one past the last place of a sequence in <see cref="Text"/>.</summary>
    public (int Start, int End) Bounds(int sequence) => (_starts[sequence], _starts[sequence + 1]);

    /// <summary>The sequence that a place of <see cref="Text"/> belongs to.</summary>
    public int SequenceAt(int place)
    {
        var found = Array.BinarySearch(_starts, place);
        if (found < 0)
            return ~found - 1;
        // An empty sequence shares its start with the next one, which holds the base.
        while (_starts[found + 1] == place)
            found++;
        return found;
    }

    /// <summary>Slots of the bucket that may hold a k-mer; <see cref="Matches"/> tells which do.</summary>
    public (int First, int End) Slots(uint kmer)
    {
        var bucket = Bucket(kmer);
        var (first, end) = (_bucketStarts[bucket], _bucketStarts[bucket + 1]);
        return end - first > _mostPlaces ? (0, 0) : (first, end);
    }

    public bool Matches(int slot, uint kmer) => _kmers[slot] == kmer;

    public int Place(int slot) => _places[slot];

    public static void Encode(ReadOnlySpan<byte> bases, Span<byte> codes)
    {
        for (var i = 0; i < bases.Length; i++)
            codes[i] = Codes[bases[i]];
    }

    public static void EncodeReverse(ReadOnlySpan<byte> bases, Span<byte> codes)
    {
        for (var i = 0; i < bases.Length; i++)
        {
            var code = Codes[bases[bases.Length - 1 - i]];
            codes[i] = code == Unknown ? Unknown : (byte)(3 - code);
        }
    }

    private IEnumerable<(uint Kmer, int Place)> Kmers(int start, int end)
    {
        uint kmer = 0;
        var known = 0;
        for (var i = start; i < end; i++)
        {
            known = Text[i] == Unknown ? 0 : known + 1;
            kmer = Append(kmer, Text[i]);
            if (known >= K)
                yield return (kmer, i - K + 1);
        }
    }

    public uint Append(uint kmer, byte code) => ((kmer << 2) | (code & 3u)) & ((1u << (2 * K)) - 1);

    private int Bucket(uint kmer) => (int)(unchecked(kmer * 0x9E3779B1u) >> (32 - _tableBits));

    private static byte[] MakeCodes()
    {
        var codes = new byte[256];
        Array.Fill(codes, Unknown);
        for (var i = 0; i < 4; i++)
        {
            codes["ACGT"[i]] = (byte)i;
            codes["acgt"[i]] = (byte)i;
        }

        return codes;
    }
}
