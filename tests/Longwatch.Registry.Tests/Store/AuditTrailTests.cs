using Longwatch.Domain;
using Longwatch.Domain.Treatment;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Longwatch.Registry.Tests.Store;

public sealed class AuditTrailTests : IAsyncLifetime
{
    private StoreConnections connections = null!;
    private RegistryStore store = null!;

    public async ValueTask InitializeAsync()
    {
        connections = await TestStore.Open();
        store = new(connections);
    }

    public async ValueTask DisposeAsync() => await connections.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Caller Caller { get; } = new(Guid.CreateVersion7(), "Ada Example", [new(Role.CentreDataManager, "A")]);

    private async Task<PatientRow> Patient(string pseudonym = "LW-1")
    {
        var row = new PatientRow { Pseudonym = pseudonym, Centre = "A" };
        await store.Write<bool>(
            Caller,
            new Act("test.add", row.Id),
            async (db, cancellation) =>
            {
                if (!await db.Set<CentreRow>().AnyAsync(c => c.Code == "A", cancellation))
                    db.Add(
                        new CentreRow
                        {
                            Code = "A",
                            Name = "Centre A",
                            TimeZone = "Europe/Berlin",
                        }
                    );
                db.Add(row);
                return true;
            },
            Cancellation
        );
        return row;
    }

    private Task<Result<bool>> Correct(Guid patient, Action<PatientRow> change, string reason = "a correction") =>
        store.Write<bool>(
            Caller,
            new Act("test.correct", patient, reason),
            async (db, cancellation) =>
            {
                change(await db.Set<PatientRow>().SingleAsync(p => p.Id == patient, cancellation));
                return true;
            },
            Cancellation
        );

    private async Task<T> Owner<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(connections.Owner);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private Task<int> Tamper(string sql) =>
        Owner<int>($"set session_replication_role = replica; {sql}; set session_replication_role = origin; select 1");

    private Task<AuditVerification> Verify() => AuditChain.Verify(connections, null, Cancellation);

    [Fact]
    public async Task A_correction_is_a_new_version_and_the_trail_has_old_and_new_with_person_and_reason()
    {
        var patient = await Patient();
        await Correct(patient.Id, p => p.PriorLines = 3, "typing error");

        Assert.Equal(2, await Owner<int>($"select version from clinical.patient where id = '{patient.Id}'"));
        Assert.Equal(
            "typing error|Ada Example|1|2||3",
            await Owner<string>(
                $"""
                select concat_ws('|', a.reason, a.actor_name, e.old ->> 'version', e.new ->> 'version', coalesce(e.old ->> 'prior_lines', ''), e.new ->> 'prior_lines')
                from audit.entry e join audit.act a on a.id = e.act where e.record = '{patient.Id}' and e.kind = 'update'
                """
            )
        );
        Assert.Empty((await Verify()).Problems);
    }

    [Fact]
    public async Task A_writer_who_read_an_older_version_is_refused()
    {
        var patient = await Patient();
        var outcome = await store.Write<bool>(
            Caller,
            new Act("test.correct", patient.Id),
            async (db, cancellation) =>
            {
                var row = await db.Set<PatientRow>().SingleAsync(p => p.Id == patient.Id, cancellation);
                await Correct(patient.Id, p => p.Sex = Sex.Male);
                row.Sex = Sex.Female;
                return true;
            },
            Cancellation
        );

        Assert.Equal("record.conflict", Assert.IsType<Result<bool>.Refused>(outcome).Why.Code);
        Assert.Equal("male", await Owner<string>($"select sex from clinical.patient where id = '{patient.Id}'"));
    }

