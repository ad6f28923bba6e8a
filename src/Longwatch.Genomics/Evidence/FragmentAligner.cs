using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>A read's evidence with the unique places that it shows.</summary>
internal sealed record ProvenRead(ReadEvidence Evidence, IReadOnlyList<(int Sequence, int Start, int End)> Unique);

/// <summary>Aligns the reads of one fragment. One object per thread.</summary>
internal sealed class FragmentAligner(IReadOnlyList<SearchedSequence> sequences, SeedIndex index, AlignmentScores scores)
{
    private readonly VectorAligner _aligner = new(index, scores);
    private readonly StretchChooser _chooser = new(sequences, scores);
    private readonly OriginCounter _origins = new(sequences, scores);

    public ProvenRead[] Align(CandidateRead[] reads)
    {
        var inserts = new (int Start, int End)[reads.Length];
        var chosen = new List<ChosenStretch>[reads.Length];
        for (var i = 0; i < reads.Length; i++)
        {
            inserts[i] = Insert(reads[i], reads.Length == 2 ? reads[1 - i] : null);
            chosen[i] = _chooser.Choose(_aligner.Align(reads[i].Bases), reads[i].Bases.Length);
        }

        for (var i = 0; i < reads.Length; i++)
        {
            var mate = reads.Length == 2 ? 1 - i : -1;
            _chooser.SettleRepeats(reads[i], chosen[i], mate < 0 ? null : reads[mate], mate < 0 ? null : chosen[mate]);
        }

        return [.. reads.Select((read, i) => Prove(read, chosen[i], inserts[i]))];
    }

    private ProvenRead Prove(CandidateRead read, List<ChosenStretch> chosen, (int Start, int End) insert)
    {
        var stretches = new List<VectorAlignment>(chosen.Count);
        var unique = new List<(int, int, int)>();
        foreach (var stretch in chosen)
        {
            var own = stretch.Alignment;
            if (IsIsland(chosen, stretch, read.Bases.Length, insert))
                continue;
            var proof = _origins.Count(own, read.Bases.Length, read.Qualities);
            var (start, end) = own.OnRecord(read.Bases.Length);
            stretches.Add(
                new(
                    own.Sequence,
                    own.Reverse,
                    start,
                    end,
                    own.Start,
                    own.End,
                    own.Differences,
                    own.Score,
                    proof.UniqueBases,
                    proof.Origin,
                    stretch.EitherRepeat
                )
                {
                    AlsoFits = stretch.AlsoFits,
                    UniqueParts = proof.OnRead,
                }
            );
            unique.AddRange(proof.Unique.Select(u => (own.Sequence, u.Start, u.End)));
        }

        return new(new(read, stretches) { InsertStart = insert.Start, InsertEnd = insert.End }, unique);
    }

    /// <summary>A short match in the middle of a read whose rest is something else on both sides: a homologue (hepatitis B virus has islands of the WPRE), not the vector, which goes on to an end of the read or to one join.</summary>
    private bool IsIsland(List<ChosenStretch> chosen, ChosenStretch stretch, int readLength, (int Start, int End) insert)
    {
        var (start, end) = stretch.Alignment.OnRecord(readLength);
        var margin = scores.IslandMargin;
        return start - insert.Start >= margin
            && insert.End - end >= margin
            && 2 * (end - start) < insert.End - insert.Start
            && chosen.TrueForAll(other =>
            {
                var (from, to) = other.Alignment.OnRecord(readLength);
                return ReferenceEquals(other, stretch) || to < start - margin || from > end + margin;
            });
    }

    private static (int Start, int End) Insert(CandidateRead read, CandidateRead? mate)
    {
        var reverse = read.Flags.HasFlag(SamFlag.Reverse);
        var own = AsSequenced(read);
        var length = AdapterTrimmer.InsertLength(own, mate is null ? [] : AsSequenced(mate));
        return reverse ? (own.Length - length, own.Length) : (0, length);
    }

    private static byte[] AsSequenced(CandidateRead read) =>
        read.Flags.HasFlag(SamFlag.Reverse) ? Nucleotides.ReverseComplement(read.Bases) : read.Bases;
}
