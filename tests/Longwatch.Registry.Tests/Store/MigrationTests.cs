using Longwatch.Registry.Store;
using Npgsql;

namespace Longwatch.Registry.Tests.Store;

public sealed class MigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every version that a database may be at, the empty one included.</summary>
    public static TheoryData<int> Versions => [0, .. Migrator.All.Select(m => m.Number)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_database_of_every_earlier_version_with_data_in_it_comes_to_the_newest(int version)
    {
        var connection = await TestStore.OpenBare();
        await Migrator.Apply(connection, TestStore.Roles, Cancellation, last: version);
        if (version >= 2)
            await Execute(
                connection,
                """
                select audit.begin(null, 'test', 'write', 'test', null, null);
                insert into clinical.centre (id, code, name) values (gen_random_uuid(), 'A', 'A');
                insert into clinical.patient (id, pseudonym, centre, sex, index_disease, prior_autologous_transplant, prior_allogeneic_transplant, prior_tbi, prior_alkylator)
                  values ('00000000-0000-7000-8000-000000000001', 'LW-1', 'A', 'female', 'multiple_myeloma', 'yes', 'no', 'no', 'yes');
                insert into clinical.infusion (id, patient, code, date, product) values (gen_random_uuid(), '00000000-0000-7000-8000-000000000001', 'I1', '2024-02-29', 'ciltacabtagene_autoleucel');
                """
            );

        await Migrator.Apply(connection, TestStore.Roles, Cancellation);

        Assert.Equal((long)Migrator.All.Count, await Scalar(connection, "select count(*) from registry.migration"));
        Assert.Equal(version >= 2 ? 1L : 0L, await Scalar(connection, "select count(*) from clinical.infusion"));
        Assert.Equal(0L, await Scalar(connection, "select count(*) from audit.problems()"));
    }

    [Fact]
    public async Task Two_programs_that_start_at_once_migrate_once()
    {
        var connection = await TestStore.OpenBare();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator.Apply(connection, TestStore.Roles, Cancellation)));

        Assert.Equal((long)Migrator.All.Count, await Scalar(connection, "select count(*) from registry.migration"));
    }

    [Theory]
    [InlineData("insert into registry.migration values (9999, '9999_future', 'x')", "newer version")]
    [InlineData("update registry.migration set sha256 = 'x' where number = 1", "another form")]
    public async Task A_database_that_this_version_does_not_know_is_refused(string sql, string expected)
    {
        var connection = await TestStore.OpenBare();
        await Migrator.Apply(connection, TestStore.Roles, Cancellation);
        await Execute(connection, sql);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => Migrator.Apply(connection, TestStore.Roles, Cancellation));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task Execute(string connection, string sql) => await Scalar(connection, $"begin; {sql}; commit; select 0::bigint");

    private static async Task<long> Scalar(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection + ";Pooling=false");
        await open.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, open);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        object? last = null;
        do while (await reader.ReadAsync(Cancellation))
            last = reader[0];
        while (await reader.NextResultAsync(Cancellation));
        return Convert.ToInt64(last, System.Globalization.CultureInfo.InvariantCulture);
    }
}
