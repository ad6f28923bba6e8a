using System.Globalization;

namespace Longwatch.Genomics.Vectors;

/// <summary>What a reader of a verdict must know about the vectors and the mask.</summary>
internal static class CompilerNotes
{
    /// <summary>Share of unique 31-mers from which two vectors are said to be the same to the test.</summary>
    private const double SameShare = 0.98;

    public static IEnumerable<string> Of(IReadOnlyList<SearchedSequence> sequences, IReadOnlyList<MaskReference> references, bool complete)
    {
        if (!complete)
            yield return "The mask is incomplete: no whole human genome was looked up. 'Unique' means: in none of the references given. Give the genome with --reference or --mask.";
        if (!references.Any(r => r.Covers == SequenceOrigin.HumanGenome && !r.Name.StartsWith("built-in", StringComparison.Ordinal)))
            yield return "Without the genome, what lies inside one exon cannot be told from what crosses an exon junction: both are labelled human transcript, and neither is ever counted.";
        yield return "Retroviruses looked up: HIV-1"
            + (
                references.Any(r =>
                    r.Covers == SequenceOrigin.WildTypeRetrovirus && !r.Name.StartsWith("built-in", StringComparison.Ordinal)
                )
                    ? " and those given."
                    : " only; parts from murine leukaemia or other retroviruses count as unique unless their sequence is given with --mask."
            );
        foreach (var s in sequences.Where(s => s.Kind is SequenceKind.Provirus or SequenceKind.Construct))
        {
            var windows = Math.Max(0, s.Length - CompiledVectors.K + 1);
            var unique = s.Origins.Take(windows).Count(o => o == SequenceOrigin.VectorUnique);
            if (s.Origins.Take(windows).Count(o => o == SequenceOrigin.PlasmidBackbone) is var plasmid && 2 * plasmid > windows)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{s.Name}: {100.0 * plasmid / windows:F0} % of it is plasmid backbone by sequence: the DNA of any laboratory plasmid looks like it."
                );
            if (unique == 0)
                yield return $"{s.Name}: has no unique 31-mer: this vector can never give a positive verdict.";
            else if (unique < 100)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{s.Name}: has only {unique} unique 31-mers; little of it can give a positive verdict."
                );
        }
        foreach (var note in Alike(sequences))
            yield return note;
    }

    private static IEnumerable<string> Alike(IReadOnlyList<SearchedSequence> sequences)
    {
        var sets = sequences
            .Where(s => s.Kind is SequenceKind.Provirus or SequenceKind.Construct)
            .Select(s => (s.Name, Unique: UniqueKmers(s)))
            .Where(s => s.Unique.Count > 0)
            .ToArray();
        for (var i = 0; i < sets.Length; i++)
        for (var j = i + 1; j < sets.Length; j++)
        {
            var (small, large) = sets[i].Unique.Count <= sets[j].Unique.Count ? (sets[i], sets[j]) : (sets[j], sets[i]);
            var shared = small.Unique.Count(large.Unique.Contains);
            if (shared < SameShare * small.Unique.Count)
                continue;
            yield return shared >= SameShare * large.Unique.Count
                ? $"{sets[i].Name} and {sets[j].Name} cannot be told apart: they share {100.0 * shared / large.Unique.Count:F1} % of their unique 31-mers."
                : $"{small.Name} lies within {large.Name}: reads of the first are reads of the second too.";
        }
    }

    private static HashSet<ulong> UniqueKmers(SearchedSequence s)
    {
        var result = new HashSet<ulong>();
        var codes = Nucleotides.Encode(s.Bases);
        for (var p = 0; p + CompiledVectors.K <= codes.Length; p++)
        {
            if (s.Origins[p] != SequenceOrigin.VectorUnique)
                continue;
            var (forward, backward) = (0UL, 0UL);
            for (var i = 0; i < CompiledVectors.K; i++)
            {
                forward = (forward << 2) | codes[p + i];
                backward |= (ulong)(3 - codes[p + i]) << (2 * i);
            }
            result.Add(Math.Min(forward, backward));
        }
        return result;
    }
}
