using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Cohorts;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.Published;

namespace Longwatch.Exchange;

/// <summary>What came of reading a folder. Problems may be warnings also when there is data.</summary>
public abstract record DatasetReading(ProblemReport Problems)
{
    public sealed record Refused(ProblemReport Problems) : DatasetReading(Problems);

    /// <summary>Published evidence.</summary>
    /// <param name="Fingerprint">SHA-256 over names and bytes of the files.</param>
    public sealed record PublishedSet(PublishedEvidence Evidence, string Fingerprint, ProblemReport Problems) : DatasetReading(Problems);

    /// <summary>A patient-level cohort.</summary>
    /// <param name="Reference">The published evidence beside which the cohort is evaluated.</param>
    /// <param name="Fingerprint">SHA-256 over names and bytes of the files of the cohort.</param>
    public sealed record CohortSet(Cohort Cohort, PublishedEvidence Reference, string Fingerprint, ProblemReport Problems)
        : DatasetReading(Problems)
    {
        /// <summary>Physical line of each row of each table, in the order of <see cref="CohortTable"/>; of the set before a data lock cut it.</summary>
        public required IReadOnlyList<int[]> Lines { get; init; }
    }
}

/// <summary>Reads a data set of either kind from a folder.</summary>
public static class DatasetReader
{
    /// <summary>A folder with <c>patients.csv</c> is a cohort; with <c>regulator-counts.csv</c> it is published evidence; null: neither.</summary>
    public static DatasetKind? Detect(string folder) =>
        File.Exists(Path.Combine(folder, PatientsTable.Schema.File)) ? DatasetKind.Cohort
        : File.Exists(Path.Combine(folder, CountsTable.Schema.File)) ? DatasetKind.Published
        : null;

    /// <summary>Reads and validates all files in one pass.</summary>
    /// <param name="referenceFolder">Folder of the published evidence with the product catalogue; used for a cohort only.</param>
    /// <param name="dataLock">Day at which a cohort is cut; null: its own data lock. A published set is cut by the evaluation.</param>
    /// <param name="progress">Gets the share of bytes read, 0 to 1, from any thread.</param>
    public static DatasetReading Read(
        string folder,
        string referenceFolder,
        DateOnly? dataLock = null,
        IProgress<double>? progress = null
    ) =>
        Detect(folder) switch
        {
            DatasetKind.Cohort => ReadCohort(folder, referenceFolder, dataLock, progress),
            DatasetKind.Published => ReadPublished(folder, progress),
            _ => new DatasetReading.Refused(NoDataset(folder)),
        };

    private static DatasetReading ReadPublished(string path, IProgress<double>? progress)
    {
        var folder = new DatasetFolder(path, PublishedSetReader.Files, CsvLimits.Default, progress);
        var evidence = PublishedSetReader.Read(folder);
        return evidence is null
            ? new DatasetReading.Refused(folder.Problems())
            : new DatasetReading.PublishedSet(evidence, folder.Fingerprint(), folder.Problems());
    }

    private static DatasetReading ReadCohort(string path, string referencePath, DateOnly? dataLock, IProgress<double>? progress)
    {
        var reference = ReadPublished(referencePath, null);
        if (reference is not DatasetReading.PublishedSet published)
            return new DatasetReading.Refused(Named(reference.Problems, referencePath));
        var products = published.Evidence.Products.Select(p => p.Code).ToImmutableHashSet(StringComparer.Ordinal);
        var folder = new DatasetFolder(path, CohortSetReader.Files, CsvLimits.Default, progress);
        var cohort = CohortSetReader.Read(folder, products, dataLock);
        return cohort is null
            ? new DatasetReading.Refused(folder.Problems())
            : new DatasetReading.CohortSet(cohort.Cohort, published.Evidence, folder.Fingerprint(), folder.Problems())
            {
                Lines = cohort.Lines,
            };
    }

    /// <summary>Name of the file of each table.</summary>
    public static string FileOf(CohortTable table) => CohortSchema.Tables[(int)table].File;

    /// <summary>Problems of the reference, told apart from those of the cohort by the name of its folder.</summary>
    private static ProblemReport Named(ProblemReport problems, string path) =>
        problems with
        {
            Listed = [.. problems.Listed.Select(p => p with { File = $"{new DirectoryInfo(path).Name}/{p.File}" })],
        };

    private static ProblemReport NoDataset(string folder)
    {
        var found = Directory.Exists(folder) ? "a folder without a data set" : "no such folder";
        var problem = new Problem(
            Severity.Error,
            "",
            0,
            null,
            $"{found}: {folder}",
            $"{PatientsTable.Schema.File} (a cohort) or {CountsTable.Schema.File} (published evidence) in it",
            "Give the folder that holds the CSV files."
        );
        return new([problem], 1, 0, []);
    }
}
