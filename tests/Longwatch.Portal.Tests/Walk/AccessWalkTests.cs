using System.Collections.Concurrent;
using System.Net;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Tests.Accounts;
using Longwatch.Registry.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Portal.Tests.Walk;

/// <summary>Every page and every call of the API, asked for by every role, at the own and at another centre, against the one table of permissions.</summary>
public sealed class AccessWalkTests : IAsyncLifetime
{
    /// <summary>What anyone may ask for without sign-in. A new entry is a decision: it opens the portal to strangers.</summary>
    private static readonly string[] OpenToAll =
    [
        "GET /assets/{hash}/{name}",
        "POST /theme",
        "GET /sign-in",
        "POST /sign-in",
        "GET /sign-in/second",
        "POST /sign-in/second",
        "GET /sign-in/set-up",
        "POST /sign-in/set-up",
        "POST /sign-in/passkey/options",
        "POST /sign-in/passkey",
        "POST /passkeys/options", // for a session of the first step too; asks for a session itself
        "POST /passkeys",
        "POST /sign-out",
        "GET /request-account",
        "POST /request-account",
        "GET /confirm-email",
        "POST /confirm-email",
        "GET /forgot-password",
        "POST /forgot-password",
        "GET /set-password",
        "POST /set-password",
        "GET /first-administrator",
        "POST /first-administrator",
    ];

    private AccountPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await AccountPortal.Start();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private sealed record Step(string Method, string Route, WhoMayCall Rule)
    {
        public string Name => $"{Method} {Route}";

        public bool IsApi => Route.StartsWith("/api/", StringComparison.Ordinal);
    }

    private Step[] Steps() =>
        [
            .. _portal
                .Server.Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .SelectMany(e =>
                    (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => new Step(
                        method,
                        "/" + e.RoutePattern.RawText!.Trim('/'),
                        e.Metadata.GetMetadata<WhoMayCall>()
                            ?? throw new InvalidOperationException($"{e.DisplayName} says nothing of who may call it.")
                    ))
                ),
        ];

    [Fact]
    public void Only_the_named_pages_are_open_to_strangers() =>
        Assert.Equal(
            OpenToAll.Order(StringComparer.Ordinal),
            Steps().Where(s => s.Rule is WhoMayCall.Anyone).Select(s => s.Name).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_kind_of_record_in_a_route_is_known_to_the_walk()
    {
        var unknown = Steps()
            .Where(s => s.Rule is not WhoMayCall.Anyone && WalkRecords.Unknown(s.Route) is not null)
            .Select(s => s.Route)
            .Distinct();
        Assert.True(!unknown.Any(), "Add a line to WalkRecords.Kinds for: " + string.Join(", ", unknown));
    }

    [Fact]
    public async Task Every_endpoint_answers_every_role_as_the_table_says_at_the_own_and_at_another_centre()
    {
        var records = await WalkRecords.Fill(_portal);
        var steps = Steps().Where(s => s.Rule is not WhoMayCall.Anyone && WalkRecords.Unknown(s.Route) is null).ToArray();
        var grants = Enum.GetValues<Role>()
            .Where(r => r != Role.Administrator)
            .Select(r => new Grant(r, records.Own.Centre))
            .Concat(Enum.GetValues<Role>().Where(AccessTable.MayHaveAllCentres).Select(r => new Grant(r, null)));
        var walkers = new List<Walker> { Walker.Nobody(_portal) };
        foreach (var grant in grants)
            walkers.Add(await Walker.SignedIn(_portal, grant));

        var problems = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            walkers,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (walker, _) =>
            {
                foreach (var step in steps)
                    await Check(step, walker, records, problems);
                walker.Dispose();
            }
        );

        Assert.True(
            problems.IsEmpty,
            $"{problems.Count} of {steps.Length} × {walkers.Count}:\n" + string.Join('\n', problems.Order(StringComparer.Ordinal))
        );
    }

    /// <summary>Where a use case allows less than the permission: evaluations of all centres, the verification of the whole trail, a choice of two.</summary>
    private static bool IsNarrower(Step step, Walker walker, HttpStatusCode status) =>
        step.Route switch
        {
            "/evaluation/compare" => status is HttpStatusCode.UnprocessableEntity, // asked without the two evaluations
            "/audit/verify" or "/api/v1/audit/verification" => !walker.ReachesAllCentres && status is HttpStatusCode.Forbidden,
            // a draft that another walker discarded meanwhile
            _ when step.Route.StartsWith("/forms/{entry:guid}", StringComparison.Ordinal) => status is HttpStatusCode.NotFound,
            _ => step.Route.StartsWith("/evaluation/{evaluation", StringComparison.Ordinal)
                && !walker.ReachesAllCentres
                && status is HttpStatusCode.NotFound,
        };

    private static async Task Check(Step step, Walker walker, WalkRecords records, ConcurrentBag<string> problems)
    {
        var (own, foreign, missing) = await records.Addresses(step.Route, walker);
        var (status, location) = await walker.Ask(step.Method, own);
        void Expect(bool right, string what) => Note(right, $"{walker.Name}: {step.Name}: {what}");
        void Note(bool right, string text)
        {
            if (!right)
                problems.Add(text);
        }

        if (walker.Grant is not { } grant)
        {
            Expect(
                step.IsApi || step.Route.StartsWith("/openapi", StringComparison.Ordinal)
                    ? status is HttpStatusCode.Unauthorized or HttpStatusCode.SeeOther
                    : status is HttpStatusCode.SeeOther && location!.StartsWith("/sign-in", StringComparison.Ordinal),
                $"{status} without sign-in"
            );
            return;
        }

        if (step.Rule is WhoMayCall.With(var permission) && !AccessTable.Allows(grant.Role, permission))
        {
            Expect(status is HttpStatusCode.Forbidden, $"{status} without the permission");
            return;
        }

        if (IsNarrower(step, walker, status))
            return;
        Expect(
            step.Method == "GET"
                ? (int)status is >= 200 and < 400 && location?.StartsWith("/sign-in", StringComparison.Ordinal) != true
                : status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound) && (int)status < 500,
            $"{status} at the own centre"
        );
        if (foreign is null)
            return;
        var isOnesOwn = step.Rule is WhoMayCall.SignedIn; // sessions and tokens: another person's are out of reach of everybody
        var (there, _) = await walker.Ask(step.Method, foreign);
        if (walker.ReachesAllCentres && !isOnesOwn)
        {
            Expect(there is not HttpStatusCode.NotFound && (int)there < 500, $"{there} at another centre");
            return;
        }

        // What was sent may be refused before the record is looked for: then the answer is the same for every record, also for none.
        var (nowhere, _) = await walker.Ask(step.Method, missing!);
        Expect(
            there is HttpStatusCode.NotFound
                || (step.Method != "GET" && there is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity),
            $"{there} at another centre"
        );
        Expect(there == nowhere, $"{there} at another centre, but {nowhere} for a record that does not exist");
    }
}
