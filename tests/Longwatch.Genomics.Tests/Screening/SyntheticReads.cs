using System.IO.Compression;
using System.Text;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Screening;

/// <summary>A made-up host and vector, and read pairs of both, in every format.</summary>
internal sealed class SyntheticReads : IDisposable
{
    private readonly Philox random = new(20261121, 1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("longwatch-reads-");

    public SyntheticReads(int pairs = 3000)
    {
        Host = RandomBases(20_000);
        Vector = RandomBases(3_000);
        for (var i = 0; i < pairs; i++)
        {
            var ofVector = i % 50 == 7;
            var from = ofVector ? Vector : Host;
            var start = Below(from.Length - 300);
            Pairs.Add(new($"run:1:{i}", from.Substring(start, 100), Reverse(from.Substring(start + 200, 100)), ofVector, start));
        }
    }

    public string Host { get; }
    public string Vector { get; }
    public List<SyntheticPair> Pairs { get; } = [];
    public IReadOnlyList<SearchedSequence> Searched1 => [Searched(Vector)];

    public static SearchedSequence Searched(string bases) =>
        new(
            "vector",
            "vector",
            SequenceKind.Provirus,
            VectorFamily.Other,
            Encoding.ASCII.GetBytes(bases),
            [.. Enumerable.Repeat(SequenceOrigin.VectorUnique, bases.Length)],
            [],
            null,
            "made up"
        );

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public string Write(string name, string text) => Write(name, Encoding.ASCII.GetBytes(text));

    public string Fastq(int mate, string lineEnd = "\n", string suffix = "") =>
        string.Concat(Pairs.Select(p => Record(p, mate, lineEnd, suffix)));

    public string Interleaved() => string.Concat(Pairs.Select(p => Record(p, 1, "\n", "/1") + Record(p, 2, "\n", "/2")));

    /// <summary>Aligned SAM, sorted by coordinate; reads of the vector are unmapped.</summary>
    public string Sam()
    {
        var lines = new List<(long Key, string Line)>();
        foreach (var p in Pairs)
        {
            if (p.OfVector)
            {
                lines.Add((long.MaxValue, $"{p.Name}\t77\t*\t0\t0\t*\t*\t0\t0\t{p.First}\t{Quality}"));
                lines.Add((long.MaxValue, $"{p.Name}\t141\t*\t0\t0\t*\t*\t0\t0\t{p.Second}\t{Quality}"));
                continue;
            }

            var (a, b) = (p.Start + 1, p.Start + 201);
            lines.Add((a, $"{p.Name}\t99\tchrA\t{a}\t60\t100M\t=\t{b}\t300\t{p.First}\t{Quality}\tMC:Z:100M"));
            lines.Add((b, $"{p.Name}\t147\tchrA\t{b}\t60\t100M\t=\t{a}\t-300\t{Reverse(p.Second)}\t{Quality}\tMC:Z:100M"));
        }

        var header = $"@HD\tVN:1.6\tSO:coordinate\n@SQ\tSN:chrA\tLN:{Host.Length}\n@RG\tID:1\tSM:made-up\n";
        return header + string.Concat(lines.OrderBy(l => l.Key).Select(l => l.Line + "\n"));
    }

    public static byte[] Gzip(params string[] members)
    {
        var packed = new MemoryStream();
        foreach (var member in members)
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(Encoding.ASCII.GetBytes(member));
        return packed.ToArray();
    }

    public string RandomBases(int length)
    {
        var bases = new char[length];
        for (var i = 0; i < length; i++)
            bases[i] = "ACGT"[Below(4)];
        return new(bases);
    }

    public int Below(int limit) => (int)(random.NextUInt32() % (uint)limit);

    public static string Reverse(string bases) =>
        new([
            .. bases
                .Reverse()
                .Select(b =>
                    b switch
                    {
                        'A' => 'T',
                        'C' => 'G',
                        'G' => 'C',
                        'T' => 'A',
                        _ => b,
                    }
                ),
        ]);

    public ScreeningResult Screen(string path, string? mate = null, int threads = 2, ScanKernel kernel = ScanKernel.Automatic) =>
        Screener.Screen(
            [new(path, mate)],
            Searched1,
            new() { Threads = threads, Kernel = kernel },
            null,
            TestContext.Current.CancellationToken
        );

    public void Dispose() => folder.Delete(recursive: true);

    private static string Quality { get; } = new('I', 100);

    private static string Record(SyntheticPair p, int mate, string lineEnd, string suffix) =>
        $"@{p.Name}{suffix} {mate}:N:0{lineEnd}{(mate == 1 ? p.First : p.Second)}{lineEnd}+{lineEnd}{Quality}{lineEnd}";
}

/// <param name="Second">As sequenced: the reverse complement of what the host or vector has.</param>
internal sealed record SyntheticPair(string Name, string First, string Second, bool OfVector, int Start);
