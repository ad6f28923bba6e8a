using System.Text;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Tests.Evidence;

namespace Longwatch.Genomics.Tests.Sites;

public sealed class SpanningTests
{
    [Fact]
    public void Reads_that_cross_by_the_overhang_on_both_sides_count_once_per_fragment()
    {
        var sample = new Sample(41);
        sample.Cover(sample.Inserted("chr1", 8_000, 5, false), "a", 37);
        // The left-hand flank ends at 8,004, so the insertion would interrupt the host before 8,005; overhang 20 asks for [7,985, 8,025).
        HostRead Read(long start, long end, ulong name, SamFlag flags = SamFlag.Paired, int template = 0) =>
            new(0, start, end, 0, 0, flags, 60, name, template);
        sample.Neighbours.AddRange([
            Read(7_985, 8_135, 1),
            Read(7_986, 8_136, 2),
            Read(7_875, 8_025, 3),
            Read(7_874, 8_024, 4),
            Read(7_900, 8_050, 5, template: 300),
            Read(7_950, 8_100, 5, template: -300),
            Read(7_901, 8_051, 6, SamFlag.Paired | SamFlag.Duplicate),
            Read(7_902, 8_052, 7, template: 320),
            Read(7_902, 8_052, 8, template: 320),
        ]);

        // 1, 3, 5 (both mates), and 7 with its unmarked copy 8.
        var site = Assert.Single(sample.Call().Sites);

        Assert.Equal(4, site.Host.Spanning);
    }

    [Fact]
    public void Without_reads_around_the_candidates_spanning_is_unknown()
    {
        var sample = new Sample(42);
        sample.Cover(sample.Inserted("chr1", 8_000, 5, false), "a", 37);

        Assert.Null(Assert.Single(sample.Call().Sites).Host.Spanning);
    }

    [Fact]
    public void Unaligned_reads_are_compared_with_the_wild_type_around_the_site()
    {
        var sample = new Sample(43);
        var inserted = sample.Inserted("chr1", 8_000, 5, true);
        sample.Cover(inserted, "a", 37);
        var sites = sample.Call().Sites;
        var file = Path.Combine(Path.GetTempPath(), $"longwatch-flanks-{Environment.ProcessId}.fa");
        File.WriteAllText(file, string.Concat(sample.Host.Select(h => $">{h.Key}\n{h.Value}\n")));
        try
        {
            using var reference = HostReference.Open(new FileInfo(file));
            var flanks = SpanningCounter.Flanks(sites, reference, 150);
            Assert.Equal(sample.Host["chr1"][7_855..8_155], Encoding.ASCII.GetString(Assert.Single(flanks).Bases));

            // Wild type: starts 7,875 to 7,985 cross with 20 bases on both sides. The inserted copy must not count.
            var reads = new List<CandidateRead>();
            var wild = sample.Molecule().Host("chr1", 7_000, 9_000);
            foreach (var start in new[] { 874, 875, 900, 950, 985, 986 })
                reads.AddRange(wild.Fragment($"w{start}", start, 500));
            reads.AddRange(wild.Fragment("copy", 900, 500));
            foreach (var start in new[] { 860, 900, 950, 985 })
                reads.AddRange(inserted.Fragment($"i{start}", start, 500));
            var counted = SpanningCounter.Count(sites, Synthetic.Screening(reads), flanks, Synthetic.Rules);

            // 875, 900, 950 and 985; 874 ends before 8,025 and 986 begins after 7,985.
            Assert.Equal(4, Assert.Single(counted).Host.Spanning);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
