using System.Globalization;
using System.IO.Compression;
using System.Text;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Evidence;

/// <summary>Reads of sorted blood cells of one person, given beside the working tree and never copied into it.</summary>
public sealed class RealReadsTests : IDisposable
{
    private const string Folder = "car_tcell_wgs/";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("longwatch-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_sample_without_the_vector_has_reads_on_the_human_promoter_only()
    {
        var depth = Build("negative").Coverage[0].Depth;

        // The EF1a promoter of the annotation beside the published vector begins at 1,932; the human block of the consensus a little before.
        Assert.True(depth[1_932..3_119].Max() > 0);
        Assert.Equal(0, depth[..1_800].Max());
        Assert.Equal(0, depth[3_119..].Max());
    }

    [Theory]
    [InlineData(5_459)]
    [InlineData(234)]
    public void Reads_across_a_join_within_the_provirus_are_those_that_a_text_search_finds(int place)
    {
        var vector = Encoding.ASCII.GetString(Vectors().Sequences[0].Bases);
        var joined = vector[(place - 10)..(place + 10)];
        var found = Reads("positive")
            .Where(r =>
                Encoding.ASCII.GetString(r.Bases) is var bases
                && (bases.Contains(joined, StringComparison.Ordinal) || bases.Contains(Synthetic.Reverse(joined), StringComparison.Ordinal))
            )
            .Select(r => r.Name)
            .ToHashSet();

        var crossing = Build("positive")
            .Fragments.Where(f => f.Reads.Any(r => r.Stretches.Any(s => s.Start + 10 <= place && place + 10 <= s.End)))
            .Select(f => f.Name)
            .ToHashSet();

        Assert.True(found.Count >= 5);
        Assert.Subset(crossing, found);
        // A sequencing error within the twenty bases hides a read from the text search.
        Assert.True(crossing.Count <= found.Count + 2, $"{crossing.Count} against {found.Count}");
    }

    [Fact]
    public void Split_reads_lie_where_the_authors_alignments_have_them()
    {
        Assert.SkipUnless(AlignerProcess.Exists("bwa"), "bwa is not installed");
        Assert.SkipUnless(AlignerProcess.Exists("samtools"), "samtools is not installed");
        var placed = HostPlacer.Place(
            Build("positive"),
            Synthetic.Screening([]).Input,
            new(Repository.Given(Folder + "host_hg38_10kb_windows.fa")),
            Synthetic.Rules,
            new PlacementOptions(2, "bwa", _folder),
            TestContext.Current.CancellationToken
        );
        var reads = placed
            .Evidence.Fragments.SelectMany(f => f.Reads)
            .ToDictionary(r => (r.Read.Name, Second: r.Read.Flags.HasFlag(SamFlag.Last)));
        var compared = 0;
        foreach (
            var (contig, first, site) in ((string, long, long)[])[("chr3", 160_531_003, 160_536_002), ("chr20", 63_714_666, 63_719_665)]
        )
        {
            // The authors put the vector into the genome: reads that begin before the site and end after it cross the left join.
            var records = new List<string[]>();
            AlignerProcess.Run(
                "samtools",
                ["view", "-F", "0xF00", Repository.Given($"{Folder}positive_{contig}_unique.bam")],
                line => records.Add(line.Split('\t')),
                TestContext.Current.CancellationToken
            );
            foreach (var cells in records)
            {
                var start = long.Parse(cells[3], CultureInfo.InvariantCulture);
                var second = (int.Parse(cells[1], CultureInfo.InvariantCulture) & 0x80) != 0;
                // Twenty bases on either side: every aligner sees both parts.
                if (
                    start + 20 > site
                    || start + 130 < site
                    || !reads.TryGetValue((cells[0], second), out var read)
                    || read.Read.Host is null
                )
                    continue;
                var part = HostPart.Of(read.Read)[0];
                Assert.Equal((start - first, site - first + 1), (part.Start, part.End));
                Assert.Contains(read.Stretches, s => s.Start == 0 && s.ReadStart == part.ReadEnd);
                compared++;
            }
        }

        Assert.True(compared >= 8, $"{compared} reads compared");
    }

    private static EvidenceResult Build(string name) => EvidenceBuilder.Build(Vectors(), Synthetic.Screening(Reads(name)), Synthetic.Rules);

    private static CompiledVectors Vectors()
    {
        var bases = string.Concat(File.ReadLines(Repository.Given(Folder + "vector_cilta_consensus.fasta")).Skip(1)).ToUpperInvariant();
        return Synthetic.Vectors(Synthetic.Sequence("cilta", bases, new(0, 234, 5_459, 5_693)));
    }

    private static IEnumerable<CandidateRead> Reads(string name)
    {
        using var first = Open(name + ".R1.fq.gz");
        using var second = Open(name + ".R2.fq.gz");
        while (Next(first, SamFlag.Paired | SamFlag.First) is { } one && Next(second, SamFlag.Paired | SamFlag.Last) is { } two)
        {
            yield return one;
            yield return two;
        }
    }

    private static StreamReader Open(string name) =>
        new(new GZipStream(File.OpenRead(Repository.Given(Folder + name)), CompressionMode.Decompress), Encoding.ASCII);

    private static CandidateRead? Next(StreamReader reader, SamFlag flags)
    {
        if (reader.ReadLine() is not { } name)
            return null;
        var bases = Encoding.ASCII.GetBytes(reader.ReadLine()!);
        reader.ReadLine();
        var qualities = Encoding.ASCII.GetBytes(reader.ReadLine()!).Select(q => (byte)(q - 33)).ToArray();
        return new(0, 0, name[1..].Split(' ')[0], flags, bases, qualities, null, [], null, null);
    }
}
