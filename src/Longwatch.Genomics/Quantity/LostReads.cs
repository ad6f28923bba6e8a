using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Quantity;

/// <summary>Whether reads of the vector were taken out of the input while those of the host stayed: then no depth of the one can be held against the other.</summary>
internal static class LostReads
{
    /// <summary>Why neither copies nor a limit can be told; null when nothing speaks against them.</summary>
    /// <remarks>
    /// Reads within a vector align to nothing of a host, and lie at the end of a sorted file. Where the input was aligned to the vector too they are with the
    /// aligned reads. A cut FASTQ loses reads of both alike.
    /// </remarks>
    public static string? Why(CompiledVectors vectors, ScreeningResult screening)
    {
        if (!screening.Input.Aligned)
            return null;
        if (screening.Findings.Any(f => f.Code == "truncated"))
            return "the input is cut, and reads of the vector lie at its end or were lost with it";
        var withVector = screening.Input.Contigs.Any(c => vectors.Sequences.Any(s => s.Name == c.Name || s.VectorName == c.Name));
        return !withVector && screening.Findings.Any(f => f.Code is "no-unmapped-reads" or "no-unplaced-reads")
            ? "reads that did not align to the host were removed from the input, and those of the vector are among them"
            : null;
    }
}
