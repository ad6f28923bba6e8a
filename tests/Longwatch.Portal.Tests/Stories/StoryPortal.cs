using Longwatch.Domain;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Portal.Accounts;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Portal.Tests.Stories;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Demo;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Longwatch.Registry.Tests;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: AssemblyFixture(typeof(StoryPortal))]

namespace Longwatch.Portal.Tests.Stories;

/// <summary>
/// A portal as the demonstration starts it, with fewer patients: six centres, simulated patients until yesterday, a person for each role with password and
/// authenticator. Who signs in is who signed in; where sign-in is not the point, the cookie of the tests names one of the same persons.
/// </summary>
public sealed class StoryPortal : IAsyncLifetime
{
    /// <summary>Stories change the registry that others look at: one after the other.</summary>
    public const string OneAtATime = "story portal";

    private const int Patients = 120;
    private readonly Lazy<Task<PortalServer>> _server;

    public StoryPortal() => _server = new(Fill);

    internal Task<PortalServer> Server => _server.Value;

    /// <summary>Who may sign in, by the name before the @.</summary>
    internal Dictionary<string, DemoPerson> People { get; } = new(StringComparer.Ordinal);

    /// <summary>The case whose story was told; null: not yet.</summary>
    internal ToldCase? Case { get; set; }

    internal static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }

    private async Task<PortalServer> Fill()
    {
        PortalServer? server = null;
        server = await PortalServer.Start(services: services =>
        {
            services.RemoveAll<CallerOf>();
            services.AddSingleton<CallerOf>(s =>
            {
                var sessions = s.GetRequiredService<SessionOfRequest>();
                return context =>
                    context.Request.Cookies[PortalServer.CallerCookie] is { } name
                        ? ValueTask.FromResult(server!.Callers.GetValueOrDefault(name))
                        : sessions.Caller(context);
            });
        });
        await AddCentres(server);
        await Import(server);
        await AddPeople(server);
        return server;
    }

    private static Task AddCentres(PortalServer server) =>
        server
            .Services.GetRequiredService<RegistryStore>()
            .Write<bool>(
                Caller.System,
                new Act("test.prepare", Kind: ActKind.System),
                (db, _) =>
                {
                    string[] names =
                    [
                        "University Hospital North",
                        "Royal Infirmary East",
                        "Centre Hospitalier Ouest",
                        "Hospital General Sur",
                        "Ospedale Centrale",
                        "Midtown Cancer Center",
                    ];
                    foreach (var (code, name) in DemoRegistry.CentreCodes.Zip(names))
                        db.Add(
                            new CentreRow
                            {
                                Code = code,
                                Name = name,
                                TimeZone = "Europe/Berlin",
                            }
                        );
                    return Task.FromResult<Result<bool>>(true);
                },
                Stop
            );

    private static async Task Import(PortalServer server)
    {
        var folder = Directory.CreateTempSubdirectory("longwatch-stories-");
        var plan = new SimulationPlan(Patients, 8)
        {
            Centres = DemoRegistry.CentreCodes.Count,
            LargeCentres = 2,
            DataLock = Today.AddDays(-1),
        };
        SimulatedSetWriter.Write(Simulator.Simulate(plan), folder);
        var import = server.Services.GetRequiredService<ImportCohort>();
        var outcome = await import.Do(Caller.Operator, folder.FullName, TestStore.Published, Stop);
        folder.Delete(recursive: true);
        Assert.Equal(Patients, outcome.Counts[0].Added);
    }

    private async Task AddPeople(PortalServer server)
    {
        foreach (var person in await server.Services.GetRequiredService<DemoPeople>().Do(DemoRegistry.CentreCodes, Stop))
            People.Add(person.Email.Split('@')[0], person);
        var accounts = await server.Read((db, stop) => db.Set<AccountRow>().ToListAsync(stop));
        foreach (var account in accounts)
        {
            var name = account.Email.Split('@')[0];
            server.Callers[name] = new(account.Id, $"{account.FirstName} {account.LastName}", [People[name].Grant]);
        }

        // Everything at once, as nobody has it at work: for the walk over all pages.
        var manager = server.Callers["manager"];
        server.Callers["everybody"] = manager with
        {
            Grants =
            [
                .. Enum.GetValues<Role>().Select(r => new Grant(r, AccessTable.MayHaveAllCentres(r) ? null : DemoRegistry.CentreCodes[0])),
            ],
        };
    }

    /// <summary>A patient of the first centre who was given a product whose CAR holds FMC63 against a B-cell disease, lives, and has no neoplasm.</summary>
    internal async Task<PatientRow> WithFmc63() =>
        await (await Server).Read(
            (db, stop) =>
                db.Set<PatientRow>()
                    .Where(p =>
                        p.Centre == DemoRegistry.CentreCodes[0]
                        && db.Set<InfusionRow>().Any(i => i.Patient == p.Id && i.Product == "axicabtagene_ciloleucel")
                        && db.Set<InfusionRow>().Count(i => i.Patient == p.Id) == 1
                        && !db.Set<NeoplasmRow>().Any(n => n.Patient == p.Id)
                        && !db.Set<Registry.FollowUp.VisitRow>()
                            .Any(v => v.Patient == p.Id && v.VitalStatus == Domain.FollowUp.VitalStatus.Dead)
                    )
                    .OrderBy(p => p.Pseudonym)
                    .FirstAsync(stop)
        );

    /// <summary>Adds a patient of the first centre, treated years ago and never seen since, whom no other story touches.</summary>
    internal async Task<Guid> Behind()
    {
        var server = await Server;
        var patient = (await server.NewPatient()).Id;
        await using var connection = await server.Services.GetRequiredService<RegistryStore>().Connections.App.OpenConnectionAsync(Stop);
        await ExpectationWriter.Refresh(connection, [patient], Stop);
        return patient;
    }
}
