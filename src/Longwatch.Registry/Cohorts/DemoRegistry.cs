using Longwatch.Domain;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cohorts;

/// <summary>Fills an empty registry with simulated patients, so that everything can be tried. None of them exists.</summary>
public sealed class DemoRegistry(RegistryStore store, ImportCohort import, PublishedFolder published, TimeProvider time) : IUseCase
{
    /// <summary>Treated persons in the demonstration.</summary>
    public const int Patients = 2000;

    private const ulong Seed = 8;

    private static readonly (string Code, string Name, string Country, string TimeZone)[] Centres =
    [
        ("C001", "University Hospital North", "DE", "Europe/Berlin"),
        ("C002", "Royal Infirmary East", "GB", "Europe/London"),
        ("C003", "Centre Hospitalier Ouest", "FR", "Europe/Paris"),
        ("C004", "Hospital General Sur", "ES", "Europe/Madrid"),
        ("C005", "Ospedale Centrale", "IT", "Europe/Rome"),
        ("C006", "Midtown Cancer Center", "US", "America/New_York"),
    ];

    /// <summary>Codes of the centres of the demonstration.</summary>
    public static IReadOnlyList<string> CentreCodes { get; } = [.. Centres.Select(c => c.Code)];

    /// <summary>True when the registry was empty and is filled now; false when it had patients already.</summary>
    public async Task<bool> Do(CancellationToken cancellation)
    {
        if (await store.Read((db, token) => db.Set<PatientRow>().AnyAsync(token), cancellation))
            return false;
        await store.Write<bool>(
            Caller.System,
            new Act("demo.centres", Kind: ActKind.System),
            (db, _) =>
            {
                foreach (var (code, name, country, zone) in Centres)
                    db.Add(
                        new CentreRow
                        {
                            Code = code,
                            Name = name,
                            Country = country,
                            TimeZone = zone,
                        }
                    );
                db.Add(new LaboratoryRow { Code = "LAB1", Name = "Reference laboratory" }); // without one no specimen can be sent
                return Task.FromResult<Result<bool>>(true);
            },
            cancellation
        );
        var folder = Directory.CreateTempSubdirectory("longwatch-demo-");
        try
        {
            var plan = new SimulationPlan(Patients, Seed)
            {
                Centres = Centres.Length,
                LargeCentres = 2,
                DataLock = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1),
            };
            var set = new DirectoryInfo(Path.Combine(folder.FullName, "set"));
            SimulatedSetWriter.Write(Simulator.Simulate(plan), set);
            var outcome = await import.Do(Caller.System, set.FullName, published.Path, cancellation);
            if (outcome.Problems.Refused)
                throw new InvalidOperationException(string.Join('\n', outcome.Problems.Lines()));
            return true;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
