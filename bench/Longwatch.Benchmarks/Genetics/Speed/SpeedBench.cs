using Longwatch.Benchmarks.Results;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Genetics.Speed;

/// <summary>Whole processes against the tools that bound them: how fast a file can be decoded, and how fast others look for a vector in it.</summary>
internal static class SpeedBench
{
    private const int Rounds = 5;
    private const int Few = 2;
    private const long MemoryLimit = 250L << 20;
    private const double StartLimit = 0.3;
    private const double LinearTolerance = 0.15;
    private const double FlatTolerance = 0.15;

    private static readonly string Out = Path.Combine(Home.Root, "artifacts", "bench", "genetics-speed-out");

    internal static bool Run(bool withSlowPeers)
    {
        if (!GivenData.Present("genetics-speed"))
            return true;
        var set = new SpeedSet();
        set.Make();
        _ = Shell.Run($"{Quote(Home.Script)} --version"); // builds when something changed, so that no measured run does
        var reads = set.Count(set.Bam);
        var good = true;
        var rows = new List<string[]>();
        foreach (var comparison in Comparisons(set, withSlowPeers))
        foreach (var (row, holds) in comparison.Rows())
        {
            rows.Add(row);
            Console.WriteLine(string.Join(" | ", row));
            good &= holds;
        }

        var size = Size(set, ref good);
        var vectors = Flatness(set, ref good);
        var start = Start(set, ref good);
        ResultFile.Write(
            "genetics-speed.md",
            $"{Environment.ProcessorCount} cores",
            $"""
            {reads:N0} reads, 2 × 150, ART HiSeq X with four quality bins, 6.4 Mb of human sequence, four insertions of CART19 in a tenth of the cells. Whole processes by GNU time, warm
            cache, in turn with the peers, best of {Rounds} (of {Few} where a run takes over ten seconds; bwa mem once). Ours includes start-up, checksums, extension of seeds, evidence,
            verdict, and writing all results. {Versions()}

            {Comparison.Table(rows)}
            **Size.** {size}

            **Number of vectors.** {vectors}

            **Start-up.** {start}
            """
        );
        return good;
    }

    private static IEnumerable<Comparison> Comparisons(SpeedSet set, bool withSlowPeers)
    {
        var (r1, r2, bam, cram) = (Quote(set.Read1), Quote(set.Read2), Quote(set.Bam), Quote(set.Cram));
        Timed Own(string name, string input, int threads, string more = "") =>
            new($"**longwatch genetics**, {name}, {threads} thread{(threads == 1 ? "" : "s")}", Command(input, threads, set.Vector, more));
        yield return new(Own("BAM", bam, 2), [new(new("`samtools view -c -@2`", $"samtools view -c -@2 {bam}"), 0.70)], Rounds);
        yield return new(Own("BAM", bam, 1), [new(new("`samtools view -c`", $"samtools view -c {bam}"), 1.00)], Rounds);
        yield return new(
            Own("FASTQ.gz", $"{r1} {r2}", 2),
            [
                new(new("`igzip -dc`, both files", $"igzip -dc {r1} && igzip -dc {r2}"), 1.15),
                new(new("`pigz -dc`, both files", $"pigz -dc {r1} {r2}"), 0.5),
            ],
            Rounds
        );
        yield return new(
            Own("CRAM", cram, 2, $"--reference {Quote(set.Host)}"),
            [new(new("`samtools view -c -@2`", $"samtools view -c -@2 -T {Quote(set.Host)} {cram}"), 1.3)],
            Rounds
        );
        var vector = Quote(Peers.Alignment.Index(set.Vector));
        yield return new(
            Own("FASTQ.gz", $"{r1} {r2}", 2),
            [
                new(new("BBDuk, k = 31", $"bbduk.sh -Xmx2g in={r1} in2={r2} ref={vector} k=31 outm=/dev/null ow=t t=2"), 1.0 / 10),
                new(new("minimap2 -ax sr", $"minimap2 -t 2 -ax sr {vector} {r1} {r2}"), 1.0 / 8),
            ],
            Few
        );
        if (withSlowPeers)
            yield return new(Own("FASTQ.gz", $"{r1} {r2}", 2), [new(new("bwa mem", $"bwa mem -t 2 {vector} {r1} {r2}"), 1.0 / 80)], 1);
    }

