using System.IO.Compression;
using System.Text.Json;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Evaluation;

/// <summary>Which file of an evaluation is wanted.</summary>
public enum EvaluationFile
{
    Json,
    Html,
}

/// <summary>Lists evaluations, opens one, and sets two side by side.</summary>
/// <remarks>Whoever may read evaluations of some centres only sees those that were run on these centres and no others.</remarks>
public sealed class ReadEvaluations(RegistryStore store) : IUseCase
{
    private static readonly Refusal NotFound = new("evaluation.not-found", "There is no such evaluation.");

    public Task<EvaluationRow[]> List(Caller caller, int skip, int take, CancellationToken cancellation) =>
        store.Read((db, token) => Seen(db, caller).OrderByDescending(e => e.RunAt).Skip(skip).Take(take).ToArrayAsync(token), cancellation);

    public Task<int> Count(Caller caller, CancellationToken cancellation) =>
        store.Read((db, token) => Seen(db, caller).CountAsync(token), cancellation);

    public Task<Result<(EvaluationRow Run, EvaluationView View)>> Open(Caller caller, Guid id, CancellationToken cancellation) =>
        store.Read<Result<(EvaluationRow, EvaluationView)>>(
            async (db, token) =>
            {
                if (await Seen(db, caller).SingleOrDefaultAsync(e => e.Id == id, token) is not { } run)
                    return NotFound;
                var parts = await db.Set<EvaluationReportRow>().SingleAsync(r => r.Evaluation == id, token);
                return (run, JsonSerializer.Deserialize<EvaluationView>(Unpack(parts.ViewGzip))!);
            },
            cancellation
        );

    /// <summary>The report as the command line writes it.</summary>
    public Task<Result<byte[]>> File(Caller caller, Guid id, EvaluationFile file, CancellationToken cancellation) =>
        store.Read<Result<byte[]>>(
            async (db, token) =>
            {
                if (!await Seen(db, caller).AnyAsync(e => e.Id == id, token))
                    return NotFound;
                var parts = await db.Set<EvaluationReportRow>().SingleAsync(r => r.Evaluation == id, token);
                return Unpack(file == EvaluationFile.Json ? parts.JsonGzip : parts.HtmlGzip);
            },
            cancellation
        );

    /// <summary>Two evaluations number by number.</summary>
    public async Task<Result<EvaluationComparison>> Compare(Caller caller, Guid earlier, Guid later, CancellationToken cancellation)
    {
        var (first, second) = (await Open(caller, earlier, cancellation), await Open(caller, later, cancellation));
        return (first, second) switch
        {
            (Result<(EvaluationRow Run, EvaluationView View)>.Ok a, Result<(EvaluationRow Run, EvaluationView View)>.Ok b) =>
                EvaluationComparison.Of(a.Value.Run, a.Value.View, b.Value.Run, b.Value.View),
            _ => NotFound,
        };
    }

    private static IQueryable<EvaluationRow> Seen(RegistryDb db, Caller caller)
    {
        var rows = db.Set<EvaluationRow>().Where(e => !e.Voided);
        return caller.Centres(Permission.EvaluationRead) is { } centres
            ? rows.Where(e => e.Centres != null && e.Centres.All(c => centres.Contains(c)))
            : rows;
    }

    private static byte[] Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
