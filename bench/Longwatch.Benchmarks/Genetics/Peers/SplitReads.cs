using Longwatch.Benchmarks.Genetics.TruthSets;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Genetics.Peers;

/// <summary>
/// The logic of isling (aehrc/isling), written anew: bwa mem to the vector, the pairs that touch it with bwa mem to the host, with its alignment
/// penalties; a join is a read of which one end lies on the vector and the other on the host, the two covering the read but for a few bases that fit both or neither.
/// </summary>
internal static class SplitReads
{
    private const string Penalties = "-A 1 -B 2 -O 6,6 -E 1,1 -L 0,0 -T 10 -h 200";
    private const int LeastPart = 20;
    private const int MostAmbiguous = 20;

    /// <summary>Joins with their host mapping quality; thresholds are left to the one who scores.</summary>
    internal static IReadOnlyList<(string Contig, int Position, int Quality)> Joins(SampleFiles sample, string host, string vector)
    {
        var touched = Path.Combine(sample.Folder, "isling-vector.sam");
        var (first, second) = (Path.Combine(sample.Folder, "isling_1.fq"), Path.Combine(sample.Folder, "isling_2.fq"));
        // -G 12 drops pairs of which neither mate is aligned.
        Run(
            $"bwa mem -t 2 {Penalties} {Quote(Alignment.Index(vector))} {Quote(sample.Read1)} {Quote(sample.Read2)} 2>/dev/null"
                + $" | samtools view -h -G 12 -o {Quote(touched)} -"
        );
        Run($"samtools fastq -n -F 0x900 -1 {Quote(first)} -2 {Quote(second)} -0 /dev/null -s /dev/null {Quote(touched)}");
        var onVector = File.ReadLines(touched)
            .Select(Alignment.Parse)
            .OfType<SamLine>()
            .Where(l => l.IsPrimary && !l.Unmapped)
            .ToLookup(l => l.Key);
        var joins = new List<(string, int, int)>();
        foreach (var line in Lines($"bwa mem -t 2 {Penalties} {Quote(Alignment.Index(host))} {Quote(first)} {Quote(second)} 2>/dev/null"))
            if (Alignment.Parse(line) is { Unmapped: false, IsPrimary: true } onHost)
                foreach (var vectorLine in onVector[onHost.Key])
                    if (Join(onHost, vectorLine) is { } position)
                        joins.Add((onHost.Contig, position, onHost.Quality));
        File.Delete(touched);
        File.Delete(first);
        File.Delete(second);
        return joins;
    }

    internal static SiteCall[] Calls(IEnumerable<(string Contig, int Position, int Quality)> joins, int leastReads, int leastQuality) =>
        [
            .. Scoring
                .Merge(
                    joins
                        .Where(j => j.Quality >= leastQuality)
                        .GroupBy(j => (j.Contig, j.Position))
                        .Select(g => new SiteCall(g.Key.Contig, g.Key.Position, g.Count()))
                )
                .Where(c => c.Support >= leastReads),
        ];

    private static int? Join(SamLine host, SamLine vector)
    {
        var h = host.Stretch();
        var v = vector.Stretch();
        if (h.End - h.Start < LeastPart || v.End - v.Start < LeastPart)
            return null;
        var hostFirst = h.Start < v.Start;
        var (before, after) = hostFirst ? (h, v) : (v, h);
        // The two parts reach the ends of the read, and meet.
        if (before.Start >= LeastPart || after.ReadLength - after.End >= LeastPart || Math.Abs(after.Start - before.End) > MostAmbiguous)
            return null;
        if (before.End >= after.End || after.Start <= before.Start)
            return null;
        // The host base at the join: the last one in sequencing direction when host comes first, on whichever strand.
        return hostFirst != host.Reverse ? host.Position + h.OnReference - 1 : host.Position;
    }
}
