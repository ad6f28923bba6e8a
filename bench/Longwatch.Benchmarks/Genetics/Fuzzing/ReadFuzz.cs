using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Longwatch.Genomics;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Tests.Screening;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.Fuzzing;

/// <summary>
/// Changes small files of reads a hundred thousand times and screens them: every case must give a result or one clear refusal, in bounded time and memory.
/// The given files are changed as they are; a BGZF file also inside, and packed again with right check sums.
/// </summary>
internal static class ReadFuzz
{
    private const double MaxSeconds = 10;
    private const long MaxBytes = 1_000_000_000;

    /// <summary>Returns true when no case failed.</summary>
    public static bool Run(IReadOnlyList<string> files, int cases)
    {
        var seeds = files.SelectMany(Seeds).ToArray();
        var folder = Directory.CreateTempSubdirectory("longwatch-fuzz-");
        var searched = new SearchedSequence(
            "v",
            "v",
            SequenceKind.Provirus,
            VectorFamily.Other,
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("ACGTTGCATCGGATTACAGCCTAGT", 8))),
            [.. Enumerable.Repeat(SequenceOrigin.VectorUnique, 200)],
            [],
            null,
            "made up"
        );
        int refused = 0,
            failed = 0;
        var slowest = 0.0;
        for (var i = 0; i < cases; i++)
        {
            var (bytes, repack) = seeds[i % seeds.Length];
            var changed = ReadMutation.Of(bytes, new Philox(20261121, (ulong)i));
            var path = Path.Combine(folder.FullName, "case");
            File.WriteAllBytes(path, repack ? Repack(changed) : changed);
            var watch = Stopwatch.StartNew();
            try
            {
                Screener.Screen([new(path)], [searched], new() { Threads = 1 + (i % 2) }, null, CancellationToken.None);
            }
            catch (UnreadableInputException)
            {
                refused++;
            }
            catch (Exception error)
            {
                failed++;
                File.Copy(path, Path.Combine(folder.FullName, $"failed-{i}"));
                Console.Error.WriteLine($"case {i}: {error.GetType().Name}: {error.Message} ({folder.FullName}/failed-{i})");
            }

            slowest = Math.Max(slowest, watch.Elapsed.TotalSeconds);
        }

        var memory = Process.GetCurrentProcess().PeakWorkingSet64;
        Console.WriteLine(
            $"{cases} cases of {seeds.Length} seeds: {refused} refused, {failed} failed; slowest {slowest:F2} s, peak memory {memory / 1_000_000} MB"
        );
        if (failed == 0)
            folder.Delete(recursive: true);
        return failed == 0 && slowest < MaxSeconds && memory < MaxBytes;
    }

    private static IEnumerable<(byte[] Bytes, bool Repack)> Seeds(string file)
    {
        var bytes = File.ReadAllBytes(file);
        yield return (bytes, false);
        if (bytes is not [0x1F, 0x8B, _, 4, ..])
            yield break;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var inflated = new MemoryStream();
        gzip.CopyTo(inflated);
        yield return (inflated.ToArray(), true);
    }

    /// <summary>Every block is a gzip member with its own length in the header.</summary>
    private static byte[] Repack(byte[] bytes)
    {
        var output = new MemoryStream();
        for (var at = 0; at <= bytes.Length; at += 60000)
        {
            var member = new MemoryStream();
            using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(bytes.AsSpan(at, Math.Min(60000, bytes.Length - at)));
            if (member.Length == 0)
                break;
            byte[] header = [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, (byte)'B', (byte)'C', 2, 0, 0, 0];
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(16), (ushort)(header.Length + member.Length - 10 - 1));
            output.Write(header);
            output.Write(member.GetBuffer().AsSpan(10, (int)member.Length - 10));
        }

        return output.ToArray();
    }
}
