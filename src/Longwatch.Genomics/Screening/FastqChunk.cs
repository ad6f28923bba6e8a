using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Where one FASTQ record lies in the text of its chunk.</summary>
/// <param name="NameLength">Up to the first blank, without a /1 or /2 at its end.</param>
internal readonly record struct FastqEntry(int Name, int NameLength, int Bases, int Length, int Qualities);

/// <summary>A number of FASTQ records with their text.</summary>
internal sealed class FastqChunk
{
    public const int MaxRecords = 1024;

    /// <summary>Bytes of long reads after which a chunk ends early.</summary>
    public const int EnoughText = 2 * 1024 * 1024;

    /// <summary>Behind the text, so that wide loads stay inside.</summary>
    public const int Slack = 128;

    public byte[] Text { get; private set; } = GC.AllocateUninitializedArray<byte>(768 * 1024, pinned: true);
    public FastqEntry[] Entries { get; } = new FastqEntry[MaxRecords];
    public ulong[] NameHashes { get; } = new ulong[MaxRecords];
    public List<int> Hits { get; } = [];
    public int TextLength { get; set; }
    public int Count { get; set; }

    /// <summary>Number of the first record in its file, from 0.</summary>
    public long FirstRecord { get; set; }
    public bool IsLast { get; set; }
    public int Room => Text.Length - Slack - TextLength;

    public ReadOnlySpan<byte> NameOf(int index) => Text.AsSpan(Entries[index].Name, Entries[index].NameLength);

    public void Clear(long firstRecord)
    {
        (TextLength, Count, FirstRecord, IsLast) = (0, 0, firstRecord, false);
        Hits.Clear();
    }

    public void Grow(int least)
    {
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(least, Text.Length) * 2, pinned: true);
        Text.AsSpan(0, TextLength).CopyTo(larger);
        Text = larger;
    }

    /// <summary>One record as a candidate; a FASTQ read has no alignment.</summary>
    public CandidateRead Candidate(int index, long ordinal, int source, SamFlag flags)
    {
        const byte lowest = 33;
        var entry = Entries[index];
        var name = System.Text.Encoding.UTF8.GetString(NameOf(index));
        var qualities = Text.AsSpan(entry.Qualities, entry.Length).ToArray();
        for (var i = 0; i < qualities.Length; i++)
            qualities[i] = (byte)Math.Max(qualities[i] - lowest, 0);
        return new(
            ordinal,
            source,
            name,
            flags,
            Text.AsSpan(entry.Bases, entry.Length).ToArray(),
            qualities,
            null,
            [],
            null,
            CandidateReads.UmiOf(name)
        );
    }
}
