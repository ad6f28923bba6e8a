using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Kinds of input, told by content.</summary>
public enum ReadFormat : byte
{
    Bam,
    Cram,
    Sam,
    Fastq,
}

/// <summary>One reference sequence of an aligned input.</summary>
public sealed record ContigInfo(string Name, long Length);

/// <summary>What was found out about the input as a whole.</summary>
/// <param name="Aligned">False for FASTQ and for BAM, CRAM or SAM without reference sequences.</param>
/// <param name="Contigs">Of all aligned files together; empty when not aligned.</param>
/// <param name="HasUnmappedReads">False for an aligned file from which reads that did not align were removed.</param>
public sealed record InputProfile(
    IReadOnlyList<string> Files,
    IReadOnlyList<ReadFormat> Formats,
    bool Aligned,
    bool Paired,
    IReadOnlyList<ContigInfo> Contigs,
    bool HasUnmappedReads,
    string? SampleName
);

/// <summary>Something about the input that limits what may be concluded.</summary>
/// <param name="Code">Stable: <c>truncated</c>, <c>mates-differ</c>, <c>no-unmapped-reads</c>, <c>candidates-capped</c>, …</param>
/// <param name="RefusesNegative">With this a negative verdict is not given.</param>
public sealed record InputFinding(string Code, InputProblem Problem, bool RefusesNegative);

/// <summary>Counts over all records of the input.</summary>
/// <param name="Reads">Primary reads: neither secondary nor supplementary.</param>
/// <param name="Bases">Of those reads.</param>
/// <param name="MeanQuality">Mean Phred quality over a fixed share of the reads; NaN when the input has none.</param>
/// <param name="MeanReadLength">In bases.</param>
/// <param name="MedianFragment">Median template length of proper pairs in bases; NaN when not aligned or not paired.</param>
public sealed record ReadCounts(
    long Records,
    long Reads,
    long Bases,
    long Unmapped,
    long Duplicates,
    long QualityFailed,
    long Secondary,
    long Supplementary,
    long WithSeed,
    long GcBases,
    double MeanQuality,
    double MeanReadLength,
    double MedianFragment
);

/// <summary>Sequencing depth of the host in windows of equal length.</summary>
/// <param name="WindowLength">In bases.</param>
/// <param name="Bases">Per contig of <see cref="InputProfile.Contigs"/>, per window: aligned bases of primary reads that are no duplicates, booked at the read's start.</param>
public sealed record HostDepth(int WindowLength, IReadOnlyList<int[]> Bases);

/// <summary>An aligned host read near a candidate, kept so that fragments that cross a site without the vector can be counted in the same pass.</summary>
/// <param name="Contig">Index into <see cref="InputProfile.Contigs"/>.</param>
/// <param name="Start">Zero-based leftmost aligned base; <paramref name="End"/> exclusive.</param>
/// <param name="LeftClip">Soft-clipped bases before <paramref name="Start"/>; <paramref name="RightClip"/> after <paramref name="End"/>.</param>
/// <param name="NameHash">64-bit hash of the read name: mates share it.</param>
/// <param name="TemplateLength">TLEN as the record has it.</param>
public readonly record struct HostRead(
    int Contig,
    long Start,
    long End,
    int LeftClip,
    int RightClip,
    SamFlag Flags,
    byte MappingQuality,
    ulong NameHash,
    int TemplateLength
);

/// <summary>The one pass over the reads.</summary>
/// <param name="Candidates">Every record with a seed that survived extension, and, where the input keeps pairs together, its mate; in input order. For aligned input also supplementary records that hit.</param>
/// <param name="KeptShare">Share of candidate fragments that was kept: below 1 only when the cap was reached; the choice is by name hash.</param>
/// <param name="Host">Null when the input is not aligned.</param>
/// <param name="Neighbours">For coordinate-sorted input: primary, non-duplicate host reads within 1,000 bases of a candidate's host position, by contig and start; else empty.</param>
public sealed record ScreeningResult(
    InputProfile Input,
    ReadCounts Counts,
    IReadOnlyList<CandidateRead> Candidates,
    double KeptShare,
    HostDepth? Host,
    IReadOnlyList<HostRead> Neighbours,
    IReadOnlyList<InputFinding> Findings
);

/// <summary>Progress over all input files.</summary>
public sealed record ScreeningProgress(long BytesDone, long BytesTotal, long Reads, long Candidates);
