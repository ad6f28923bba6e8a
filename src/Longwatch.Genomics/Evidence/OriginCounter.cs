using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Says what a stretch proves: which origins its exactly matching k-mers have.</summary>
/// <remarks>
/// Only a k-mer that matches base for base counts, and only when its bases are trustworthy: their mean error probability is at most that of the
/// quality in the rules. At an end of a stretch, where fewer than 31 bases match, 25 count as unique when all 31-mers of the sequence that contain
/// them are: then no labelled sequence of 31 bases or more holds them.
/// </remarks>
internal sealed class OriginCounter(IReadOnlyList<SearchedSequence> sequences, AlignmentScores scores)
{
    private const int K = CompiledVectors.K;
    private const int ShortK = 25;
    private readonly double _mostError = Math.Pow(10, -scores.KmerQuality / 10.0);

    /// <summary>What a stretch proves; unique places are on the sequence, ascending, without overlap.</summary>
    public readonly record struct Proof(SequenceOrigin Origin, IReadOnlyList<(int Start, int End)> Unique, IReadOnlyList<UniquePart> OnRead)
    {
        public int UniqueBases => Unique.Sum(u => u.End - u.Start);
    }

    /// <summary>Counts the trusted matching k-mers of a stretch by origin.</summary>
    /// <param name="qualities">Of the record; empty when unknown.</param>
    public Proof Count(LocalAlignment stretch, int readLength, byte[] qualities)
    {
        var origins = sequences[stretch.Sequence].Origins;
        var errors = Errors(stretch, qualities);
        Span<int> counts = stackalloc int[6];
        var unique = new List<(int Start, int End)>();
        var onRead = new List<UniquePart>();
        for (var r = 0; r < stretch.Runs.Count; r++)
        {
            var run = stretch.Runs[r];
            for (var i = 0; i + K <= run.Length; i++)
            {
                if (!IsTrusted(errors, run.Read + i, K))
                    continue;
                var origin = origins[run.Text + i];
                counts[(int)origin]++;
                if (origin == SequenceOrigin.VectorUnique)
                    Add(run.Text + i, run.Read + i, K);
            }

            if (run.Length >= K || (r > 0 && r < stretch.Runs.Count - 1))
                continue;
            for (var i = 0; i + ShortK <= run.Length; i++)
                if (IsTrusted(errors, run.Read + i, ShortK) && IsUniqueThroughout(origins, run.Text + i))
                {
                    counts[(int)SequenceOrigin.VectorUnique]++;
                    Add(run.Text + i, run.Read + i, ShortK);
                }
        }

        return new(unique.Count > 0 ? SequenceOrigin.VectorUnique : Majority(counts, origins, stretch), unique, onRead);

        void Add(int text, int read, int length)
        {
            if (unique.Count > 0 && unique[^1].End >= text)
                unique[^1] = (unique[^1].Start, text + length);
            else
                unique.Add((text, text + length));
            // On the record the parts of a turned read run backwards.
            var part = stretch.Reverse
                ? new UniquePart(readLength - read - length, readLength - read)
                : new UniquePart(read, read + length);
            if (onRead.Count > 0 && onRead[^1].Start <= part.End && part.Start <= onRead[^1].End)
                onRead[^1] = new(Math.Min(onRead[^1].Start, part.Start), Math.Max(onRead[^1].End, part.End));
            else
                onRead.Add(part);
        }
    }

    private static bool IsUniqueThroughout(SequenceOrigin[] origins, int start)
    {
        var first = Math.Max(0, start + ShortK - K);
        var last = Math.Min(start, origins.Length - K);
        for (var i = first; i <= last; i++)
            if (origins[i] != SequenceOrigin.VectorUnique)
                return false;
        return first <= last;
    }

    /// <summary>The origin of most matching k-mers; without any, of most 31-mers that begin in the stretch, but never unique: too short to say.</summary>
    private static SequenceOrigin Majority(Span<int> counts, SequenceOrigin[] origins, LocalAlignment stretch)
    {
        var matching = false;
        foreach (var count in counts)
            matching |= count > 0;
        if (!matching)
            for (var i = stretch.Start; i < stretch.End; i++)
                counts[(int)origins[i]]++;
        var most = 0;
        for (var i = 1; i < counts.Length; i++)
            most = counts[i] > counts[most] ? i : most;
        return (SequenceOrigin)most == SequenceOrigin.VectorUnique ? SequenceOrigin.LowComplexity : (SequenceOrigin)most;
    }

    private bool IsTrusted(double[]? errors, int start, int length) =>
        errors is null || errors[start + length] - errors[start] <= (_mostError * length) + 1e-9;

    /// <summary>Running sum of error probabilities along the oriented read; null without qualities.</summary>
    private static double[]? Errors(LocalAlignment stretch, byte[] qualities)
    {
        if (qualities.Length == 0)
            return null;
        var sums = new double[qualities.Length + 1];
        for (var i = 0; i < qualities.Length; i++)
            sums[i + 1] = sums[i] + ErrorOf[stretch.Reverse ? qualities[^(i + 1)] : qualities[i]];
        return sums;
    }

    private static readonly double[] ErrorOf = [.. Enumerable.Range(0, 256).Select(q => q == 255 ? 0 : Math.Pow(10, -q / 10.0))];
}
