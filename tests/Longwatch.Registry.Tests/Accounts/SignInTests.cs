using System.Diagnostics;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.People;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Registry.Tests.Accounts;

public sealed class SignInTests : IAsyncLifetime
{
    private AccountHouse house = null!;

    public async ValueTask InitializeAsync() => house = await AccountHouse.Open();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<Longwatch.Domain.Result<OpenedSession>> Password(string email, string password, string address = "192.0.2.1") =>
        house.Get<SignIn>().Do(email, password, AccountHouse.From(address), Cancellation);

    [Fact]
    public async Task Password_and_code_open_a_session_that_carries_the_roles()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"), new Grant(Role.Assessor, null));
        var live = await house.Live(await house.SignIn(member));

        Assert.Equal(SessionStage.Full, live!.Stage);
        Assert.Equal([new Grant(Role.Clinician, "A"), new Grant(Role.Assessor, null)], live.Caller.Grants.OrderBy(g => g.Centre is null));
        Assert.Equal(member.Id, live.Caller.Account);
        Assert.Equal("Person Number1", live.Caller.PrintedName);
    }

    [Fact]
    public async Task The_password_alone_opens_only_the_way_to_the_second_factor_and_that_for_ten_minutes()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var first = AccountHouse.Must(await Password(member.Email, AccountHouse.Password));

        Assert.Equal(SessionStage.SecondFactor, (await house.Live(first.Token))!.Stage);
        house.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await house.Live(first.Token));
    }

    [Fact]
    public async Task The_session_of_the_first_step_ends_when_the_second_is_done()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var first = AccountHouse.Must(await Password(member.Email, AccountHouse.Password));
        var second = AccountHouse.Must(
            await house
                .Get<ConfirmSecondFactor>()
                .Do((await house.Live(first.Token))!, house.Code(member), AccountHouse.From(), Cancellation)
        );

        Assert.NotEqual(first.Token, second.Token);
        Assert.Null(await house.Live(first.Token));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var code = house.Code(member);
        for (var n = 0; n < 2; n++)
        {
            var first = AccountHouse.Must(await Password(member.Email, AccountHouse.Password));
            var second = await house
                .Get<ConfirmSecondFactor>()
                .Do((await house.Live(first.Token))!, code, AccountHouse.From(), Cancellation);
            if (n == 0)
                AccountHouse.Must(second);
            else
                Assert.Equal("sign-in.code", AccountHouse.WhyNot(second));
        }
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        for (var n = 0; n < 5; n++)
            Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await Password(member.Email, "wrong")));

        Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await Password(member.Email, AccountHouse.Password)));
        house.Clock.Advance(TimeSpan.FromMinutes(15));
        AccountHouse.Must(await Password(member.Email, AccountHouse.Password));
    }

    [Fact]
    public async Task Wrong_codes_lock_too_and_right_passwords_between_them_do_not_help()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        for (var n = 0; n < 5; n++)
        {
            var first = AccountHouse.Must(await Password(member.Email, AccountHouse.Password));
            await house.Get<ConfirmSecondFactor>().Do((await house.Live(first.Token))!, "000000", AccountHouse.From(), Cancellation);
        }

        Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await Password(member.Email, AccountHouse.Password)));
    }

    [Fact]
    public async Task Many_guesses_at_once_get_no_more_tries_than_one_after_the_other()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Password(member.Email, $"guess {n}", $"198.51.100.{n}")));

        Assert.Equal(5, await house.Sql<int>("select failures from access.credential"));
        Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await Password(member.Email, AccountHouse.Password)));
    }

    [Fact]
    public async Task One_address_has_thirty_attempts_in_five_minutes()
    {
        for (var n = 0; n < 30; n++)
            Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await Password($"nobody{n}@example.org", "wrong")));

        Assert.Equal("attempts.too-many", AccountHouse.WhyNot(await Password("nobody@example.org", "wrong")));
        Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await Password("nobody@example.org", "wrong", "192.0.2.2")));
        house.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await Password("nobody@example.org", "wrong")));
    }

    [Fact]
    public async Task Unknown_locked_disabled_and_wrong_get_one_answer_after_the_same_slow_hash()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        await house.Sql<int>(
            $"update access.credential set password_hash = '{house.Get<Registry.Accounts.Passwords.PasswordHashing>().Hash("another one")}'; select 1"
        );
        var known = new List<TimeSpan>();
        var unknown = new List<TimeSpan>();
        var answers = new HashSet<object>();
        for (var n = 0; n < 7; n++)
        {
            var watch = Stopwatch.StartNew();
            answers.Add(await Password(member.Email, "wrong", $"203.0.113.{n}")); // locked from the sixth on
            known.Add(watch.Elapsed);
            watch.Restart();
            answers.Add(await Password($"nobody{n}@example.org", "wrong", $"203.0.113.{n}"));
            unknown.Add(watch.Elapsed);
        }

        Assert.Single(answers);
        var ratio = unknown.Order().ElementAt(3) / known.Order().ElementAt(3);
        Assert.InRange(ratio, 0.4, 2.5); // without the hash it would be a hundredth
    }

    [Fact]
    public async Task A_recovery_code_stands_in_for_the_second_factor_once()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        house.Clock.Advance(TimeSpan.FromMinutes(1));
        var codes = AccountHouse.Must(await house.Get<RenewRecoveryCodes>().Do(member.Caller, AccountHouse.Password, Cancellation));
        Assert.Equal(10, codes.Distinct().Count());
        for (var n = 0; n < 2; n++)
        {
            var first = AccountHouse.Must(await Password(member.Email, AccountHouse.Password));
            var second = await house
                .Get<ConfirmSecondFactor>()
                .Do((await house.Live(first.Token))!, codes[3].ToLowerInvariant(), AccountHouse.From(), Cancellation);
            if (n == 0)
                AccountHouse.Must(second);
            else
                Assert.Equal("sign-in.code", AccountHouse.WhyNot(second));
        }
    }

    [Fact]
    public async Task With_the_password_alone_nobody_puts_another_second_factor_beside_the_one_there_is()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var first = (await house.Live(AccountHouse.Must(await Password(member.Email, AccountHouse.Password)).Token))!;

        Assert.Null(await house.Get<SetUpTotp>().Propose(first, Cancellation));
        Assert.Equal("sign-in.failed", AccountHouse.WhyNot(await house.Get<Passkeys>().MayAdd(first, "", Cancellation)));
    }

    [Fact]
    public async Task An_external_identity_takes_the_place_of_the_password_only_when_it_is_linked()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var identities = house.Get<ExternalIdentities>();
        var identity = new ExternalIdentity("hospital", "subject-1");
        Assert.Equal("sign-in.not-linked", AccountHouse.WhyNot(await identities.SignIn(identity, AccountHouse.From(), Cancellation)));

        AccountHouse.Must(await identities.Link(member.Caller, identity, Cancellation));
        var first = AccountHouse.Must(await identities.SignIn(identity, AccountHouse.From(), Cancellation));
        Assert.Equal(SessionStage.SecondFactor, first.Stage);

        AccountHouse.Must(await house.Get<ChangeAccount>().Disable(AccountHouse.Administrator, member.Id, "left", Cancellation));
        Assert.Equal("sign-in.not-linked", AccountHouse.WhyNot(await identities.SignIn(identity, AccountHouse.From(), Cancellation)));
    }

    [Fact]
    public async Task Reauthentication_takes_the_password_or_a_code_once_and_counts_towards_the_lockout()
    {
        var member = await house.Add(new Grant(Role.Assessor, null));
        var again = house.Get<IReauthentication>();
        Assert.Equal(
            ReauthenticationMeans.Password,
            AccountHouse.Must(await again.Confirm(member.Caller, AccountHouse.Password, Cancellation)).Means
        );
        var code = house.Code(member);
        Assert.Equal(ReauthenticationMeans.Totp, AccountHouse.Must(await again.Confirm(member.Caller, code, Cancellation)).Means);
        Assert.Equal("reauthentication.failed", AccountHouse.WhyNot(await again.Confirm(member.Caller, code, Cancellation)));
        for (var n = 0; n < 5; n++)
            await again.Confirm(member.Caller, "wrong", Cancellation);
        Assert.Equal(
            "reauthentication.failed",
            AccountHouse.WhyNot(await again.Confirm(member.Caller, AccountHouse.Password, Cancellation))
        );
    }
}
