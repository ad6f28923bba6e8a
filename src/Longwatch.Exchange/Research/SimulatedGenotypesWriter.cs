using System.Globalization;
using System.Text;
using Longwatch.Domain.Cohorts;
using Longwatch.Evaluation.Research;
using Longwatch.Genomics;
using Longwatch.Statistics.Association;

namespace Longwatch.Exchange.Research;

/// <summary>Writes simulated genotypes and what goes with them, as files that the search reads, with the truth beside: all of it, or nothing.</summary>
public static class SimulatedGenotypesWriter
{
    /// <summary>Name of the PLINK set, without its endings.</summary>
    public const string Stem = "genotypes";

    /// <summary>Replaces the folder, which must be absent, empty, or an earlier output.</summary>
    /// <returns>What was planted, for the terminal.</returns>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    /// <exception cref="UnreadableInputException">Nobody of the cohort has the malignancy, or everybody.</exception>
    public static IReadOnlyList<PlantedEffect> Write(
        Cohort cohort,
        GenotypePlan plan,
        DirectoryInfo folder,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(folder);
        OutputFolder.Require(folder);
        var people = ResearchPeople.Of(cohort, [.. cohort.Patients.Select(p => p.Id)], CovariateTable.Empty);
        var simulator = new GenotypeSimulator(plan, people);
        OutputFolder.Replace(
            folder,
            fresh =>
            {
                Genotypes(simulator, people, Path.Combine(fresh, Stem), progress, cancellation);
                Lines(Path.Combine(fresh, "covariates.tsv"), "pseudonym\tpc1\tpc2", Components(simulator, people));
                Lines(
                    Path.Combine(fresh, "genes.tsv"),
                    "id\tgene",
                    simulator.Variants.Where(v => v.Gene.Length > 0).Select(v => $"{v.Id}\t{v.Gene}")
                );
                Lines(Path.Combine(fresh, "mutations.tsv"), "person\tgene\tvaf", Mutations(simulator, people));
                Lines(
                    Path.Combine(fresh, "truth.tsv"),
                    "kind\tid\tfrequency\todds_ratio",
                    simulator
                        .Planted()
                        .Select(e =>
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{e.Kind}\t{e.Id}\t{(double.IsNaN(e.Frequency) ? "" : e.Frequency.ToString("0.######", CultureInfo.InvariantCulture))}\t{e.OddsRatio}"
                            )
                        )
                );
            }
        );
        return [.. simulator.Planted()];
    }

    private static void Genotypes(
        GenotypeSimulator simulator,
        ResearchPeople people,
        string stem,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        Lines(stem + ".fam", null, people.Names.Select(name => $"{name}\t{name}\t0\t0\t0\t-9"));
        Lines(
            stem + ".bim",
            null,
            simulator.Variants.Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Chromosome}\t{v.Id}\t0\t{v.Position}\tG\tA"))
        );
        using var bed = File.Create(stem + ".bed");
        bed.Write([0x6C, 0x1B, 1]);
        var packed = new byte[PackedGenotypes.Bytes(people.Names.Length)];
        for (var i = 0; i < simulator.Variants.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            simulator.Fill(i, packed);
            bed.Write(packed);
            progress?.Report((i + 1.0) / simulator.Variants.Length);
        }
    }

    private static IEnumerable<string> Components(GenotypeSimulator simulator, ResearchPeople people)
    {
        for (var i = 0; i < people.Names.Length; i++)
        {
            var (first, second) = simulator.Components(i);
            yield return string.Create(CultureInfo.InvariantCulture, $"{people.Names[i]}\t{first:0.######}\t{second:0.######}");
        }
    }

    private static IEnumerable<string> Mutations(GenotypeSimulator simulator, ResearchPeople people)
    {
        for (var i = 0; i < people.Names.Length; i++)
        {
            var found = false;
            foreach (var (gene, fraction) in simulator.Mutations(i))
            {
                found = true;
                yield return string.Create(CultureInfo.InvariantCulture, $"{people.Names[i]}\t{gene}\t{fraction}");
            }

            if (!found)
                yield return $"{people.Names[i]}\t\t";
        }
    }

    private static void Lines(string path, string? header, IEnumerable<string> lines)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        if (header is not null)
            text.WriteLine(header);
        foreach (var line in lines)
            text.WriteLine(line);
    }
}
