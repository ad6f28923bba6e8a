using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Longwatch.Domain;
using Longwatch.Evaluation;
using Longwatch.Exchange;
using Longwatch.Exchange.Analyses;
using Longwatch.Exchange.Cohorts;
using Longwatch.Exchange.Report;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Evaluation;

/// <summary>What is asked of an evaluation.</summary>
/// <param name="DataLock">Last day of which the evaluation speaks.</param>
/// <param name="KnownAt">Moment whose knowledge is evaluated; null: now.</param>
/// <param name="Level">Confidence level of the intervals, 0.5 to 0.999.</param>
public sealed record EvaluationRequest(DateOnly DataLock, DateTimeOffset? KnownAt, double Level);

/// <summary>Runs the regulator's questions on what the registry holds, at a data lock, and keeps the report.</summary>
/// <remarks>
/// The facts go the way of every data set: they are written as the CSV set and read again with all its rules, so that the portal's numbers are
/// those of <c>longwatch registry export</c> followed by <c>longwatch evaluate</c>.
/// </remarks>
public sealed class RunEvaluation(RegistryStore store, ExportCohort export, PublishedFolder published, TimeProvider time) : IUseCase
{
    private const int ProblemsShown = 5;

    public async Task<Result<Guid>> Do(Caller caller, EvaluationRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        if (!(request.Level >= AnalysisSettingsReader.Levels.Lowest && request.Level <= AnalysisSettingsReader.Levels.Highest))
            return new Refusal("evaluation.level", "The confidence level lies between 0.5 and 0.999.");
        if (request.DataLock > DateOnly.FromDateTime(now.UtcDateTime) || request.DataLock.Year < 2010)
            return new Refusal("evaluation.data-lock", "The data lock is a day from 2010 to today.");
        if (request.KnownAt > now)
            return new Refusal("evaluation.known-at", "What will be known later cannot be evaluated yet.");
        var cohort = await export.Do(caller, request.KnownAt, Permission.EvaluationRun, cancellation);
        if (cohort.Infusions.All(i => i.Date > request.DataLock))
            return new Refusal("evaluation.empty", "No infusion up to this data lock is known: there is nothing to evaluate.");
        var made = await Task.Run(() => Evaluate(cohort, request), cancellation);
        if (made is Result<Made>.Refused refused)
            return refused.Why;
        var report = ((Result<Made>.Ok)made).Value;
        var row = new EvaluationRow
        {
            RunAt = now,
            RunBy = caller.PrintedName,
            DataLock = request.DataLock,
            KnownAt = request.KnownAt ?? now,
            Centres = caller.Centres(Permission.EvaluationRun),
            Level = request.Level,
            Program = Version,
            Fingerprint = report.Fingerprint,
            ReportSha256 = Convert.ToHexStringLower(SHA256.HashData(report.Json)),
        };
        return await store.Write<Guid>(
            caller,
            new Act("evaluation.run"),
            async (db, token) =>
            {
                db.Add(row);
                await db.SaveChangesAsync(token);
                db.Add(
                    new EvaluationReportRow
                    {
                        Evaluation = row.Id,
                        ViewGzip = Pack(report.View),
                        JsonGzip = Pack(report.Json),
                        HtmlGzip = Pack(report.Html),
                    }
                );
                return row.Id;
            },
            cancellation
        );
    }

    private static string Version { get; } =
        typeof(RunEvaluation).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}.{version.Build}" : "0.0.0";

    private Result<Made> Evaluate(Domain.Cohorts.Cohort cohort, EvaluationRequest request)
    {
        var folder = Directory.CreateTempSubdirectory("longwatch-evaluation-");
        try
        {
            CohortSetWriter.Write(cohort, folder.FullName);
            var reading = DatasetReader.Read(folder.FullName, published.Path, request.DataLock);
            if (reading is not DatasetReading.CohortSet set)
                return new Refusal(
                    "evaluation.contradictory",
                    $"The facts contradict each other in {reading.Problems.Errors} places; correct them first. "
                        + string.Join(" ", reading.Problems.Listed.Take(ProblemsShown).Select(p => $"{p.File}, {p.Field}: {p.Expected}."))
                );
            var options = new EvaluationOptions(request.Level, request.DataLock, EvaluationOptions.Default.Seed, Version)
            {
                Plan = AnalysisPlanReader.Standard,
            };
            var report = CohortEvaluation.Evaluate(set.Cohort, set.Reference, new Dataset(set.Cohort.Name, set.Fingerprint), options);
            var output = new DirectoryInfo(Path.Combine(folder.FullName, "report"));
            ReportWriter.Write(report, output, ReportFormats.Json | ReportFormats.Html);
            return new Made(
                set.Fingerprint,
                JsonSerializer.SerializeToUtf8Bytes(EvaluationView.Of(report)),
                File.ReadAllBytes(Path.Combine(output.FullName, "evaluation.json")),
                File.ReadAllBytes(Path.Combine(output.FullName, "report.html"))
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(plain);
        return packed.ToArray();
    }

    private sealed record Made(string Fingerprint, byte[] View, byte[] Json, byte[] Html);
}

/// <summary>Folder of the published evidence with the product catalogue.</summary>
public sealed record PublishedFolder(string Path);
