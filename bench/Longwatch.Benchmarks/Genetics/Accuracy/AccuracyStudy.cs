using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>How right the genetic test is, on samples whose truth is known, with peers beside it.</summary>
internal static class AccuracyStudy
{
    internal static bool Run(AccuracyOptions options)
    {
        if (!GivenData.Present("genetics-accuracy"))
            return true;
        var host = StudyHost.Make(options.Folder, options.Quick);
        var vector = IntegratedVector.Cart19();
        var rows = new List<string[]>();
        foreach (var group in SiteGrid.Build(options, host, vector).GroupBy(s => s.Sample.Depth))
        {
            var samples = group.Select(g => g.Sample).ToArray();
            var split = PeerGrid.Best(samples.Select(s => PeerGrid.Split(s, host, vector)));
            var delly = PeerGrid.Best(samples.Select(s => PeerGrid.OfDelly(s, host, vector)));
            rows.Add([$"{group.Key}", $"{split}", $"{split.F1:F3}", $"{delly}", $"{delly.F1:F3}"]);
            Console.WriteLine(string.Join(" | ", rows[^1]));
        }

        Console.WriteLine(ResultFile.Table(["depth", "split", "F1", "delly", "F1"], rows));
        return true;
    }
}
