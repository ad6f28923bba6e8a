using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Portal.Tests.Accounts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.Settings;
using Longwatch.Registry.Store;
using Longwatch.Registry.Tests;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.Tests.Walk;

/// <summary>A record to ask for.</summary>
/// <param name="Own">Key of a record that the walker reaches when the role may at all.</param>
/// <param name="Foreign">Key of a record of another centre or person; null: records of this kind belong to no centre.</param>
internal sealed record WalkRecord(string Own, string? Foreign);

/// <summary>Finds records for the parameters of routes, in a registry with simulated patients of several centres.</summary>
/// <remarks>
/// A parameter is known by the literal segment before it: in <c>/patients/{id}/infusions/{infusion}</c> the first is of "patients", the second of
/// "infusions". To let a new kind of page join the walk, add one line to <see cref="Kinds"/>: the segment, and how to find the record of a centre.
/// A page that needs a query gets it in <see cref="Query"/>. Nothing else is needed; rules are read from the endpoint itself.
/// </remarks>
internal sealed class WalkRecords(AccountPortal portal, string ownCentre, string otherCentre)
{
    private delegate Task<WalkRecord> Find(WalkRecords records, Walker walker);

    private static readonly Dictionary<string, Find> Kinds = new(StringComparer.Ordinal)
    {
        ["patients"] = (r, _) => r.OfCentre((db, centre) => db.Set<PatientRow>().Where(p => p.Centre == centre).Select(p => p.Id)),
        ["infusions"] = (r, _) =>
            r.OfCentre(
                (db, centre) =>
                    db.Set<InfusionRow>()
                        // of the patient that "patients" gives, so that a route with both agrees with itself
                        .Where(i => i.Patient == db.Set<PatientRow>().Where(p => p.Centre == centre).OrderBy(p => p.Id).Select(p => p.Id).First())
                        .Select(i => i.Id)
            ),
        ["centres"] = (r, _) => r.OfNoCentre(db => db.Set<CentreRow>().Select(c => c.Id)),
        ["settings"] = (r, _) => r.OfNoCentre(db => db.Set<SettingRow>().Select(c => c.Id)),
        ["evaluation"] = (r, _) => r.OfNoCentre(db => db.Set<EvaluationRow>().Select(c => c.Id)),
        ["products"] = (_, _) => Task.FromResult(new WalkRecord("axicabtagene_ciloleucel", null)),
        ["openapi"] = (_, _) => Task.FromResult(new WalkRecord("v1", null)),
        ["people"] = (r, _) =>
            r.OfCentre((db, centre) => db.Set<GrantRow>().Where(g => g.Centre == centre && g.Role == Role.Researcher).Select(g => g.Account)),
        ["grants"] = (r, _) =>
            r.OfCentre((db, centre) => db.Set<GrantRow>().Where(g => g.Centre == centre && g.Role == Role.Researcher).Select(g => g.Id)),
        ["sessions"] = async (r, walker) => new((await r.NewSession(walker.Account)).ToString(), (await r.NewSession(r.Stranger)).ToString()),
        ["tokens"] = async (r, walker) => new((await r.NewToken(walker.Account)).ToString(), (await r.NewToken(r.Stranger)).ToString()),
        ["passkeys"] = (_, _) => Task.FromResult(new WalkRecord(Guid.NewGuid().ToString(), null)), // the password is asked for first
    };

    private static readonly Dictionary<string, string> Query = new(StringComparer.Ordinal)
    {
        ["/api/v1/patients/{id:guid}/as-known"] = "?at=2026-01-01T00:00:00Z",
    };

    /// <summary>Somebody whom no walker is.</summary>
    internal Guid Stranger { get; private set; }

