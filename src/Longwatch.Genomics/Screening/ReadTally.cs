using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Sums over the reads that one thread has seen. Only whole numbers, so that the order of adding cannot matter.</summary>
internal sealed class ReadTally
{
    /// <summary>Of this many reads one is looked at for qualities.</summary>
    public const int QualityShare = 64;
    private const int LongestTemplate = 1 << 16;

    private readonly long[] templates = new long[LongestTemplate];

    public long Records;
    public long Reads;
    public long Bases;
    public long Unmapped;
    public long Unplaced;
    public long Duplicates;
    public long QualityFailed;
    public long Secondary;
    public long Supplementary;
    public long WithSeed;
    public long GcBases;
    public long QualityBases;
    public long QualitySum;
    public long Paired;

    public void AddTemplate(long length)
    {
        if (length > 0)
            templates[Math.Min(length, LongestTemplate - 1)]++;
    }

    public unsafe void AddQualities(byte* qualities, int length, int offset)
    {
        long sum = 0;
        for (var i = 0; i < length; i++)
            sum += qualities[i];
        QualityBases += length;
        QualitySum += sum - ((long)offset * length);
    }

    public void Add(ReadTally other)
    {
        Records += other.Records;
        Reads += other.Reads;
        Bases += other.Bases;
        Unmapped += other.Unmapped;
        Unplaced += other.Unplaced;
        Duplicates += other.Duplicates;
        QualityFailed += other.QualityFailed;
        Secondary += other.Secondary;
        Supplementary += other.Supplementary;
        WithSeed += other.WithSeed;
        GcBases += other.GcBases;
        QualityBases += other.QualityBases;
        QualitySum += other.QualitySum;
        Paired += other.Paired;
        for (var i = 0; i < templates.Length; i++)
            templates[i] += other.templates[i];
    }

    public ReadCounts Counts() =>
        new(
            Records,
            Reads,
            Bases,
            Unmapped,
            Duplicates,
            QualityFailed,
            Secondary,
            Supplementary,
            WithSeed,
            GcBases,
            QualityBases == 0 ? double.NaN : (double)QualitySum / QualityBases,
            Reads == 0 ? double.NaN : (double)Bases / Reads,
            MedianTemplate()
        );

    /// <summary>The lower of the two middle ones when their number is even; NaN without any.</summary>
    private double MedianTemplate()
    {
        var total = templates.Sum();
        if (total == 0)
            return double.NaN;
        var before = 0L;
        var length = 0;
        while ((before += templates[length]) * 2 < total)
            length++;
        return length;
    }
}
