using System.Globalization;
using Longwatch.Benchmarks.Genetics.TruthSets;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Genetics.Peers;

/// <summary>delly (Debian) on host and vector together: translocations between the two.</summary>
internal static class Delly
{
    internal static IReadOnlyList<(SiteCall Call, bool Passed)> Calls(
        SampleFiles sample,
        string bam,
        string hostAndVector,
        string vectorName
    )
    {
        var calls = Path.Combine(sample.Folder, "delly.bcf");
        if (!File.Exists(calls))
            Run($"delly call -g {Quote(hostAndVector)} -o {Quote(calls)} {Quote(bam)}");
        var found = new List<(SiteCall, bool)>();
        foreach (
            var line in Lines(
                $"bcftools query -f '%CHROM\\t%POS\\t%FILTER\\t%INFO/SVTYPE\\t%INFO/CHR2\\t%INFO/POS2\\t%INFO/PE\\t%INFO/SR\\n' {Quote(calls)}"
            )
        )
        {
            var f = line.Split('\t');
            if (f[3] != "BND" || (f[0] == vectorName) == (f[4] == vectorName))
                continue;
            var (contig, position) = f[0] == vectorName ? (f[4], f[5]) : (f[0], f[1]);
            found.Add((new(contig, Number(position) - 1, Number(f[6]) + Number(f[7])), f[2] == "PASS"));
        }

        return found;
    }

    private static int Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
