using System.Text;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Screens FASTQ: one file of single reads, one of interleaved mates, or two of mates, whose names must agree record by record.</summary>
internal sealed class FastqScreening(FastqReader first, FastqReader? second, int source, CandidateStore candidates)
{
    private const SamFlag Single = SamFlag.Unmapped;
    private const SamFlag FirstOfPair = SamFlag.Paired | SamFlag.Unmapped | SamFlag.MateUnmapped | SamFlag.First;
    private const SamFlag LastOfPair = SamFlag.Paired | SamFlag.Unmapped | SamFlag.MateUnmapped | SamFlag.Last;
    private const int Ahead = 4;

    private readonly List<InputFinding> findings = [];
    private bool? interleaved;

    public IReadOnlyList<InputFinding> Findings => findings;
    public bool IsPaired => second is not null || interleaved == true;

    /// <summary>Records read; the next input begins with this ordinal.</summary>
    public long Run(long firstOrdinal, int threads, ProgressMeter progress, CancellationToken cancel)
    {
        var a = Begin(first, threads, cancel);
        var b = second is null ? null : Begin(second, threads, cancel);
        try
        {
            var records = second is null ? RunSingle(a, firstOrdinal, progress) : RunPair(a, b!, firstOrdinal, progress);
            cancel.ThrowIfCancellationRequested();
            foreach (var reader in new[] { first, second })
                if (reader is { IsTruncated: true })
                    findings.Add(Truncated(reader.Name, reader.TruncatedAt));
            return records;
        }
        finally
        {
            a.Dispose();
            b?.Dispose();
        }
    }

    /// <summary>A file that ends too early: what is there was read, and a negative would be wrong.</summary>
    public static InputFinding Truncated(string file, string place) =>
        new(
            "truncated",
            new(file, place, "the file ends too early: it was cut, and reads are missing. Copy it again; no negative verdict is given"),
            RefusesNegative: true
        );

    private static ChunkSupply Begin(FastqReader reader, int threads, CancellationToken cancel) =>
        new(reader, threads > 1 ? Ahead : 0, cancel);

    private long RunSingle(ChunkSupply supply, long firstOrdinal, ProgressMeter progress)
    {
        var records = 0L;
        while (supply.Next() is { } chunk)
        {
            interleaved ??= LooksInterleaved(chunk);
            if (interleaved == true)
                AddInterleaved(chunk, firstOrdinal);
            else
                foreach (var hit in chunk.Hits)
                    Add(chunk, hit, firstOrdinal + chunk.FirstRecord + hit, Single);
            records = chunk.FirstRecord + chunk.Count;
            progress.Report(first.Position, records);
            supply.Return(chunk);
        }

        return records;
    }

    private long RunPair(ChunkSupply supplyA, ChunkSupply supplyB, long firstOrdinal, ProgressMeter progress)
    {
        FastqChunk? a = null,
            b = null;
        int usedA = 0,
            usedB = 0;
        for (var pair = 0L; ; )
        {
            Advance(supplyA, ref a, ref usedA);
            Advance(supplyB, ref b, ref usedB);
            if (a is null && b is null)
                return 2 * pair;
            var both = Math.Min((a?.Count ?? 0) - usedA, (b?.Count ?? 0) - usedB);
            if (a is not null && b is not null)
            {
                AddPairs(new(a, usedA, both), new(b, usedB, both), firstOrdinal + (2 * pair));
            }
            else
            {
                both = (a ?? b)!.Count - (a is null ? usedB : usedA);
                AddSurplus(a, a is null ? new(b!, usedB, both) : new(a, usedA, both), firstOrdinal + (2 * pair));
            }

            (usedA, usedB) = (usedA + both, usedB + both);
            pair += both;
            progress.Report(first.Position + second!.Position, 2 * pair);
        }
    }

    private static void Advance(ChunkSupply supply, ref FastqChunk? chunk, ref int used)
    {
        while (chunk is null || used == chunk.Count)
        {
            supply.Return(chunk);
            used = 0;
            chunk = supply.Next();
            if (chunk is null)
                return;
        }
    }

    private void AddPairs(ChunkPart a, ChunkPart b, long firstOrdinal)
    {
        if (!a.Hashes.SequenceEqual(b.Hashes))
            for (var i = 0; i < a.Count; i++)
                if (!AreMates(a.NameOf(i), b.NameOf(i)))
                    throw new UnreadableInputException(
                        second!.Name,
                        $"record {b.Chunk.FirstRecord + b.Start + i + 1}",
                        $"mates differ: '{Show(a.NameOf(i))}' in {first.Name} and '{Show(b.NameOf(i))}' here. "
                            + "The two files must hold the same fragments in the same order: take both from one run of the sequencer's software"
                    );
        foreach (var i in Union(a, b))
        {
            var fragment = a.Hashes[i];
            Add(a.Chunk, a.Start + i, firstOrdinal + (2 * i), FirstOfPair, fragment);
            Add(b.Chunk, b.Start + i, firstOrdinal + (2 * i) + 1, LastOfPair, fragment);
        }
    }

