using Longwatch.Genomics.Rules;

namespace Longwatch.Genomics.Evidence;

/// <summary>Scores and limits of the alignment of reads to searched sequences, from the group <c>evidence</c> of the rules.</summary>
/// <param name="Mismatch">Cost, positive.</param>
/// <param name="Unknown">Cost of an N on either side, positive.</param>
/// <param name="GapOpen">Cost of a gap of any length, positive; each base of it costs <paramref name="GapExtend"/> on top.</param>
/// <param name="XDrop">An extension is given up when its score falls this far below its best.</param>
/// <param name="LeastScore">A stretch with a lower score is not reported.</param>
/// <param name="LeastNewBases">A further stretch of a read must cover this many bases that no better stretch covers.</param>
/// <param name="KmerQuality">Phred: the mean error probability of a k-mer's bases may not exceed that of this quality.</param>
/// <param name="RepeatSlack">Bases by which a stretch may run past a terminal repeat by chance.</param>
/// <param name="LeastResidual">Bases outside the vector that say something about what lies there.</param>
/// <param name="IslandMargin">Bases on either side of a match that make it an island in a read of something else.</param>
internal sealed record AlignmentScores(
    int Mismatch,
    int Unknown,
    int GapOpen,
    int GapExtend,
    int XDrop,
    int LeastScore,
    int LeastNewBases,
    int KmerQuality,
    int RepeatSlack,
    int LeastResidual,
    int IslandMargin
)
{
    public const int Match = 1;

    public static AlignmentScores From(GeneticRules rules)
    {
        return new(
            Take("mismatchCost"),
            Take("unknownBaseCost"),
            Take("gapOpenCost"),
            Take("gapExtendCost"),
            Take("extensionDrop"),
            Take("leastStretchScore"),
            Take("leastNewBases"),
            Take("kmerQuality"),
            Take("repeatSlack"),
            Take("leastResidual"),
            Take("islandMargin")
        );

        int Take(string name) => (int)rules.Evidence[name].Value;
    }
}
