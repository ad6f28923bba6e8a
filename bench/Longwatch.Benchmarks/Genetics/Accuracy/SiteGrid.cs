using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>The samples of the grid allele fraction × depth: every sample holds sites of all fractions.</summary>
internal static class SiteGrid
{
    private const int Spacing = 6_000;
    private const ulong Seed = 51_000;

    internal static IEnumerable<(int Repetition, SampleFiles Sample)> Build(
        AccuracyOptions options,
        StudyHost host,
        IntegratedVector vector
    )
    {
        for (var repetition = 0; repetition < options.Repetitions; repetition++)
        {
            // The same sites at every depth, so that depth alone differs.
            var sites = Insertions.Draw(
                host.Contigs,
                [vector],
                AccuracyOptions.Fractions,
                options.SitesPerFraction,
                Spacing,
                new Philox(Seed, (ulong)repetition)
            );
            foreach (var depth in AccuracyOptions.Depths)
                yield return (
                    repetition,
                    MixedSample.Build(
                        Path.Combine(options.Folder, $"grid-{vector.Name}-{repetition}-{depth}x"),
                        host.Contigs,
                        sites,
                        depth,
                        Seed + ((ulong)repetition * 1000) + (ulong)depth
                    )
                );
        }
    }
}
