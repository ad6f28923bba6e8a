using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.People;
using Longwatch.Registry.Accounts.Sessions;
using Longwatch.Registry.Audit;

namespace Longwatch.Registry.Tests.Accounts;

public sealed class SessionTests : IAsyncLifetime
{
    private AccountHouse house = null!;

    public async ValueTask InitializeAsync() => house = await AccountHouse.Open();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_ends_after_twenty_idle_minutes()
    {
        var token = await house.SignIn(await house.Add(new Grant(Role.Clinician, "A")));
        house.Clock.Advance(TimeSpan.FromMinutes(19));
        Assert.NotNull(await house.Live(token));
        house.Clock.Advance(TimeSpan.FromMinutes(19));
        Assert.NotNull(await house.Live(token));
        house.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(await house.Live(token));
        Assert.Equal("idle", await house.Sql<string>("select end_reason from access.session where stage = 'full'"));
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_of_work()
    {
        var token = await house.SignIn(await house.Add(new Grant(Role.Clinician, "A")));
        for (var n = 0; n < 47; n++)
        {
            house.Clock.Advance(TimeSpan.FromMinutes(15));
            Assert.NotNull(await house.Live(token));
        }

        house.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await house.Live(token));
        Assert.Equal("absolute", await house.Sql<string>("select end_reason from access.session where stage = 'full'"));
    }

    [Fact]
    public async Task The_time_outs_are_settings()
    {
        var token = await house.SignIn(await house.Add(new Grant(Role.Clinician, "A")));
        await house.Sql<long>(
            "select audit.begin(null, 'test', 'write', 'test', null, null); update registry.setting set value = '3' where name = 'accounts.session.idle-minutes'"
        );
        house.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Null(await house.Live(token));
    }

    [Fact]
    public async Task Sessions_and_tokens_die_when_the_account_is_disabled()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var session = await house.SignIn(member);
        var token = AccountHouse.Must(await house.Get<ApiTokens>().Make(member.Caller, "script", 30, AccountHouse.Password, Cancellation));
        Assert.NotNull(await house.Get<ApiTokens>().Find(token, Cancellation));

        AccountHouse.Must(await house.Get<ChangeAccount>().Disable(AccountHouse.Administrator, member.Id, "left the centre", Cancellation));

        Assert.Null(await house.Live(session));
        Assert.Null(await house.Get<ApiTokens>().Find(token, Cancellation));
        AccountHouse.Must(await house.Get<ChangeAccount>().Enable(AccountHouse.Administrator, member.Id, "came back", Cancellation));
        Assert.Null(await house.Live(session));
    }

    [Fact]
    public async Task Sessions_die_when_roles_change_and_a_token_has_the_new_roles()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var session = await house.SignIn(member);
        var token = AccountHouse.Must(await house.Get<ApiTokens>().Make(member.Caller, "script", 30, AccountHouse.Password, Cancellation));

        AccountHouse.Must(
            await house
                .Get<ChangeGrants>()
                .Give(AccountHouse.Administrator, member.Id, new Grant(Role.Assessor, null), "new duty", Cancellation)
        );

        Assert.Null(await house.Live(session));
        Assert.Contains(new Grant(Role.Assessor, null), (await house.Get<ApiTokens>().Find(token, Cancellation))!.Grants);
    }

    [Fact]
    public async Task A_person_ends_own_sessions_and_nobody_elses()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var other = await house.Add(new Grant(Role.Clinician, "A"));
        var here = await house.SignIn(member);
        var there = await house.SignIn(member);
        var foreign = await house.SignIn(other);
        var sessions = house.Get<OwnSessions>();
        Assert.Equal(2, (await sessions.List(member.Caller, Cancellation)).Count);

        var foreignId = (await house.Live(foreign))!.Id;
        Assert.Equal("session.not-found", AccountHouse.WhyNot(await sessions.Revoke(member.Caller, foreignId, Cancellation)));
        Assert.NotNull(await house.Live(foreign));

        AccountHouse.Must(await sessions.Revoke(member.Caller, (await house.Live(there))!.Id, Cancellation));
        Assert.Null(await house.Live(there));
        Assert.NotNull(await house.Live(here));
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var here = await house.SignIn(member);
        var there = await house.SignIn(member);
        var change = house.Get<ChangePassword>();
        var live = (await house.Live(here))!;

        Assert.Equal("reauthentication.failed", AccountHouse.WhyNot(await change.Do(live, "wrong", "marble ferry onion 5", Cancellation)));
        AccountHouse.Must(await change.Do(live, AccountHouse.Password, "marble ferry onion 5", Cancellation));

        Assert.NotNull(await house.Live(here));
        Assert.Null(await house.Live(there));
    }

    [Fact]
    public async Task A_token_ends_on_its_day_and_when_it_is_revoked()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var tokens = house.Get<ApiTokens>();
        Assert.Equal(
            "api-token.days",
            AccountHouse.WhyNot(await tokens.Make(member.Caller, "x", 366, AccountHouse.Password, Cancellation))
        );
        var first = AccountHouse.Must(await tokens.Make(member.Caller, "first", 1, AccountHouse.Password, Cancellation));
        var second = AccountHouse.Must(await tokens.Make(member.Caller, "second", 30, AccountHouse.Password, Cancellation));
        house.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await tokens.Find(first, Cancellation));
        Assert.NotNull(await tokens.Find(second, Cancellation));

        var line = Assert.Single(await tokens.List(member.Caller, Cancellation));
        var stranger = await house.Add(new Grant(Role.Clinician, "A"));
        Assert.Equal("api-token.not-found", AccountHouse.WhyNot(await tokens.Revoke(stranger.Caller, line.Id, Cancellation)));
        AccountHouse.Must(await tokens.Revoke(member.Caller, line.Id, Cancellation));
        Assert.Null(await tokens.Find(second, Cancellation));
    }

    [Fact]
    public async Task No_secret_lies_readable_in_the_database_or_in_the_audit_trail()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var session = await house.SignIn(member);
        var token = AccountHouse.Must(await house.Get<ApiTokens>().Make(member.Caller, "script", 30, AccountHouse.Password, Cancellation));
        var key = Registry.Accounts.SecondFactor.Totp.Text(member.Key);
        var everything = await house.Sql<string>(
            """
            select string_agg(t, E'\n') from (
              select r::text t from audit.entry r union all select r::text from audit.act r union all
              select r::text from access.credential r union all select r::text from access.session r union all
              select r::text from access.api_token r union all select r::text from access.recovery_code r union all
              select r::text from access.one_time_code r) x
            """
        );

        foreach (var secret in new[] { session, token, key, Convert.ToHexStringLower(member.Key), AccountHouse.Password })
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "password_hash",
            await house.Sql<string>("select coalesce(string_agg(new::text, ''), '') from audit.entry"),
            StringComparison.Ordinal
        );
        Assert.Empty((await AuditChain.Verify(house.Connections, null, Cancellation)).Problems);
    }
}
