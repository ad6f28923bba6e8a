using System.Runtime.CompilerServices;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Records that lie in memory together, mates of name-grouped input among them.</summary>
internal interface IRecordBatch
{
    int Count { get; }

    /// <summary>A record of the batch.</summary>
    /// <exception cref="UnreadableInputException">The record is broken; says where.</exception>
    void Get(int index, out RecordView record);
}

/// <summary>What the threads that screen one alignment file share.</summary>
internal sealed record ScreeningShare(
    int Source,
    SeedIndex Seeds,
    CandidateStore Candidates,
    IReadOnlyList<ContigInfo> Contigs,
    int WindowLength,
    bool UsePlainKernel
);

/// <summary>Where the records of a batch lie on the host, in one number that grows along a coordinate-sorted file.</summary>
/// <param name="First">Smallest when <paramref name="Sorted"/>.</param>
internal readonly record struct BatchSpan(ulong First, ulong Last, bool Sorted)
{
    public static ulong Key(int contig, long position) => contig < 0 ? ulong.MaxValue : ((ulong)(uint)contig << 32) | (uint)(position + 1);
}

/// <summary>Screens alignment records: counts, depth, seeds, candidates. One per thread.</summary>
internal sealed unsafe class RecordScreener(ScreeningShare share)
{
    private readonly PackedScanner scanner = new(share.Seeds);
    private readonly SortedSet<int> kept = [];
    private byte[] letters = [];
    private ulong lastKey;

    public ReadTally Tally { get; } = new();
    public DepthTally Depth { get; } = new(share.Contigs, share.WindowLength);

    /// <summary>All records that this screener saw came in the order of their places.</summary>
    public bool IsSorted { get; private set; } = true;

    /// <summary>Longest stretch of the host that one read spans.</summary>
    public int LongestSpan { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public BatchSpan Screen<TBatch>(ref TBatch batch, long firstOrdinal)
        where TBatch : struct, IRecordBatch
    {
        kept.Clear();
        ulong first = ulong.MaxValue,
            last = 0;
        var sorted = true;
        for (var i = 0; i < batch.Count; i++)
        {
            batch.Get(i, out var record);
            var key = BatchSpan.Key(record.Contig, record.Position);
            if (i == 0)
                first = key;
            sorted &= key >= last;
            last = key;
            if (Look(in record, firstOrdinal + i))
                Keep(ref batch, i, in record);
        }

        foreach (var i in kept)
            Add(ref batch, i, firstOrdinal + i);
        if (batch.Count > 0)
        {
            IsSorted &= sorted && first >= lastKey;
            lastKey = last;
        }

        return new(first, last, sorted);
    }

    /// <summary>Counts a record and scans it. True for a candidate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Look(ref readonly RecordView record, long ordinal)
    {
        const SamFlag left = SamFlag.Duplicate | SamFlag.QualityFail;
        unchecked
        {
            Tally.Records++;
            var flags = record.Flags;
            if ((flags & SamFlag.Secondary) != SamFlag.None)
            {
                Tally.Secondary++;
                return false;
            }

            var mapped = (flags & SamFlag.Unmapped) == SamFlag.None && record.Contig >= 0;
            var cigar = mapped ? CigarText.Sum(in record) : default;
            var scan = Scan(in record, new(cigar.LeftClip, cigar.RightClip));
            if ((flags & SamFlag.Supplementary) != SamFlag.None)
            {
                Tally.Supplementary++;
                return scan.IsCandidate && (flags & left) == SamFlag.None;
            }

            Count(in record, scan, ordinal);
            if ((flags & left) != SamFlag.None)
                return false;
            if (mapped)
            {
                Depth.Add(record.Contig, record.Position, cigar.Aligned);
                LongestSpan = Math.Max(LongestSpan, cigar.Span);
                if ((flags & SamFlag.ProperPair) != SamFlag.None)
                    Tally.AddTemplate(record.TemplateLength);
            }

            return scan.IsCandidate;
        }
    }

    private void Count(ref readonly RecordView record, ScanResult scan, long ordinal)
    {
        unchecked
        {
            var flags = record.Flags;
            Tally.Reads++;
            Tally.Bases += record.Length;
            Tally.GcBases += scan.GcBases;
            if (scan.HasSeed)
                Tally.WithSeed++;
            if ((flags & SamFlag.Paired) != SamFlag.None)
                Tally.Paired++;
            if ((flags & SamFlag.Duplicate) != SamFlag.None)
                Tally.Duplicates++;
            if ((flags & SamFlag.QualityFail) != SamFlag.None)
                Tally.QualityFailed++;
            if ((flags & SamFlag.Unmapped) != SamFlag.None)
            {
                Tally.Unmapped++;
                if (record.Contig < 0)
                    Tally.Unplaced++;
            }

            if ((ordinal & (ReadTally.QualityShare - 1)) == 0 && record.Length > 0 && *record.Qualities != 255)
                Tally.AddQualities(record.Qualities, record.Length, 0);
        }
    }

    private ScanResult Scan(ref readonly RecordView record, Clips clips)
    {
        if (!share.UsePlainKernel)
            return scanner.ScanNibbles(record.Bases, record.Length, clips);
        if (letters.Length < record.Length)
            letters = new byte[record.Length * 2];
        BaseLetters.FromNibbles(record.Bases, record.Length, letters);
        return PlainScanner.Scan(share.Seeds, letters.AsSpan(0, record.Length), clips);
    }

    /// <summary>Keeps a candidate, and the primary records beside it that have its name: its mate, where the input keeps pairs together.</summary>
    private void Keep<TBatch>(ref TBatch batch, int index, ref readonly RecordView record)
        where TBatch : struct, IRecordBatch
    {
        kept.Add(index);
        for (var i = index - 1; i >= 0 && IsSameFragment(ref batch, i, in record); i--) { }
        for (var i = index + 1; i < batch.Count && IsSameFragment(ref batch, i, in record); i++) { }
    }

    private bool IsSameFragment<TBatch>(ref TBatch batch, int index, ref readonly RecordView record)
        where TBatch : struct, IRecordBatch
    {
        const SamFlag left = SamFlag.Secondary | SamFlag.Supplementary | SamFlag.Duplicate | SamFlag.QualityFail;
        batch.Get(index, out var other);
        if (!other.NameSpan.SequenceEqual(record.NameSpan))
            return false;
        if ((other.Flags & left) == SamFlag.None)
            kept.Add(index);
        return true;
    }

    private void Add<TBatch>(ref TBatch batch, int index, long ordinal)
        where TBatch : struct, IRecordBatch
    {
        batch.Get(index, out var record);
        var hash = NameHash.Of(record.NameSpan);
        share.Candidates.Add(
            hash,
            share.Candidates.Wants(hash) ? CandidateReads.From(in record, ordinal, share.Source, share.Contigs) : null
        );
    }
}
