using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>Scores of the peers on the samples of the grid. Each is given the threshold that suits it best at that depth, knowing the truth.</summary>
internal static class PeerGrid
{
    private static readonly (int Reads, int Quality)[] SplitSettings = [(1, 0), (1, 20), (2, 0), (2, 20), (3, 0), (3, 20)];
    private static readonly (bool Passed, int Support)[] DellySettings = [(false, 1), (true, 1), (false, 3), (true, 3)];

    /// <summary>Per setting, so that the best is chosen over all repetitions and not within each.</summary>
    internal static Score[] Split(SampleFiles sample, StudyHost host, IntegratedVector vector)
    {
        var joins = SplitReads.Joins(sample, host.Fasta, Kept(vector.File, sample));
        return [.. SplitSettings.Select(s => Scoring.Of(SplitReads.Calls(joins, s.Reads, s.Quality), sample.Truth))];
    }

    internal static Score[] OfDelly(SampleFiles sample, StudyHost host, IntegratedVector vector)
    {
        var both = HostAndVector(sample, host, vector, out var vectorName);
        var calls = Delly.Calls(sample, Alignment.Sorted(sample, both, "host-and-vector"), both, vectorName);
        return
        [
            .. DellySettings.Select(s =>
                Scoring.Of(
                    Scoring.Merge(calls.Where(c => c.Passed || !s.Passed).Select(c => c.Call)).Where(c => c.Support >= s.Support),
                    sample.Truth
                )
            ),
        ];
    }

    /// <summary>The best setting of a peer over its samples, in its own favour.</summary>
    internal static Score Best(IEnumerable<Score[]> samples)
    {
        var all = samples.ToArray();
        return Enumerable
            .Range(0, all[0].Length)
            .Select(s => all.Select(a => a[s]).Aggregate((a, b) => a + b))
            .MaxBy(s => double.IsNaN(s.F1) ? 0 : s.F1);
    }

    internal static string HostAndVector(SampleFiles sample, StudyHost host, IntegratedVector vector, out string vectorName)
    {
        var path = Path.Combine(Path.GetDirectoryName(sample.Folder)!, $"host-and-{vector.Name}.fa");
        var contig = Contig.Read(vector.File)[0];
        vectorName = contig.Name;
        if (!File.Exists(path))
            Contig.Write(path, [.. host.Contigs, contig]);
        return path;
    }

    /// <summary>A copy beside the samples: indexes are written next to a FASTA, and the given folder stays as it is.</summary>
    private static string Kept(string vector, SampleFiles sample)
    {
        var copy = Path.Combine(Path.GetDirectoryName(sample.Folder)!, Path.GetFileName(vector));
        if (!File.Exists(copy))
            Contig.Write(copy, Contig.Read(vector)); // even lines, which faidx insists on
        return copy;
    }
}