    [Theory]
    [InlineData("update audit.entry set kind = 'insert'", "42501")]
    [InlineData("delete from audit.act", "42501")]
    [InlineData("update audit.link set entries = 0", "42501")]
    [InlineData("insert into audit.act (at, actor_name, kind, command, xact) values (now(), 'x', 'write', 'x', '1')", "42501")]
    [InlineData("update clinical.patient set sex = 'male'", "LW001")]
    [InlineData("delete from clinical.patient", "42501")]
    [InlineData("truncate clinical.patient", "42501")]
    [InlineData("select * from vault.identity", "42501")]
    [InlineData("select set_config('longwatch.act', '1', false); update clinical.patient set sex = 'male'", "LW001")]
    [InlineData("select audit.begin(null, 'x', 'write', 'x', null, null); delete from clinical.patient", "42501")]
    [InlineData(
        "select audit.begin(null, 'x', 'write', 'x', null, null); set constraints all immediate; update clinical.patient set sex = 'male'",
        "LW001"
    )]
    public async Task The_role_of_the_application_cannot_get_round_the_trail(string sql, string state)
    {
        await Patient();
        await using var command = connections.App.CreateCommand(sql);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation));

        Assert.StartsWith(state, refusal.SqlState, StringComparison.Ordinal);
        Assert.Empty((await Verify()).Problems);
    }

    [Theory]
    [InlineData("update audit.entry set new = jsonb_set(new, '{sex}', '\"male\"') where n = 2")]
    [InlineData("update audit.entry set record = gen_random_uuid() where n = 2")]
    [InlineData("delete from audit.entry where n = 2")]
    [InlineData("delete from audit.act where id = 2")]
    [InlineData("update audit.act set reason = 'nothing' where id = 2")]
    [InlineData("update audit.act set actor_name = 'Somebody Else' where id = 2")]
    [InlineData("update audit.act set at = at + interval '1 second' where id = 2")]
    [InlineData("delete from audit.link where position = 2")]
    [InlineData("delete from audit.link where position = (select max(position) from audit.link)")]
    [InlineData(
        "update audit.link set position = -2 where position = 2; update audit.link set position = 2 where position = 3; update audit.link set position = 3 where position = -2"
    )]
    [InlineData("update audit.link set entries = 5 where position = 2")]
    [InlineData(
        "insert into audit.entry (act, relation, kind, record, version, new) values (2, 'clinical.patient', 'insert', gen_random_uuid(), 1, '{}')"
    )]
    [InlineData("update clinical.patient set sex = 'male' where pseudonym = 'LW-2'")]
    [InlineData("delete from clinical.patient where pseudonym = 'LW-2'")]
    [InlineData("insert into clinical.centre (id, code, name) values (gen_random_uuid(), 'B', 'B')")]
    public async Task Verification_finds_what_was_edited_removed_or_reordered_behind_the_trail(string sql)
    {
        await Patient();
        await Patient("LW-2");
        await Correct((await Patient("LW-3")).Id, p => p.PriorLines = 1);
        Assert.Empty((await Verify()).Problems);

        await Tamper(sql);

        Assert.NotEmpty((await Verify()).Problems);
    }

    [Fact]
    public async Task A_chain_cut_off_at_its_end_is_found_by_a_head_that_was_kept()
    {
        await Patient();
        await Patient("LW-2");
        var head = (await Verify()).Head!;
        await Tamper(
            """
            delete from audit.entry where act = (select max(id) from audit.act);
            delete from audit.link where act = (select max(id) from audit.act);
            delete from audit.act where id = (select max(id) from audit.act);
            delete from clinical.patient where pseudonym = 'LW-2'
            """
        );

        Assert.Empty((await Verify()).Problems);
        Assert.NotEmpty((await AuditChain.Verify(connections, head, Cancellation)).Problems);
    }

    [Fact]
    public async Task Reading_a_patient_is_noted_and_a_refused_read_is_not()
    {
        var patient = await Patient();
        await store.ReadPatient<bool>(Caller, patient.Id, "patient.read", (_, _) => Task.FromResult<Result<bool>>(true), Cancellation);
        await store.ReadPatient<bool>(
            Caller,
            patient.Id,
            "patient.read",
            (_, _) => Task.FromResult<Result<bool>>(Visibility.NotFound),
            Cancellation
        );

        Assert.Equal(
            1,
            await Owner<long>(
                $"select count(*) from audit.act where kind = 'read' and patient = '{patient.Id}' and actor_name = 'Ada Example'"
            )
        );
        Assert.Empty((await Verify()).Problems);
    }

    [Fact]
    public async Task A_refused_act_leaves_nothing_behind()
    {
        var patient = await Patient();
        await store.Write<bool>(
            Caller,
            new Act("test.refuse", patient.Id),
            async (db, cancellation) =>
            {
                (await db.Set<PatientRow>().SingleAsync(p => p.Id == patient.Id, cancellation)).PriorLines = 7;
                await db.SaveChangesAsync(cancellation);
                return new Refusal("test.refused", "no");
            },
            Cancellation
        );

        Assert.Equal(1, await Owner<int>($"select version from clinical.patient where id = '{patient.Id}'"));
        Assert.Equal(0, await Owner<long>("select count(*) from audit.act where command = 'test.refuse'"));
    }

    [Fact]
    public async Task Acts_of_many_writers_at_once_make_one_chain()
    {
        await Patient();
        var before = await Owner<long>("select max(position) from audit.link");
        await Parallel.ForEachAsync(
            Enumerable.Range(10, 60),
            new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = Cancellation },
            async (i, _) => await Patient($"LW-{i}")
        );

        Assert.Equal(before + 60, await Owner<long>("select max(position) from audit.link"));
        Assert.Empty((await Verify()).Problems);
    }
}