    private static string Size(SpeedSet set, ref bool good)
    {
        const double GenomeReads = 3.1e9 * 30 / 150;
        var text = new List<string>();
        foreach (
            var (name, small, large) in new[]
            {
                ("BAM", Quote(set.Bam), Quote(set.LargeBam)),
                ("FASTQ.gz", $"{Quote(set.Read1)} {Quote(set.Read2)}", $"{Quote(set.LargeRead1)} {Quote(set.LargeRead2)}"),
            }
        )
        {
            var (one, five) = (Best(Command(small, 2, set.Vector, "")), Best(Command(large, 2, set.Vector, "")));
            var start = Best(Command(Quote(Tiny(set)), 2, set.Vector, "")).Seconds;
            // Linear: five times the reads take five times the time beyond the start-up.
            var growth = (five.Seconds - start) / (one.Seconds - start);
            var perRead = (five.Seconds - one.Seconds) / (set.Count(set.LargeBam) - set.Count(set.Bam));
            good &= growth <= 5 * (1 + LinearTolerance) && Math.Max(one.PeakBytes, five.PeakBytes) < MemoryLimit;
            text.Add(
                $"{name}: 4 M reads {Comparison.Text(one.Seconds, "F2")} s and {one.PeakBytes >> 20} MB, 20 M reads {Comparison.Text(five.Seconds, "F2")} s and {five.PeakBytes >> 20} MB: "
                    + $"{Comparison.Text(growth, "F2")} times the time beyond start-up for 5 times the reads; "
                    + $"{Comparison.Text(1e-6 / perRead, "F1")} M reads a second, so a genome at 30× ({GenomeReads / 1e6:F0} M reads) takes {Comparison.Text(GenomeReads * perRead / 60, "F1")} minutes where the disk keeps up."
            );
        }

        text.Add($"Limit {MemoryLimit >> 20} MB.");
        return string.Join(' ', text);
    }

    private static string Flatness(SpeedSet set, ref bool good)
    {
        var text = new List<string>();
        var first = 0.0;
        foreach (var count in new[] { 1, 5, 20 })
        {
            var files = string.Join(' ', set.Vectors.Take(count).Select(Quote));
            var seconds = Best(
                $"{Quote(Home.Script)} genetics {Quote(set.Bam)} --vector {files} --threads 2 --quiet --out {Quote(Out)}"
            ).Seconds;
            first = first == 0 ? seconds : first;
            good &= seconds <= first * (1 + FlatTolerance);
            text.Add($"{count}: {Comparison.Text(seconds, "F2")} s");
        }

        return $"BAM, 2 threads: {string.Join(", ", text)}.";
    }

    private static string Start(SpeedSet set, ref bool good)
    {
        var (help, tiny) = (
            Best($"{Quote(Home.Script)} genetics --help").Seconds,
            Best(Command(Quote(Tiny(set)), 2, set.Vector, "")).Seconds
        );
        good &= tiny <= StartLimit;
        return $"`genetics --help` {Comparison.Text(help, "F2")} s; a whole test of 100 reads {Comparison.Text(tiny, "F2")} s (limit {StartLimit} s).";
    }

    /// <summary>A hundred reads: what a run costs whatever its input.</summary>
    private static string Tiny(SpeedSet set)
    {
        var path = Path.Combine(set.Folder, "tiny.fastq");
        if (!File.Exists(path))
            _ = Shell.Run($"(zcat {Quote(set.Read1)} || true) 2>/dev/null | head -n 400 > {Quote(path)} || true");
        return path;
    }

    private static ProcessCost Best(string line) => Enumerable.Range(0, Rounds).Select(_ => Measure(line)).MinBy(c => c.Seconds);

    private static string Command(string input, int threads, string vector, string more) =>
        $"{Quote(Home.Script)} genetics {input} --vector {Quote(vector)} --threads {threads} --quiet --out {Quote(Out)} {more}";

    private static string Versions() =>
        string.Join(
            ", ",
            new[]
            {
                ("samtools", "samtools --version | head -1"),
                ("igzip", "igzip --version 2>&1 | head -1"),
                ("pigz", "pigz --version 2>&1"),
                ("BBMap", "dpkg-query -W -f '${Version}' bbmap"),
                ("minimap2", "minimap2 --version"),
                ("bwa", "dpkg-query -W -f '${Version}' bwa"),
                (".NET", "dotnet --version"),
                ("processor", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"),
            }.Select(v => $"{v.Item1} {Shell.Run($"({v.Item2}) 2>/dev/null | head -1 || true").Trim()}")
        ) + ".";
}
