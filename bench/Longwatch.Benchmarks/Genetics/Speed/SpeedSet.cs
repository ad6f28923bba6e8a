using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Random;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Genetics.Speed;

/// <summary>The files that are timed: 4 million reads as FASTQ.gz, BAM and CRAM, and five times as many. Made once, and kept.</summary>
internal sealed class SpeedSet
{
    private const double Reads = 4_000_000;
    private const int Copies = 5;

    internal string Folder { get; } = Path.Combine(Home.Root, "artifacts", "bench", "genetics-speed");

    internal string Read1 => Path.Combine(Folder, "4m_R1.fastq.gz");
    internal string Read2 => Path.Combine(Folder, "4m_R2.fastq.gz");
    internal string Bam => Path.Combine(Folder, "4m.bam");
    internal string Cram => Path.Combine(Folder, "4m.cram");
    internal string LargeRead1 => Path.Combine(Folder, "20m_R1.fastq.gz");
    internal string LargeRead2 => Path.Combine(Folder, "20m_R2.fastq.gz");
    internal string LargeBam => Path.Combine(Folder, "20m.bam");
    internal string Host => Path.Combine(Folder, "host.fa");
    internal string Vector => Path.Combine(Folder, "CART19.fa");

    /// <summary>Twenty vectors and constructs, the searched one first.</summary>
    internal string[] Vectors =>
        [
            Vector,
            .. new[]
            {
                Directory.GetFiles(GivenData.File("vectors", "livingdrugs", "Vector_systems", "Sequences"), "*.fasta"),
                Directory.GetFiles(GivenData.File("vectors", "aavenger"), "*.fa*"),
                Directory.GetFiles(GivenData.File("vectors", "livingdrugs", "CAR_constructs", "Sequences"), "*.fasta"),
            }
                .SelectMany(files => files.Order(StringComparer.Ordinal))
                .Where(f => !f.Contains("protein", StringComparison.Ordinal) && !f.Contains("CART19", StringComparison.Ordinal))
                .Take(19),
        ];

    internal long Count(string bam) =>
        long.Parse(Run($"samtools view -c -@2 {Quote(bam)}"), System.Globalization.CultureInfo.InvariantCulture);

    internal void Make()
    {
        Directory.CreateDirectory(Folder);
        Contig[] contigs =
        [
            .. Contig.Read(GivenData.File("reference", "22_20-21M.fa")).Select(c => c with { Name = "p22" }),
            .. Contig.Read(GivenData.File("reference", "hg38_chr2_1-2333275.fa.gz")).Select(c => c with { Name = "p2" }),
            .. Contig.Read(GivenData.File("reference", "pisces_chr19.fa")).Select(c => c with { Name = "p19" }),
        ];
        var vector = IntegratedVector.Cart19();
        Once(Host, path => Contig.Write(path, contigs));
        Once(Vector, path => Contig.Write(path, Contig.Read(vector.File)));
        if (!File.Exists(Read2))
        {
            var sites = Insertions.Draw(contigs, [vector], [0.05], 4, 50_000, new Philox(4, 4));
            var known = contigs.Sum(c => c.Bases.LongCount(b => b != 'N'));
            var sample = MixedSample.Build(Path.Combine(Folder, "art"), contigs, sites, Reads * 150 / known, 4);
            // As files come from a sequencing centre: one gzip member, level 6.
            foreach (var (from, to) in new[] { (sample.Read1, Read1), (sample.Read2, Read2) })
                Once(to, path => Run($"zcat {Quote(from)} | pigz -6 -p 2 > {Quote(path)}"));
        }

        Once(
            Bam,
            path =>
                Run(
                    $"bwa mem -t 2 -R '@RG\\tID:1\\tSM:sample\\tPL:ILLUMINA' {Quote(Alignment.Index(Host))} {Quote(Read1)} {Quote(Read2)} 2>/dev/null | samtools sort -@ 1 -m 1G -O bam -o {Quote(path)} -"
                )
        );
        Once(Cram, path => Run($"samtools view -@2 -C -T {Quote(Host)} -o {Quote(path)} {Quote(Bam)}"));
        for (var copy = 0; copy < Copies; copy++)
        {
            var prefix = $"c{copy}_";
            Once(
                Path.Combine(Folder, $"copy{copy}.bam"),
                path =>
                    Run(
                        $"samtools view -h {Quote(Bam)} | awk -v p={prefix} {Quote(OnOwnContigs)} | samtools view -@1 -b -o {Quote(path)} -"
                    )
            );
        }

        Once(LargeBam, path => Run($"samtools merge -@2 -f -o {Quote(path)} {Quote(Folder)}/copy?.bam"));
        // Several members in one file, as lanes are put together.
        foreach (var (from, to) in new[] { (Read1, LargeRead1), (Read2, LargeRead2) })
            Once(
                to,
                path =>
                    Run(
                        $"for c in 0 1 2 3 4; do zcat {Quote(from)} | awk -v p=@c$c: 'NR%4==1{{$0=p substr($0,2)}} {{print}}' | pigz -6 -p 2; done > {Quote(path)}"
                    )
            );
    }

    /// <summary>Each copy lies on contigs of its own: five equal reads side by side would be packed so well that no real file is like it.</summary>
    private const string OnOwnContigs = """
        BEGIN { OFS = FS = "\t" }
        /^@SQ/ { sub(/SN:/, "SN:" p) }
        !/^@/ {
          $1 = p $1
          if ($3 != "*") $3 = p $3
          if ($7 != "*" && $7 != "=") $7 = p $7
          for (i = 12; i <= NF; i++)
            if ($i ~ /^[SX]A:Z:/) { places = substr($i, 6); gsub(/;/, ";" p, places); sub(p "$", "", places); $i = substr($i, 1, 5) p places }
        }
        { print }
        """;

    /// <summary>Under another name until it is whole.</summary>
    private static void Once(string path, Action<string> make)
    {
        if (File.Exists(path))
            return;
        make($"{path}.part");
        File.Move($"{path}.part", path);
    }
}
