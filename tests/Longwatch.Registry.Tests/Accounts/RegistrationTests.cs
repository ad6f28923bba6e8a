using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Demo;
using Longwatch.Registry.Accounts.Passwords;
using Longwatch.Registry.Accounts.People;
using Longwatch.Registry.Accounts.Registration;
using Longwatch.Registry.Accounts.SecondFactor;
using Longwatch.Registry.Accounts.Sessions;

namespace Longwatch.Registry.Tests.Accounts;

public sealed class RegistrationTests : IAsyncLifetime
{
    private const string Address = "192.0.2.1";
    private const string Email = "grace@example.org";
    private AccountHouse house = null!;

    public async ValueTask InitializeAsync() => house = await AccountHouse.Open();

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static AccountRequest Request(string email = Email, string? centre = "A") =>
        new(AccountHouse.Details(email), [Role.Clinician], centre);

    private async Task<Guid> Requested(string email = Email, string? centre = "A")
    {
        AccountHouse.Must(await house.Get<RequestAccount>().Do(Request(email, centre), Address, Cancellation));
        AccountHouse.Must(await house.Get<ConfirmEmail>().Do(await house.CodeOfLetter(email), Address, Cancellation));
        return (await house.Get<ReadPeople>().List(AccountHouse.Administrator, AccountStatus.Requested, Cancellation))
            .Single(p => p.Account.Email == email)
            .Account.Id;
    }

    private Task<Longwatch.Domain.Result<bool>> Approve(Caller caller, Guid account, params Grant[] grants) =>
        house.Get<DecideRequest>().Approve(caller, account, grants, Cancellation);

    [Fact]
    public async Task From_request_to_first_sign_in()
    {
        var account = await Requested();
        AccountHouse.Must(await Approve(AccountHouse.Administrator, account, new Grant(Role.Clinician, "A")));
        AccountHouse.Must(await house.Get<SetPassword>().Do(await house.CodeOfLetter(Email), AccountHouse.Password, Address, Cancellation));

        var first = AccountHouse.Must(await house.Get<SignIn>().Do(Email, AccountHouse.Password, AccountHouse.From(), Cancellation));
        var session = (await house.Live(first.Token))!;
        var key = (await house.Get<SetUpTotp>().Propose(session, Cancellation))!;
        Assert.StartsWith($"otpauth://totp/Longwatch:grace%40example.org?secret={key.Text}&", key.Uri, StringComparison.Ordinal);
        var code = Totp.CodeAt(FromBase32(key.Text), house.Clock.GetUtcNow());
        var added = AccountHouse.Must(await house.Get<SetUpTotp>().Confirm(session, code, "", AccountHouse.From(), Cancellation));

        Assert.Equal(10, added.RecoveryCodes.Count);
        Assert.Null(await house.Live(first.Token));
        Assert.Equal([new Grant(Role.Clinician, "A")], (await house.Live(added.Session!.Token))!.Caller.Grants);
        Assert.Equal("Grace Example", await house.Sql<string>("select actor_name from audit.act where command = 'accounts.sign-in'"));
    }

    [Fact]
    public async Task Nothing_is_kept_as_a_fact_before_the_code_comes_back()
    {
        AccountHouse.Must(await house.Get<RequestAccount>().Do(Request(), Address, Cancellation));

        Assert.Equal(0L, await house.Sql<long>("select count(*) from access.account"));
        Assert.Equal("account.code", AccountHouse.WhyNot(await house.Get<ConfirmEmail>().Do("0000-0000-0000", Address, Cancellation)));
        house.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(
            "account.code",
            AccountHouse.WhyNot(await house.Get<ConfirmEmail>().Do(await house.CodeOfLetter(Email), Address, Cancellation))
        );
    }

    [Fact]
    public async Task A_code_confirms_once()
    {
        await Requested();
        Assert.Equal(
            "account.code",
            AccountHouse.WhyNot(await house.Get<ConfirmEmail>().Do(await house.CodeOfLetter(Email), Address, Cancellation))
        );
    }

