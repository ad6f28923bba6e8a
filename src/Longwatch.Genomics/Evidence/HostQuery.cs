namespace Longwatch.Genomics.Evidence;

/// <summary>A part of a read that is to be placed on the host.</summary>
/// <param name="Fragment">Index into the fragments; <paramref name="Read"/> into its reads.</param>
/// <param name="Start">Zero-based on the bases of the record; <paramref name="End"/> exclusive.</param>
internal readonly record struct HostQuery(int Fragment, int Read, int Start, int End);

/// <summary>An alignment that the aligner reported for a query, on the whole read.</summary>
/// <param name="Score">AS tag.</param>
/// <param name="Supplementary">Another part of the same query, aligned elsewhere.</param>
internal sealed record HostHit(Reads.HostAlignment Alignment, int Score, bool Supplementary);
