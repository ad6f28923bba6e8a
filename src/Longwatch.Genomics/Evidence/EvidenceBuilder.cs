using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Aligns candidate reads to the searched sequences and says what each fragment proves.</summary>
public static class EvidenceBuilder
{
    /// <summary>Fragments per unit of parallel work.</summary>
    private const int Batch = 256;

    /// <summary>Evidence of every fragment, depth along every sequence, and the number of distinct fragments with unique evidence.</summary>
    /// <remarks>Linear in candidates; the same for any number of threads. Formulae and checks: <c>docs/methods/read-evidence.md</c>.</remarks>
    public static EvidenceResult Build(CompiledVectors vectors, ScreeningResult screening, GeneticRules rules)
    {
        var scores = AlignmentScores.From(rules);
        var sequences = vectors.Sequences;
        var groups = FragmentGrouping.Group(screening);
        var index = new SeedIndex(sequences);
        var proven = new ProvenRead[groups.Count][];
        var batches = (groups.Count + Batch - 1) / Batch;
        Parallel.For(
            0,
            batches,
            () => new FragmentAligner(sequences, index, scores),
            (batch, _, aligner) =>
            {
                for (var i = batch * Batch; i < Math.Min(groups.Count, (batch + 1) * Batch); i++)
                    proven[i] = aligner.Align(groups[i]);
                return aligner;
            },
            _ => { }
        );

        var rank = SequenceRank.Of(sequences.Count, proven);
        var notVector = VectorContigs.Find(screening.Input, sequences, proven);
        foreach (var fragment in proven)
            for (var i = 0; i < fragment.Length; i++)
                fragment[i] = fragment[i] with { Evidence = notVector.Strip(rank.Prefer(fragment[i].Evidence)) };

        var copyOf = new Duplicates([.. sequences.Select(s => s.Repeats)]).Find([
            .. proven.Select(f => f.Select(r => r.Evidence).ToArray()),
        ]);
        var fragments = new FragmentEvidence[proven.Length];
        for (var i = 0; i < proven.Length; i++)
            fragments[i] = Describe(proven[i], copyOf[i]);
        return new(
            fragments,
            CoverageCounter.Count([.. sequences.Select(s => s.Length)], fragments),
            fragments.LongCount(f => f.DuplicateOf < 0 && f.Origin == SequenceOrigin.VectorUnique)
        )
        {
            Sequences = sequences,
            Notes = [.. SequenceRank.Notes(sequences, fragments), .. notVector.Notes, .. HeldVector.Notes(fragments)],
        };
    }

    private static FragmentEvidence Describe(ProvenRead[] reads, int copyOf)
    {
        var origin = SequenceOrigin.LowComplexity;
        foreach (var stretch in reads.SelectMany(r => r.Evidence.Stretches))
            if (CoverageCounter.Strength(stretch.Origin) > CoverageCounter.Strength(origin))
                origin = stretch.Origin;
        return new(reads[0].Evidence.Read.Name, [.. reads.Select(r => r.Evidence)], origin, UniqueBases(reads), copyOf);
    }

    /// <summary>Bases of searched sequences that the fragment proves, those that both mates show counted once.</summary>
    private static int UniqueBases(ProvenRead[] reads)
    {
        var places = reads.SelectMany(r => r.Unique).Order().ToList();
        var (total, sequence, end) = (0, -1, 0);
        foreach (var place in places)
        {
            if (place.Sequence != sequence)
                (sequence, end) = (place.Sequence, 0);
            total += Math.Max(0, place.End - Math.Max(place.Start, end));
            end = Math.Max(end, place.End);
        }

        return total;
    }
}