    /// <summary>Imports simulated patients, and makes a person to administer at each of two centres.</summary>
    internal static async Task<WalkRecords> Fill(AccountPortal portal)
    {
        var folder = Directory.CreateTempSubdirectory("longwatch-walk-");
        SimulatedSetWriter.Write(Simulator.Simulate(new SimulationPlan(80, 4)), folder);
        await portal.Get<ImportCohort>().Do(Caller.Operator, folder.FullName, TestStore.Published, TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
        var centres = await portal
            .Get<RegistryStore>()
            .Read(
                (db, stop) =>
                    db.Set<InfusionRow>()
                        .Join(db.Set<PatientRow>(), i => i.Patient, p => p.Id, (_, p) => p.Centre)
                        .Distinct()
                        .OrderBy(c => c)
                        .Take(2)
                        .ToListAsync(stop),
                TestContext.Current.CancellationToken
            );
        var records = new WalkRecords(portal, centres[0], centres[1]);
        foreach (var centre in centres)
            records.Stranger = (await portal.Add(new Grant(Role.Researcher, centre))).Id;
        return records;
    }

    internal string OwnCentre => ownCentre;

    /// <summary>Whether the route has a kind of record that <see cref="Kinds"/> does not know.</summary>
    internal static string? Unknown(string route) => Parameters(route).FirstOrDefault(p => !Kinds.ContainsKey(p.Kind)).Kind;

    /// <summary>Addresses of the route: with records within reach; with the last record foreign; with a last record that does not exist.</summary>
    internal async Task<(string Own, string? Foreign, string? Missing)> Addresses(string route, Walker walker)
    {
        var (own, foreign, missing) = (route, route, route);
        var bound = false;
        var parameters = Parameters(route).ToArray();
        foreach (var (kind, text) in parameters)
        {
            var record = await Kinds[kind](this, walker);
            own = own.Replace(text, record.Own, StringComparison.Ordinal);
            foreign = foreign.Replace(text, record.Foreign ?? record.Own, StringComparison.Ordinal);
            missing = missing.Replace(text, Guid.NewGuid().ToString(), StringComparison.Ordinal);
            bound |= record.Foreign is not null;
        }

        var query = Query.GetValueOrDefault(route, "");
        return bound ? (own + query, foreign + query, missing + query) : (own + query, null, null);
    }

    private static IEnumerable<(string Kind, string Text)> Parameters(string route)
    {
        var segments = route.Split('/');
        for (var i = 1; i < segments.Length; i++)
            if (segments[i].Contains('{', StringComparison.Ordinal))
                yield return (segments[i - 1], segments[i][segments[i].IndexOf('{', StringComparison.Ordinal)..(segments[i].IndexOf('}', StringComparison.Ordinal) + 1)]);
    }

    private async Task<WalkRecord> OfCentre(Func<RegistryDb, string, IQueryable<Guid>> find) =>
        new((await First(db => find(db, ownCentre))).ToString(), (await First(db => find(db, otherCentre))).ToString());

    private async Task<WalkRecord> OfNoCentre(Func<RegistryDb, IQueryable<Guid>> find) => new((await First(find)).ToString(), null);

    private Task<Guid> First(Func<RegistryDb, IQueryable<Guid>> find) =>
        portal.Get<RegistryStore>().Read((db, stop) => find(db).OrderBy(id => id).FirstAsync(stop), TestContext.Current.CancellationToken);

    private async Task<Guid> NewSession(Guid account)
    {
        await using var db = portal.Get<RegistryStore>().Open(tracking: true);
        var opened = await portal.NewSession(db, account);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return (await portal.Get<LiveSessions>().Find(opened.Token, TestContext.Current.CancellationToken))!.Id;
    }

    private async Task<Guid> NewToken(Guid account)
    {
        await using var db = portal.Get<RegistryStore>().Open(tracking: true);
        var row = new ApiTokenRow
        {
            Account = account,
            Name = "walk",
            Token = Guid.NewGuid().ToByteArray(),
            Made = portal.Clock.GetUtcNow(),
            Ends = portal.Clock.GetUtcNow().AddDays(1),
        };
        db.Add(row);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return row.Id;
    }
}
