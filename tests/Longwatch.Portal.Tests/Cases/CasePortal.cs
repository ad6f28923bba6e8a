using System.Net;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Access;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.Store;
using Longwatch.Registry.Tests;
using Longwatch.Registry.Tests.Cases;
using Microsoft.Extensions.DependencyInjection;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Portal.Tests.Cases;

/// <summary>A portal on the registry of a <see cref="CaseWorld"/>, with its people by short names.</summary>
internal sealed class CasePortal(CaseWorld world, PortalServer server) : IAsyncDisposable
{
    internal CaseWorld World => world;

    internal PortalServer Server => server;

    internal static async Task<CasePortal> Start(string product)
    {
        var world = await Make(product);
        var server = await PortalServer.Start(services: services =>
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(new PublishedFolder(TestStore.Published));
            services.AddRegistry(world.Connections);
            services.AddSingleton(Proofs);
        });
        (string Name, Caller Caller)[] people =
        [
            ("clinician", Clinician),
            ("manager", Manager),
            ("other", OtherCentre),
            ("lab", Laboratory),
            ("safety", Safety),
            ("one", One),
            ("two", Two),
            ("administrator", Administrator),
        ];
        foreach (var (name, caller) in people)
            server.Callers[name] = caller;
        return new(world, server);
    }

    /// <summary>Where an accepted form leads to.</summary>
    internal static string Location(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return response.Headers.Location!.ToString().Split('?', '#')[0];
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await world.DisposeAsync();
    }
}
