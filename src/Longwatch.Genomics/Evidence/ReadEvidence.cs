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
/// <param name="Origin">The origin that most of its k-mers have, except that one unique k-mer makes it <see cref="SequenceOrigin.VectorUnique"/>.</param>
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
    SequenceOrigin Origin
);

/// <summary>A candidate read with its stretches on the searched sequences, best chain first.</summary>
public sealed record ReadEvidence(CandidateRead Read, IReadOnlyList<VectorAlignment> Stretches);

/// <summary>One fragment (read pair or single read) with everything its reads say.</summary>
/// <param name="Origin">Strongest origin over its reads.</param>
/// <param name="DuplicateOf">Index of the fragment that this is a copy of (same ends, or same UMI and start); -1 when it is its own.</param>
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
);
