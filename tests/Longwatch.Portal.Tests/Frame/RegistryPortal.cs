using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Tests;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(RegistryPortal))]

namespace Longwatch.Portal.Tests.Frame;

/// <summary>One portal with a registry of simulated patients, for all tests that add to it and take nothing away.</summary>
public sealed class RegistryPortal : IAsyncLifetime
{
    /// <summary>Collection of the tests that count what is in the registry.</summary>
    public const string OneAtATime = "registry portal";

    private const int Patients = 120;
    private readonly Lazy<Task<PortalServer>> _server = new(Fill);

    internal Task<PortalServer> Server => _server.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }

    private static async Task<PortalServer> Fill()
    {
        var server = await PortalServer.Start();
        var folder = Directory.CreateTempSubdirectory("longwatch-portal-");
        SimulatedSetWriter.Write(Simulator.Simulate(new SimulationPlan(Patients, 4)), folder);
        var import = server.Services.GetRequiredService<ImportCohort>();
        var outcome = await import.Do(Caller.Operator, folder.FullName, TestStore.Published, TestContext.Current.CancellationToken);
        folder.Delete(recursive: true);
        Assert.Equal(Patients, outcome.Counts[0].Added);
        var centres = await server.Centres();
        server.Callers["manager"] = TestCallers.With(Role.CentreDataManager, centres[0].Code);
        server.Callers["clinician"] = TestCallers.With(Role.Clinician, centres[0].Code);
        server.Callers["other"] = TestCallers.With(Role.CentreDataManager, centres[1].Code);
        server.Callers["laboratory"] = TestCallers.With(Role.Laboratory);
        server.Callers["administrator"] = TestCallers.With(Role.Administrator);
        server.Callers["auditor"] = TestCallers.With(Role.CentreAdministrator, centres[0].Code);
        return server;
    }
}
