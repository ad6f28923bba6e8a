using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Longwatch.Domain.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Research;
using Longwatch.Genomics;
using Longwatch.Genomics.Genotypes;
using Longwatch.Statistics.Association;
using Longwatch.Statistics.Prediction;

namespace Longwatch.Exchange.Research;

/// <summary>What a search is made of.</summary>
/// <param name="Fingerprint">Of the cohort.</param>
/// <param name="Covariates">File of further covariates; null for none.</param>
/// <param name="Genes">File that says which gene a variant belongs to; null for none.</param>
/// <param name="Mutations">File of calls of clonal haematopoiesis; null for none.</param>
/// <param name="Shard">Which part of the variants; with more than one part no report is written.</param>
/// <param name="Parts">Folders of the parts to put together instead of a scan; empty for a scan.</param>
/// <param name="RiskSeed">Seed of the model of each person's risk; null for none.</param>
public sealed record ResearchRequest(
    Cohort Cohort,
    string Fingerprint,
    string Genotypes,
    string? Covariates,
    string? Genes,
    string? Mutations,
    Shard Shard,
    IReadOnlyList<string> Parts,
    int Threads,
    ulong? RiskSeed,
    string Version
);

/// <summary>What came of it, for the terminal.</summary>
/// <param name="Lines">The answers, one a line.</param>
public sealed record ResearchOutcome(IReadOnlyList<string> Files, IReadOnlyList<string> Lines);

/// <summary>Searches for people at higher risk: reads, scans, and writes a folder as a whole or not at all.</summary>
public static class ResearchStudy
{
    private const string VariantsFile = "variants.tsv";
    private const string BurdenFile = "burden.tsv";
    private const string PartFile = "part.txt";

