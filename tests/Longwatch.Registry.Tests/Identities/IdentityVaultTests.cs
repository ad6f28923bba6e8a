using System.Text;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.FollowUp.Schedules;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.Identities;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Npgsql;

namespace Longwatch.Registry.Tests.Identities;

public sealed class IdentityVaultTests : IAsyncLifetime
{
    private static readonly Caller Manager = DataManager("A");
    private static readonly Caller Other = DataManager("B");
    private static readonly Caller Third = DataManager("C");
    private static readonly Caller Safety = new(Guid.CreateVersion7(), "Safety officer", [new(Role.SafetyOfficer, null)]);
    private static readonly Identity Person = new("Zacharias", "Quillfeather", new DateOnly(1961, 2, 3), "H-77 123");

    private readonly PatientRow patient = new() { Pseudonym = "LW-1", Centre = "A" };
    private readonly PatientRow second = new() { Pseudonym = "LW-2", Centre = "A" };
    private StoreConnections connections = null!;
    private IdentityVault vault = null!;

    public async ValueTask InitializeAsync()
    {
        connections = await TestStore.Open();
        var store = new RegistryStore(connections);
        vault = new(store);
        await new SeedWatch(store).Do(Cancellation); // a transfer sets the dates of what is expected anew
        await store.Write<bool>(
            Caller.System,
            new Act("test.add"),
            (db, _) =>
            {
                foreach (var code in new[] { "A", "B", "C" })
                    db.Add(
                        new CentreRow
                        {
                            Code = code,
                            Name = code,
                            TimeZone = "UTC",
                        }
                    );
                db.AddRange(patient, second);
                return Task.FromResult<Result<bool>>(true);
            },
            Cancellation
        );
    }

