namespace Longwatch.Genomics.Annotation;

/// <summary>One transcript of a gene. Positions are zero-based on the forward strand, ends exclusive.</summary>
/// <param name="Name">Accession, for example <c>NM_002268</c>.</param>
/// <param name="Contig">Common name, see <see cref="ContigNames.Common"/>.</param>
/// <param name="Reverse">Transcribed from the reverse strand.</param>
/// <param name="CodingStart">Equal to <paramref name="CodingEnd"/> when nothing is coded.</param>
/// <param name="ExonStarts">Ascending; <paramref name="ExonEnds"/> has as many.</param>
public sealed record Transcript(
    string Symbol,
    string Name,
    string Contig,
    bool Reverse,
    int Start,
    int End,
    int CodingStart,
    int CodingEnd,
    ReadOnlyMemory<int> ExonStarts,
    ReadOnlyMemory<int> ExonEnds
)
{
    /// <summary>First transcribed base.</summary>
    public int TranscriptionStart => Reverse ? End - 1 : Start;

    public bool Contains(long position) => position >= Start && position < End;

    /// <summary>Which part holds a position inside the transcript, and its number in transcript direction, counted from 1.</summary>
    public (GenePart Part, int Number) PartAt(long position)
    {
        var starts = ExonStarts.Span;
        var at = starts.BinarySearch((int)position);
        var index = at >= 0 ? at : ~at - 1;
        if (position >= ExonEnds.Span[index])
            // Between exon `index` and the next: intron `index` counted from 0 on the forward strand, of starts.Length - 1 introns.
            return (GenePart.Intron, Reverse ? starts.Length - 1 - index : index + 1);
        var number = Reverse ? starts.Length - index : index + 1;
        if (CodingStart == CodingEnd || (position >= CodingStart && position < CodingEnd))
            return (GenePart.Exon, number);
        return (position < CodingStart != Reverse ? GenePart.FivePrimeUtr : GenePart.ThreePrimeUtr, number);
    }
}
