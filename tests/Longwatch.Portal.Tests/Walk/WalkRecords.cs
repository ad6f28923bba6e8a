using Longwatch.Domain;
using Longwatch.Portal.Tests.Accounts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.Settings;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.Tests.Walk;

/// <summary>A record to ask for.</summary>
/// <param name="Own">Key of a record that the walker reaches when the role may at all.</param>
/// <param name="Foreign">Key of a record of another centre or person; null: records of this kind belong to no centre.</param>
internal sealed record WalkRecord(string Own, string? Foreign)
{
    internal static WalkRecord Of(Guid own, Guid foreign) => new(own.ToString(), foreign.ToString());
}

/// <summary>Finds records for the parameters of routes, in a registry with records of two centres.</summary>
/// <remarks>
/// A parameter is known by the literal segment before it: in <c>/patients/{id:guid}/infusions/{infusion:guid}</c> the first is of "patients", the
/// second of "infusions"; one that is no uuid is known by its name too ("products:code"). To let a new kind of page join the walk, add one line to
/// <see cref="Kinds"/>, and for records of a centre a row to <see cref="CentreRecords"/>. A page that needs a query gets it in
/// <see cref="Query"/>. Nothing else is needed; who may call is read from the endpoint itself.
/// </remarks>
internal sealed class WalkRecords(AccountPortal portal, CentreRecords own, CentreRecords other)
{
    private delegate Task<WalkRecord> Find(WalkRecords records, Walker walker);

    private static readonly Dictionary<string, Find> Kinds = new(StringComparer.Ordinal)
    {
        ["patients"] = (r, _) => r.OfCentre(c => c.Patient),
        ["infusions"] = (r, _) => r.OfCentre(c => c.Infusion),
        ["therapies"] = (r, _) => r.OfCentre(c => c.Therapy),
        ["neoplasms"] = (r, _) => r.OfCentre(c => c.Neoplasm),
        ["cases"] = (r, _) => r.OfCentre(c => c.Case),
        ["specimens"] = (r, _) => r.OfCentre(c => c.Specimen),
        ["tests"] = (r, _) => r.OfCentre(c => c.Test),
        ["bench"] = (r, _) => r.OfCentre(c => c.Test),
        ["forms"] = (r, _) => r.OfCentre(c => c.Entry),
        ["transfers"] = (r, _) => r.OfCentre(c => c.Transfer),
        ["people"] = (r, _) => r.OfCentre(c => c.Person.Id),
        ["grants"] = async (r, _) => WalkRecord.Of(await r.GrantOf(r.Own.Person.Id), await r.GrantOf(r.Other.Person.Id)),
        ["sessions"] = async (r, walker) =>
            WalkRecord.Of(await r.NewSession(walker.Account ?? r.Other.Person.Id), await r.NewSession(r.Other.Person.Id)),
        ["tokens"] = async (r, walker) =>
            WalkRecord.Of(await r.NewToken(walker.Account ?? r.Other.Person.Id), await r.NewToken(r.Other.Person.Id)),
        ["passkeys"] = (_, _) => OfNoCentre(Guid.NewGuid()), // the password is asked for first
        ["centres"] = async (r, _) => await OfNoCentre(await r.First(db => db.Set<CentreRow>().Select(c => c.Id))),
        ["laboratories"] = async (r, _) => await OfNoCentre(await r.First(db => db.Set<LaboratoryRow>().Select(l => l.Id))),
        ["settings"] = async (r, _) => await OfNoCentre(await r.First(db => db.Set<SettingRow>().Select(s => s.Id))),
        ["evaluation"] = async (r, _) => await OfNoCentre(await r.First(db => db.Set<EvaluationRow>().Select(e => e.Id))),
        ["evaluations"] = async (r, _) => await OfNoCentre(await r.First(db => db.Set<EvaluationRow>().Select(e => e.Id))),
        ["products:code"] = (_, _) => OfNoCentre("axicabtagene_ciloleucel"),
        ["schedules:code"] = (_, _) => OfNoCentre("ebmt"),
        ["schedules:edition"] = (_, _) => OfNoCentre(1),
        ["forms:form"] = (_, _) => OfNoCentre("follow-up"),
        ["checklist:item"] = (_, _) => OfNoCentre("histology"),
        ["assay-check:assay"] = (_, _) => OfNoCentre("ddpcr_psi"),
        ["openapi:documentName"] = (_, _) => OfNoCentre("v1"),
    };

    private static readonly Dictionary<string, string> Query = new(StringComparer.Ordinal)
    {
        ["/api/v1/patients/{id:guid}/as-known"] = "?at=2026-01-01T00:00:00Z",
    };

    internal CentreRecords Own => own;

    private CentreRecords Other => other;

    /// <summary>Makes records of centres A and B, and an evaluation.</summary>
    internal static async Task<WalkRecords> Fill(AccountPortal portal)
    {
        var stop = TestContext.Current.CancellationToken;
        await portal.Get<SeedWatch>().Do(stop);
        var records = new WalkRecords(portal, await CentreRecords.Add(portal, "A", "B"), await CentreRecords.Add(portal, "B", "A"));
        var ran = await portal.Get<RunEvaluation>().Do(Caller.Operator, new(new DateOnly(2026, 1, 1), null, 0.95), stop);
        if (ran is Result<Guid>.Refused(var why))
            Assert.Fail($"{why.Code}: {why.Message}");
        return records;
    }

    /// <summary>The first kind of record in the route that <see cref="Kinds"/> does not know; null: it knows all.</summary>
    internal static string? Unknown(string route) => Parameters(route).Select(p => p.Kind).FirstOrDefault(kind => !Kinds.ContainsKey(kind));

    /// <summary>Addresses of the route: with records within reach; with foreign ones; with ones that do not exist. The last two null: no record of a centre.</summary>
    internal async Task<(string Own, string? Foreign, string? Missing)> Addresses(string route, Walker walker)
    {
        var (mine, foreign, missing) = (route, route, route);
        var bound = false;
        foreach (var (kind, text) in Parameters(route))
        {
            var record = await Kinds[kind](this, walker);
            mine = mine.Replace(text, record.Own, StringComparison.Ordinal);
            foreign = foreign.Replace(text, record.Foreign ?? record.Own, StringComparison.Ordinal);
            missing = missing.Replace(text, record.Foreign is null ? record.Own : Guid.NewGuid().ToString(), StringComparison.Ordinal);
            bound |= record.Foreign is not null;
        }

        var query = Query.GetValueOrDefault(route, "");
        return bound ? (mine + query, foreign + query, missing + query) : (mine + query, null, null);
    }

    private static IEnumerable<(string Kind, string Text)> Parameters(string route)
    {
        var literal = "";
        foreach (var segment in route.Split('/'))
            if (!segment.StartsWith('{'))
                literal = segment;
            else
            {
                var text = segment[..(segment.LastIndexOf('}') + 1)];
                yield return (
                    text.EndsWith(":guid}", StringComparison.Ordinal) ? literal : $"{literal}:{text.Trim('{', '}').Split(':')[0]}",
                    text
                );
            }
    }

    private Task<WalkRecord> OfCentre(Func<CentreRecords, Guid> pick) => Task.FromResult(WalkRecord.Of(pick(own), pick(other)));

    private static Task<WalkRecord> OfNoCentre(object key) => Task.FromResult(new WalkRecord($"{key}", null));

    private Task<Guid> GrantOf(Guid account) => First(db => db.Set<GrantRow>().Where(g => g.Account == account).Select(g => g.Id));

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