    /// <summary>Runs the search.</summary>
    /// <param name="folder">Need not exist. A folder that holds files which Longwatch did not write is left alone.</param>
    /// <exception cref="UnreadableInputException">A file cannot be read, or does not fit the cohort.</exception>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    public static ResearchOutcome Run(
        ResearchRequest request,
        ResearchOptions options,
        DirectoryInfo folder,
        IProgress<double>? progress,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        OutputFolder.Require(folder);
        var covariates = request.Covariates is null ? CovariateTable.Empty : ResearchTables.Covariates(request.Covariates);
        var genes = request.Genes is null ? null : ResearchTables.Genes(request.Genes);
        var mutations = request.Mutations is null ? null : ResearchTables.Mutations(request.Mutations);
        using var file = GenotypeFile.Open(request.Genotypes);
        var people = ResearchPeople.Of(request.Cohort, file.People, covariates);
        var model = people.Model();
        Require(model, people, file.Name);
        var settings = Settings(request, options, people);
        var ledger = genes is null ? null : new BurdenLedger(people, genes, options);
        var lines = new List<string>();
        var files = OutputFolder.Replace(
            folder,
            fresh =>
            {
                using (var output = File.Create(Path.Combine(fresh, VariantsFile)))
                    if (request.Parts.Count > 0)
                        Join(request.Parts, settings, output, ledger);
                    else
                        _ = new GenotypeScan(model, options, request.Threads) { Seen = ledger is null ? null : ledger.Add }.Run(
                            file,
                            request.Shard,
                            output,
                            progress,
                            cancellation
                        );
                if (request.Shard.Count > 1)
                {
                    File.WriteAllText(
                        Path.Combine(fresh, PartFile),
                        FormattableString.Invariant($"{request.Shard.Index}/{request.Shard.Count}\n{settings}")
                    );
                    if (ledger is not null)
                        File.WriteAllText(Path.Combine(fresh, BurdenFile), ledger.Lines);
                    lines.Add(
                        FormattableString.Invariant(
                            $"Part {request.Shard.Index} of {request.Shard.Count} is done; put the parts together with --merge."
                        )
                    );
                    return;
                }

                var digest = new ScanDigest();
                ScanText.Read(Path.Combine(fresh, VariantsFile), digest);
                var tester = new AssociationTester(model);
                Section? risk = null;
                if (request.RiskSeed is { } seed)
                {
                    var fit = RiskSection.Fit(people, seed);
                    risk = RiskSection.Of(people, fit, seed);
                    if (fit.Status == RiskModelStatus.Estimated)
                        File.WriteAllBytes(
                            Path.Combine(fresh, WatchRisk.FileName),
                            WatchRisk.Write(people, fit, ModelName(request, people, seed))
                        );
                }

                var sections = ResearchReport.Of(
                    people,
                    digest,
                    ledger?.Test(tester),
                    mutations is null ? null : GroupTest.Mutations(tester, people, mutations, options),
                    risk,
                    options
                );
                ResearchWriter.Write(fresh, request, sections);
                lines.AddRange(sections.Select(s => $"{s.Title}: {s.Answer}"));
            }
        );
        return new(files, lines);
    }

    /// <summary>Models of different names differ: the name follows from the program, the cohort and every covariate with its values.</summary>
    private static string ModelName(ResearchRequest request, ResearchPeople people, ulong seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Version}\n{request.Fingerprint}"));
        foreach (var (name, values) in people.Covariates)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{name}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return FormattableString.Invariant(
            $"ridge-{request.Cohort.DataLock:yyyy-MM-dd}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..12]}-{seed}"
        );
    }

    private static void Require(AssociationNull model, ResearchPeople people, string file)
    {
        var why = model.Status switch
        {
            AssociationStatus.Estimated => null,
            AssociationStatus.OneOutcome => FormattableString.Invariant(
                $"of its {people.Names.Length} people {people.People} are in the cohort with all covariates, {people.Cases} of them with a secondary T-cell malignancy; both people with and without one are needed. The names must be the pseudonyms of patients.csv"
            ),
            AssociationStatus.Collinear =>
                "the covariates depend on one another; if those of --covariates are among them, leave one of these out",
            _ => FormattableString.Invariant(
                $"the model of the covariates ({string.Join(", ", people.Covariates.Select(c => c.Name))}) has no maximum with {people.Cases} {(people.Cases == 1 ? "case" : "cases")} among {people.People} people: one of them separates the cases. Columns of --covariates can be left out; age, sex, prior lines and index disease cannot: then there are too few cases for this search"
            ),
        };
        if (why is not null)
            throw new UnreadableInputException(file, null, why);
    }

    /// <summary>What two parts must have in common.</summary>
    private static string Settings(ResearchRequest request, ResearchOptions options, ResearchPeople people) =>
        FormattableString.Invariant(
            $"{request.Version}\n{request.Fingerprint}\n{Path.GetFileName(request.Genotypes)}\n{people.Names.Length} {people.People} {people.Cases} {string.Join(' ', people.Covariates.Select(c => c.Name))}\n{Path.GetFileName(request.Genes)}\n{options}\n"
        );

    private static void Join(IReadOnlyList<string> parts, string settings, Stream output, BurdenLedger? ledger)
    {
        var ordered = new SortedDictionary<int, string>();
        var count = 0;
        foreach (var part in parts)
        {
            var path = Path.Combine(part, PartFile);
            if (!File.Exists(path))
                throw new UnreadableInputException(part, null, $"holds no {PartFile}: a folder written with --shard was expected");
            var text = File.ReadAllText(path);
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            string[] numbers = end < 0 ? [] : text[..end].Split('/');
            if (
                numbers.Length != 2
                || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var of)
            )
                throw new UnreadableInputException(path, "line 1", "does not say which part it is; run the shard again");
            if (!string.Equals(text[(end + 1)..], settings, StringComparison.Ordinal))
                throw new UnreadableInputException(
                    path,
                    null,
                    "was made with another version, cohort, file of genotypes or options than are given now; give the same, or run the shard again"
                );
            if ((count != 0 && of != count) || !ordered.TryAdd(index, part))
                throw new UnreadableInputException(
                    path,
                    "line 1",
                    FormattableString.Invariant($"is part {index} of {of}, which does not fit the other parts; give each of the parts once")
                );
            count = of;
        }

        if (ordered.Count != count)
            throw new UnreadableInputException(
                parts[0],
                null,
                FormattableString.Invariant($"is one of {count} parts, but {ordered.Count} were given; give all")
            );
        var first = true;
        foreach (var part in ordered.Values)
        {
            using var input = File.OpenRead(Path.Combine(part, VariantsFile));
            if (!first)
                input.Position = Encoding.UTF8.GetByteCount(ScanText.Header);
            input.CopyTo(output);
            first = false;
            ledger?.Read(Path.Combine(part, BurdenFile));
        }
    }
}