    /// <summary>One file has more reads than the other: these are single, and the difference is said.</summary>
    /// <param name="a">Not null when the first file is the one that goes on.</param>
    private void AddSurplus(FastqChunk? a, ChunkPart part, long firstOrdinal)
    {
        var (longer, shorter) = a is null ? (second!, first) : (first, second!);
        foreach (var hit in part.Hits())
            Add(part.Chunk, part.Start + hit, firstOrdinal + (2 * hit) + (a is null ? 1 : 0), Single);
        if (!findings.Exists(f => f.Code == "mates-differ"))
            findings.Add(MatesDiffer(shorter.Name, $"ends after {part.Chunk.FirstRecord + part.Start} reads, and {longer.Name} goes on"));
    }

    private void AddInterleaved(FastqChunk chunk, long firstOrdinal)
    {
        for (var i = 0; i + 1 < chunk.Count; i += 2)
            if (chunk.NameHashes[i] != chunk.NameHashes[i + 1] && !AreMates(chunk.NameOf(i), chunk.NameOf(i + 1)))
                throw new UnreadableInputException(
                    first.Name,
                    $"record {chunk.FirstRecord + i + 1}",
                    $"mates differ: '{Show(chunk.NameOf(i))}' is followed by '{Show(chunk.NameOf(i + 1))}'. The file began interleaved, mate after mate"
                );
        var last = -1;
        foreach (var hit in chunk.Hits)
        {
            var i = hit & ~1;
            if (i == last)
                continue;
            last = i;
            var ordinal = firstOrdinal + chunk.FirstRecord + i;
            if (i + 1 == chunk.Count)
            {
                Add(chunk, i, ordinal, Single);
                continue;
            }

            Add(chunk, i, ordinal, FirstOfPair);
            Add(chunk, i + 1, ordinal + 1, LastOfPair, chunk.NameHashes[i]);
        }

        if (chunk.IsLast && chunk.Count % 2 == 1)
            findings.Add(MatesDiffer(first.Name, $"the last read, '{Show(chunk.NameOf(chunk.Count - 1))}', has no mate"));
    }

    private static InputFinding MatesDiffer(string file, string what) =>
        new("mates-differ", new(file, null, $"{what}: mates are missing, and no negative verdict is given"), RefusesNegative: true);

    /// <summary>All pairs of the first chunk have one name each.</summary>
    private static bool LooksInterleaved(FastqChunk chunk)
    {
        if (chunk.Count < 2)
            return false;
        for (var i = 0; i + 1 < chunk.Count; i += 2)
            if (!AreMates(chunk.NameOf(i), chunk.NameOf(i + 1)))
                return false;
        return true;
    }

    /// <summary>Equal, or different in a last 1 and 2 only (as <c>read.1</c> and <c>read.2</c>).</summary>
    internal static bool AreMates(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.SequenceEqual(b)
        || (
            a.Length == b.Length
            && a.Length > 2
            && a[^1] == '1'
            && b[^1] == '2'
            && a[^2] is (byte)'.' or (byte)'_' or (byte)'/' or (byte)':'
            && a[..^1].SequenceEqual(b[..^1])
        );

    private void Add(FastqChunk chunk, int index, long ordinal, SamFlag flags, ulong? fragment = null)
    {
        var hash = fragment ?? chunk.NameHashes[index];
        candidates.Add(hash, candidates.Wants(hash) ? chunk.Candidate(index, ordinal, source, flags) : null);
    }

    private static SortedSet<int> Union(ChunkPart a, ChunkPart b) => [.. a.Hits(), .. b.Hits()];

    private readonly record struct ChunkPart(FastqChunk Chunk, int Start, int Count)
    {
        public ReadOnlySpan<ulong> Hashes => Chunk.NameHashes.AsSpan(Start, Count);

        public ReadOnlySpan<byte> NameOf(int index) => Chunk.NameOf(Start + index);

        /// <summary>Counted from the start of the part.</summary>
        public IEnumerable<int> Hits()
        {
            foreach (var hit in Chunk.Hits)
                if (hit >= Start && hit < Start + Count)
                    yield return hit - Start;
        }
    }

    private static string Show(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name[..Math.Min(name.Length, 80)]);
}