    public async ValueTask DisposeAsync() => await connections.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<object?> Owner(string sql)
    {
        await using var connection = new NpgsqlConnection(connections.Owner);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    [Fact]
    public async Task A_re_identification_gives_the_identity_and_is_in_the_trail_with_its_reason()
    {
        await vault.Keep(Manager, patient.Id, Person, null, Cancellation);
        var found = await vault.Reidentify(Manager, patient.Id, "call for the yearly visit", Cancellation);

        Assert.Equal(Person, Assert.IsType<Result<Identity>.Ok>(found).Value);
        Assert.Equal(
            "Manager of A|identity.reidentify|call for the yearly visit",
            await Owner(
                $"select concat_ws('|', actor_name, command, reason) from audit.act where kind = 'identify' and patient = '{patient.Id}' order by id desc limit 1"
            )
        );
        Assert.Empty((await AuditChain.Verify(connections, null, Cancellation)).Problems);
    }

    [Fact]
    public async Task Neither_another_centre_nor_a_role_across_centres_nor_a_look_without_reason_gets_an_identity()
    {
        await vault.Keep(Manager, patient.Id, Person, null, Cancellation);

        Assert.IsType<Result<Identity>.Refused>(await vault.Reidentify(Other, patient.Id, "curious about it", Cancellation));
        Assert.IsType<Result<Identity>.Refused>(await vault.Reidentify(Safety, patient.Id, "curious about it", Cancellation));
        Assert.IsType<Result<Identity>.Refused>(await vault.Reidentify(Manager, patient.Id, " ", Cancellation));
        Assert.IsType<Result<bool>.Refused>(await vault.Keep(Other, patient.Id, Person, null, Cancellation));
    }

    [Fact]
    public async Task The_database_holds_no_identity_in_the_clear()
    {
        await vault.Keep(Manager, patient.Id, Person, null, Cancellation);
        var sealedBox = (byte[])(await Owner("select sealed from vault.identity"))!;
        var everything = (string)
            (
                await Owner(
                    "select string_agg(e.new::text, '') || (select string_agg(to_jsonb(i)::text, '') from vault.identity i) from audit.entry e"
                )
            )!;

        foreach (var text in new[] { "Zacharias", "Quillfeather", "1961", "H-77" })
        {
            Assert.DoesNotContain(text, Encoding.UTF8.GetString(sealedBox), StringComparison.Ordinal);
            Assert.DoesNotContain(text, everything, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)), everything, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_sealed_identity_moved_to_another_patient_does_not_open()
    {
        await vault.Keep(Manager, patient.Id, Person, null, Cancellation);
        await vault.Keep(Manager, second.Id, Person with { FirstName = "Anna" }, null, Cancellation);
        await Owner(
            $"set session_replication_role = replica; update vault.identity set sealed = (select sealed from vault.identity where patient = '{patient.Id}') where patient = '{second.Id}'"
        );

        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() =>
            vault.Reidentify(Manager, second.Id, "a test of the vault", Cancellation)
        );
    }

    [Fact]
    public async Task A_patient_is_found_by_hospital_number_within_the_own_centre_only()
    {
        await vault.Keep(Manager, patient.Id, Person, null, Cancellation);

        Assert.Equal([patient.Id], Assert.IsType<Result<Guid[]>.Ok>(await vault.Find(Manager, "A", "h-77 123 ", Cancellation)).Value);
        Assert.Empty(Assert.IsType<Result<Guid[]>.Ok>(await vault.Find(Other, "B", "H-77 123", Cancellation)).Value);
        Assert.IsType<Result<Guid[]>.Refused>(await vault.Find(Other, "A", "H-77 123", Cancellation));
    }

    [Fact]
    public async Task After_transfers_a_patient_is_found_by_the_number_that_the_first_centre_gave_at_the_last_centre_only()
    {
        await vault.Keep(Manager, patient.Id, Person, null, Cancellation);

        await Transfer("A", "B");
        Assert.Equal([patient.Id], await Found(Other, "B"));
        Assert.Empty(await Found(Manager, "A"));

        await Transfer("B", "C");
        Assert.Equal([patient.Id], await Found(Third, "C"));
        Assert.Empty(await Found(Other, "B"));
        Assert.Empty(await Found(Manager, "A"));
    }

    [Fact]
    public async Task A_centre_that_took_a_patient_over_keeps_its_own_number_and_finds_no_other_patient_of_the_old_centre()
    {
        await vault.Keep(Manager, patient.Id, Person, null, Cancellation);
        await vault.Keep(Manager, second.Id, Person with { FirstName = "Anna" }, null, Cancellation); // the same number, who stays
        await Transfer("A", "B");

        Assert.Equal([patient.Id], await Found(Other, "B"));
        await vault.Keep(Other, patient.Id, Person with { HospitalNumber = "B-9" }, "number of the new centre", Cancellation);

        Assert.Equal([patient.Id], await Found(Other, "B", "b-9"));
        Assert.Empty(await Found(Other, "B"));
        Assert.Equal([second.Id], await Found(Manager, "A"));
    }

    private async Task<Guid[]> Found(Caller caller, string centre, string number = "H-77 123") =>
        Assert.IsType<Result<Guid[]>.Ok>(await vault.Find(caller, centre, number, Cancellation)).Value;

    private async Task Transfer(string from, string to)
    {
        var store = new RegistryStore(connections);
        var (giving, taking) = (DataManager(from), DataManager(to));
        var asked = await new RequestTransfer(store, TimeProvider.System).Do(
            giving,
            new(patient.Id, to, null, "moved to another town"),
            Cancellation
        );
        var transfer = Assert.IsType<Result<Guid>.Ok>(asked).Value;
        Assert.IsType<Result<bool>.Ok>(
            await new AnswerTransfer(store, TimeProvider.System).Do(taking, new(transfer, true, null), Cancellation)
        );
    }

    private static Caller DataManager(string centre) =>
        new(Guid.CreateVersion7(), $"Manager of {centre}", [new(Role.CentreDataManager, centre)]);

    [Theory]
    [InlineData("select * from clinical.patient")]
    [InlineData("select * from audit.entry")]
    [InlineData("delete from vault.identity")]
    public async Task The_role_of_the_vault_reads_no_fact_and_deletes_nothing(string sql)
    {
        await using var command = connections.Vault.CreateCommand(sql);

        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation))).SqlState);
    }
}
