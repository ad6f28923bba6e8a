using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>One stretch of a read on one searched sequence.</summary>
/// <param name="Sequence">Index into <see cref="CompiledVectors.Sequences"/>.</param>
/// <param name="Reverse">The read, in its record's orientation, lies on the other strand of the sequence.</param>
/// <param name="ReadStart">Zero-based on <see cref="CandidateRead.Bases"/>; <paramref name="ReadEnd"/> exclusive.</param>
/// <param name="Start">Zero-based on the forward strand of the sequence; <paramref name="End"/> exclusive.</param>
/// <param name="Differences">Mismatches, inserted and deleted bases.</param>
/// <param name="UniqueBases">Bases of the stretch covered by matching 31-mers (25-mers at stretch ends) that are <see cref="SequenceOrigin.VectorUnique"/>.</param>
/// <param name="Origin">The origin that most of its k-mers have, except that one unique k-mer makes it <see cref="SequenceOrigin.VectorUnique"/>. A stretch without a matching k-mer is never unique.</param>
/// <param name="EitherRepeat">The stretch lies wholly within a terminal repeat and fits both copies; the coordinates are those of the copy that agrees with the rest of the read or with its mate, or of the first.</param>
public sealed record VectorAlignment(
    int Sequence,
    bool Reverse,
    int ReadStart,
    int ReadEnd,
    int Start,
    int End,
    int Differences,
    int Score,
    int UniqueBases,
    SequenceOrigin Origin,
    bool EitherRepeat = false
)
{
    /// <summary>Parts of the read, on <see cref="CandidateRead.Bases"/>, that the k-mers behind <see cref="UniqueBases"/> cover.</summary>
    public IReadOnlyList<UniquePart> UniqueParts { get; init; } = [];

    /// <summary>The same stretch of the read fits these other sequences equally well.</summary>
    public IReadOnlyList<EquallyGood> AlsoFits { get; init; } = [];
}

/// <summary>A part of a read; zero-based, end exclusive.</summary>
public readonly record struct UniquePart(int Start, int End)
{
    public int Length => End - Start;
}

/// <summary>A place on another searched sequence that a stretch fits as well.</summary>
public readonly record struct EquallyGood(int Sequence, bool Reverse, int Start, int End);

/// <summary>A candidate read with its stretches on the searched sequences, best chain first.</summary>
public sealed record ReadEvidence(CandidateRead Read, IReadOnlyList<VectorAlignment> Stretches)
{
    /// <summary>First base of the insert on <see cref="CandidateRead.Bases"/>: what lies before is adapter.</summary>
    public int InsertStart { get; init; }

    /// <summary>Base after the last one of the insert: what lies there is adapter.</summary>
    public int InsertEnd { get; init; } = Read.Bases.Length;
}

/// <summary>One fragment (read pair or single read) with everything its reads say.</summary>
/// <param name="Origin">Strongest origin over its reads.</param>
/// <param name="DuplicateOf">Index of the fragment that this is a copy of (same outer ends and, where there are any, the same UMI); -1 when it is its own.</param>
public sealed record FragmentEvidence(
    string Name,
    IReadOnlyList<ReadEvidence> Reads,
    SequenceOrigin Origin,
    int UniqueBases,
    int DuplicateOf
);

/// <summary>Depth along one searched sequence, after removal of duplicates.</summary>
/// <param name="Sequence">Index into <see cref="CompiledVectors.Sequences"/>.</param>
/// <param name="Depth">Per position: fragments' read bases that cover it.</param>
/// <param name="Fragments">Distinct fragments with a stretch here, by origin (index = (int)<see cref="SequenceOrigin"/>).</param>
public sealed record SequenceCoverage(int Sequence, int[] Depth, long[] Fragments);

/// <summary>What all candidate reads say together.</summary>
/// <param name="Fragments">In input order.</param>
/// <param name="UniqueFragments">Distinct fragments with <see cref="SequenceOrigin.VectorUnique"/> evidence.</param>
public sealed record EvidenceResult(
    IReadOnlyList<FragmentEvidence> Fragments,
    IReadOnlyList<SequenceCoverage> Coverage,
    long UniqueFragments
)
{
    /// <summary>What a reader of the numbers must know, in words; empty when nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the reads were searched for.</summary>
    internal IReadOnlyList<SearchedSequence> Sequences { get; init; } = [];
}

/// <summary>Evidence after the reads were placed on the host.</summary>
/// <param name="PlacedBy">What placed them, in words for the report: the input's aligner, or a program with its version.</param>
public sealed record PlacedEvidence(EvidenceResult Evidence, string PlacedBy);