    [Fact]
    public async Task A_request_for_an_e_mail_that_has_an_account_gets_the_same_answer_and_the_owner_a_letter()
    {
        await Requested();
        var answer = await house.Get<RequestAccount>().Do(Request(), Address, Cancellation);
        var stranger = await house.Get<RequestAccount>().Do(Request("stranger@example.org"), Address, Cancellation);

        Assert.Equal(stranger, answer);
        Assert.Contains("There is one already", await house.Letter(Email), StringComparison.Ordinal);
        Assert.Equal(3L, await house.Sql<long>("select count(*) from access.one_time_code"));
    }

    [Fact]
    public async Task A_forgotten_password_gets_the_same_answer_with_and_without_an_account_and_a_letter_only_with_one()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        var ask = house.Get<AskForPassword>();
        Assert.Equal(await ask.Do("nobody@example.org", Address, Cancellation), await ask.Do(member.Email, Address, Cancellation));
        Assert.Null(await house.Letter("nobody@example.org"));

        var token = await house.SignIn(member);
        var code = await house.CodeOfLetter(member.Email);
        Assert.Equal(
            "password.guessable",
            AccountHouse.WhyNot(await house.Get<SetPassword>().Do(code, "person number1 1", Address, Cancellation))
        );
        AccountHouse.Must(await house.Get<SetPassword>().Do(code, "marble ferry onion 5", Address, Cancellation));
        Assert.Null(await house.Live(token));
        Assert.Equal(
            "account.code",
            AccountHouse.WhyNot(await house.Get<SetPassword>().Do(code, "marble ferry onion 6", Address, Cancellation))
        );
        Assert.Equal(
            "sign-in.failed",
            AccountHouse.WhyNot(await house.Get<SignIn>().Do(member.Email, AccountHouse.Password, AccountHouse.From(), Cancellation))
        );
        var first = AccountHouse.Must(
            await house.Get<SignIn>().Do(member.Email, "marble ferry onion 5", AccountHouse.From(), Cancellation)
        );
        Assert.Equal(SessionStage.SecondFactor, first.Stage);
    }

    [Fact]
    public async Task Letters_to_one_recipient_and_from_one_address_are_limited()
    {
        var member = await house.Add(new Grant(Role.Clinician, "A"));
        for (var n = 0; n < 10; n++)
            AccountHouse.Must(await house.Get<AskForPassword>().Do(member.Email, Address, Cancellation));
        Assert.Equal(5L, await house.Sql<long>("select count(*) from access.outbox"));
        Assert.Equal(
            "attempts.too-many",
            AccountHouse.WhyNot(await house.Get<AskForPassword>().Do("x@example.org", Address, Cancellation))
        );
    }

    [Fact]
    public async Task A_centre_administrator_approves_for_the_own_centre_only()
    {
        var administrator = (await house.Add(new Grant(Role.CentreAdministrator, "A"))).Caller;
        var own = await Requested("own@example.org", "A");
        var foreign = await Requested("foreign@example.org", "B");

        Assert.Equal("person.not-found", AccountHouse.WhyNot(await Approve(administrator, foreign, new Grant(Role.Clinician, "A"))));
        Assert.Equal("person.not-found", AccountHouse.WhyNot(await house.Get<ReadPeople>().One(administrator, foreign, Cancellation)));
        Assert.Equal("grant.not-yours", AccountHouse.WhyNot(await Approve(administrator, own, new Grant(Role.Clinician, "B"))));
        Assert.Equal("grant.not-yours", AccountHouse.WhyNot(await Approve(administrator, own, new Grant(Role.Assessor, null))));
        Assert.Equal("grant.not-yours", AccountHouse.WhyNot(await Approve(administrator, own, new Grant(Role.Administrator, null))));
        Assert.Equal("grant.centre-needless", AccountHouse.WhyNot(await Approve(administrator, own, new Grant(Role.Administrator, "A"))));
        Assert.Equal("grant.centre-missing", AccountHouse.WhyNot(await Approve(administrator, own, new Grant(Role.Clinician, null))));
        AccountHouse.Must(await Approve(administrator, own, new Grant(Role.Clinician, "A")));
        Assert.Equal("person.not-waiting", AccountHouse.WhyNot(await Approve(administrator, own, new Grant(Role.Clinician, "A"))));
    }

    [Fact]
    public async Task Nobody_changes_the_own_roles_and_a_centre_does_not_disable_who_works_elsewhere_too()
    {
        var administrator = await house.Add(new Grant(Role.CentreAdministrator, "A"));
        var both = await house.Add(new Grant(Role.Clinician, "A"), new Grant(Role.Clinician, "B"));
        var grants = house.Get<ChangeGrants>();
        Assert.Equal(
            "person.self",
            AccountHouse.WhyNot(
                await grants.Give(administrator.Caller, administrator.Id, new(Role.Clinician, "A"), "why not", Cancellation)
            )
        );
        Assert.Equal(
            "person.roles-elsewhere",
            AccountHouse.WhyNot(await house.Get<ChangeAccount>().Disable(administrator.Caller, both.Id, "gone", Cancellation))
        );
        var person = AccountHouse.Must(await house.Get<ReadPeople>().One(administrator.Caller, both.Id, Cancellation));
        var there = person.Grants.Single(g => g.Centre == "B");
        var here = person.Grants.Single(g => g.Centre == "A");
        Assert.Equal(
            "grant.not-yours",
            AccountHouse.WhyNot(await grants.Withdraw(administrator.Caller, both.Id, there.Id, "x", Cancellation))
        );
        AccountHouse.Must(await grants.Withdraw(administrator.Caller, both.Id, here.Id, "moved", Cancellation));
    }

    [Fact]
    public async Task A_refused_person_may_ask_again()
    {
        var account = await Requested();
        AccountHouse.Must(await house.Get<DecideRequest>().Refuse(AccountHouse.Administrator, account, "unknown person", Cancellation));
        Assert.Equal(account, await Requested());
    }

    [Fact]
    public async Task The_first_administrator_comes_by_a_code_that_works_once_within_a_day_and_only_while_there_is_none()
    {
        var first = house.Get<FirstAdministrator>();
        var older = (await first.Invite(Cancellation))!;
        var code = (await first.Invite(Cancellation))!;
        var person = AccountHouse.Details("ada@example.org", "Ada");
        Assert.Equal("account.code", AccountHouse.WhyNot(await first.Do(older, person, AccountHouse.Password, Cancellation)));
        house.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal("account.code", AccountHouse.WhyNot(await first.Do(code, person, AccountHouse.Password, Cancellation)));
        code = (await first.Invite(Cancellation))!;
        AccountHouse.Must(await first.Do(code, person, AccountHouse.Password, Cancellation));

        Assert.Null(await first.Invite(Cancellation));
        Assert.Equal(
            "account.code",
            AccountHouse.WhyNot(await first.Do(code, AccountHouse.Details("eve@example.org", "Eve"), AccountHouse.Password, Cancellation))
        );
    }

    [Theory]
    [InlineData("", "account.email")]
    [InlineData("no-address", "account.email")]
    [InlineData("a@b.example\r\nBcc: x@example.org", "account.email")]
    [InlineData("\"Name\" <a@example.org>", "account.email")]
    [InlineData("a@example.org,b@example.org", "account.email")]
    public async Task What_is_no_address_is_refused(string email, string code) =>
        Assert.Equal(code, AccountHouse.WhyNot(await house.Get<RequestAccount>().Do(Request(email), Address, Cancellation)));

    [Fact]
    public async Task People_of_the_demonstration_can_sign_in_and_are_made_once()
    {
        var people = await house.Get<DemoPeople>().Do(["A", "B"], Cancellation);
        Assert.Equal(Enum.GetValues<Role>().Order(), people.Select(p => p.Grant.Role).Distinct().Order());
        Assert.Equal(people.Count, people.Select(p => p.Password).Distinct().Count());
        Assert.Empty(await house.Get<DemoPeople>().Do(["A", "B"], Cancellation));

        var person = people[0];
        var first = AccountHouse.Must(await house.Get<SignIn>().Do(person.Email, person.Password, AccountHouse.From(), Cancellation));
        var secret = System.Web.HttpUtility.ParseQueryString(new Uri(person.TotpUri).Query)["secret"]!;
        var code = Totp.CodeAt(FromBase32(secret), house.Clock.GetUtcNow());
        AccountHouse.Must(
            await house.Get<ConfirmSecondFactor>().Do((await house.Live(first.Token))!, code, AccountHouse.From(), Cancellation)
        );
    }

    /// <summary>As an authenticator reads the key: the other direction than the code under test, written by the definition.</summary>
    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(
            text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0'))
        );
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
