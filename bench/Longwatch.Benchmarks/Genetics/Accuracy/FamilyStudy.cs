using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;
using Longwatch.Statistics.Random;
using static Longwatch.Benchmarks.Genetics.Accuracy.AccuracyOptions;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>Sites of every vector family, with the duplication that belongs to it.</summary>
internal static class FamilyStudy
{
    private const double Depth = 60;
    private const double Goal = 0.99;
    private static readonly double[] Fractions = [0.5, 0.25, 0.1];

    internal static bool Run(AccuracyOptions options, StudyHost host)
    {
        var rows = new List<string[]>();
        var good = true;
        IntegratedVector[] vectors =
        [
            .. File.Exists(GivenData.File("car_tcell_wgs", "vector_cilta_consensus.fasta"))
                ? [IntegratedVector.Ciltacabtagene()]
                : Array.Empty<IntegratedVector>(),
            IntegratedVector.Moloney(),
            IntegratedVector.Transposon(sleepingBeauty: false, options.Folder),
            IntegratedVector.Transposon(sleepingBeauty: true, options.Folder),
        ];
        foreach (var (vector, number) in vectors.Select((v, n) => (v, n)))
        {
            var sites = Insertions.Draw(host.Contigs, [vector], Fractions, options.Quick ? 4 : 15, 6_000, new Philox(77, (ulong)number));
            var sample = MixedSample.Build(
                Path.Combine(options.Folder, $"family-{vector.Name}"),
                host.Contigs,
                sites,
                Depth,
                770 + (ulong)number
            );
            var result = ProductGrid.Run(sample, host, vector, ProductGrid.FromReads);
            var confirmed = result.Matches.Where(m => m.Confirmed).ToArray();
            good &= result.Called.Precision >= Goal && result.Called.Recall >= Goal;
            rows.Add([
                vector.Name,
                vector.Family,
                $"{sites.Length}",
                $"{Number(result.Called.Precision)} ({result.Called.Wrong} wrong)",
                Number(result.Called.Recall),
                $"{confirmed.Length}",
                Number(SiteStudy.Share(confirmed, m => m.Exact(host.Contigs))),
                Number(SiteStudy.Share(confirmed, m => m.DuplicationRight)),
            ]);
            foreach (var wrong in result.Wrong)
                Console.WriteLine($"{vector.Name} wrong: {wrong}");
            foreach (var missed in result.Matches.Where(m => !m.Called))
                Console.WriteLine(
                    $"{vector.Name} missed: {missed.Truth.Contig}:{missed.Truth.Position} at {missed.Truth.AlleleFraction} ({missed.Site?.Status})"
                );
        }

        ResultFile.Write(
            "genetics-accuracy.md",
            "Vector families",
            $"""
            {Depth}×, allele fractions {string.Join(
                ", ",
                Fractions.Select(f => Number(f))
            )}, from FASTQ. The gammaretroviral vector is given as its plasmid; the transposons are terminal repeats of literature around a CAR
            reading frame and drawn filler.

            {ResultFile.Table(["vector", "family", "sites", "precision", "recall", "confirmed", "exact", "duplication right"], rows)}
            """
        );
        return good;
    }
}
