using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Portal.Tests.Frame;

/// <summary>Looks past the portal into its registry.</summary>
internal static class RegistryFacts
{
    internal static Task<List<CentreRow>> Centres(this PortalServer server) =>
        server.Read((db, stop) => db.Set<CentreRow>().OrderBy(c => c.Code).ToListAsync(stop));

    /// <summary>A simulated patient of the first centre (or of another), who was infused.</summary>
    internal static async Task<PatientRow> Patient(this PortalServer server, int centre = 0)
    {
        var code = (await server.Centres())[centre].Code;
        return await server.Read(
            (db, stop) =>
                db.Set<PatientRow>()
                    .Where(p => p.Centre == code && db.Set<InfusionRow>().Any(i => i.Patient == p.Id))
                    .OrderBy(p => p.Pseudonym)
                    .FirstAsync(stop)
        );
    }

    /// <summary>Adds a patient with one infusion at the centre, whom no other test touches.</summary>
    internal static async Task<PatientRow> NewPatient(this PortalServer server, int centre = 0)
    {
        var code = (await server.Centres())[centre].Code;
        var row = new PatientRow
        {
            Pseudonym = RecordCodes.New("LW"),
            Centre = code,
            IndexDisease = Domain.Treatment.IndexDisease.MultipleMyeloma,
        };
        var infusion = new InfusionRow
        {
            Patient = row.Id,
            Code = RecordCodes.New("IN"),
            Date = new DateOnly(2022, 3, 1),
            Product = "ciltacabtagene_autoleucel",
            Batch = RecordCodes.New("B"),
        };
        await server
            .Services.GetRequiredService<RegistryStore>()
            .Write<bool>(
                Caller.Operator,
                new Act("test.add", row.Id),
                async (db, stop) =>
                {
                    db.Add(row);
                    await db.SaveChangesAsync(stop);
                    db.Add(infusion);
                    return true;
                },
                TestContext.Current.CancellationToken
            );
        return row;
    }

    internal static Task<T> Read<T>(this PortalServer server, Func<RegistryDb, CancellationToken, Task<T>> query) =>
        server.Services.GetRequiredService<RegistryStore>().Read(query, TestContext.Current.CancellationToken);

    /// <summary>Entries of the audit trail: nothing was stored while the number stays.</summary>
    internal static Task<long> Entries(this PortalServer server) =>
        server.Read((db, stop) => db.Database.SqlQueryRaw<long>("select count(*) as \"Value\" from audit.entry").SingleAsync(stop));
}
