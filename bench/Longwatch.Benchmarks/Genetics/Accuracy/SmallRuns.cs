using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Genomics;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>Many small samples through the test, two at a time; each result is reduced at once, since a thousand would not fit.</summary>
internal static class SmallRuns
{
    internal const int HostLength = 100_000;

    /// <param name="make">The sample of a number; has to be the same for the same number.</param>
    /// <param name="keep">Keeps the reads of a sample that is worth a look.</param>
    internal static T[] Run<T>(
        string folder,
        int count,
        Func<int, string> vector,
        StudyHost host,
        Func<int, SmallSample> make,
        Func<int, GeneticResult, T> reduce,
        Func<T, bool> keep,
        double? purity = null
    )
    {
        Directory.CreateDirectory(folder);
        var results = new T[count];
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            number =>
            {
                var sample = make(number);
                var (first, second) = FastqPair.Write(Path.Combine(folder, $"{number}"), sample.Reads);
                results[number] = reduce(
                    number,
                    Product.Test([first, second], [vector(number)], host.Fasta, sample.GenomeLength, purity, threads: 1)
                );
                if (keep(results[number]))
                    return;
                File.Delete(first);
                File.Delete(second);
            }
        );
        return results;
    }
}
