using System.Globalization;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Npgsql;

namespace Longwatch.Registry.Tests.FollowUp;

/// <summary>A registry of two centres on a day that the test sets.</summary>
internal sealed class WatchedRegistry : TimeProvider, IAsyncDisposable
{
    private readonly StoreConnections connections;

    private WatchedRegistry(StoreConnections connections) => (this.connections, Store) = (connections, new(connections));

    public RegistryStore Store { get; }

    public StoreConnections Connections => connections;

    public DateOnly Today { get; set; } = new(2026, 6, 1);

    /// <summary>Data manager of centre a.</summary>
    public static Caller Ada { get; } = new(Guid.CreateVersion7(), "Ada Example", [new(Role.CentreDataManager, "a")]);

    /// <summary>Data manager of centre b.</summary>
    public static Caller Ben { get; } = new(Guid.CreateVersion7(), "Ben Example", [new(Role.CentreDataManager, "b")]);

    public static Caller Administrator { get; } = new(Guid.CreateVersion7(), "Cleo Example", [new(Role.Administrator, null)]);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public override DateTimeOffset GetUtcNow() => new(Today, new TimeOnly(9, 0), TimeSpan.Zero);

    public static async Task<WatchedRegistry> Open()
    {
        var registry = new WatchedRegistry(await TestStore.Open());
        await new SeedWatch(registry.Store).Do(Cancellation);
        await registry.Store.Write<bool>(
            Caller.System,
            new Act("test.centres"),
            (db, _) =>
            {
                foreach (var code in new[] { "a", "b" })
                    db.Add(
                        new CentreRow
                        {
                            Code = code,
                            Name = code,
                            TimeZone = "UTC",
                            Email = $"{code}@example.org",
                        }
                    );
                return Task.FromResult<Result<bool>>(true);
            },
            Cancellation
        );
        return registry;
    }

    public async Task<Guid> Patient(string pseudonym, string infused = "2024-01-15", string centre = "a")
    {
        var patient = new PatientRow { Pseudonym = pseudonym, Centre = centre };
        await Ok(
            Store.Write<bool>(
                Caller.System,
                new Act("test.patient", patient.Id),
                async (db, token) =>
                {
                    db.Add(patient);
                    await db.SaveChangesAsync(token);
                    db.Add(
                        new InfusionRow
                        {
                            Patient = patient.Id,
                            Code = $"i-{pseudonym}",
                            Date = Day(infused),
                            Product = "tisagenlecleucel",
                        }
                    );
                    await ExpectationWriter.Refresh(db, patient.Id, token);
                    return true;
                },
                Cancellation
            )
        );
        return patient.Id;
    }

    public Task<WorkPage<WorkItem>> Work(WorkKind kind, Caller? caller = null, Guid? keeper = null) =>
        new ListWork(Store, this).Do(caller ?? Ada, new(kind, Keeper: keeper), Cancellation);

    public SaveEntry SaveEntry() => new(Store, this, new OpenEntry(Store, this), new SuspectNeoplasm(Store, this));

    public Task<ExpectationCheck> Check() => new CheckExpectations(Store).Do(Cancellation);

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Connections.App.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async Task<T> Ok<T>(Task<Result<T>> result) => Assert.IsType<Result<T>.Ok>(await result).Value;

    public static async Task<string> Refused<T>(Task<Result<T>> result) => Assert.IsType<Result<T>.Refused>(await result).Why.Code;

    public ValueTask DisposeAsync() => connections.DisposeAsync();
}
