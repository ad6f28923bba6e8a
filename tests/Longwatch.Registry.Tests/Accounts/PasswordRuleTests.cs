using Longwatch.Registry.Accounts.Passwords;

namespace Longwatch.Registry.Tests.Accounts;

public sealed class PasswordRuleTests
{
    private static readonly string?[] Context = ["Grace", null, "Example", "grace.example@clinic-north.example", "Clinic North"];

    [Theory]
    [InlineData("short", "password.too-short")]
    [InlineData("elevenchars", "password.too-short")]
    [InlineData("Password1234!", "password.guessable")]
    [InlineData("p@$$w0rd12345", "password.guessable")]
    [InlineData("qwertyuiop123", "password.guessable")]
    [InlineData("aaaaaaaaaaaaaaaa", "password.guessable")]
    [InlineData("abababababababab", "password.guessable")]
    [InlineData("123456789012345", "password.guessable")]
    [InlineData("correcthorsebatterystaple", "password.guessable")]
    [InlineData("GraceExample2026", "password.guessable")]
    [InlineData("longwatch123456", "password.guessable")]
    public void What_is_tried_first_is_refused(string password, string code) =>
        Assert.Equal(code, PasswordRule.Check(password, 12, Context)?.Code);

    [Fact]
    public void A_password_longer_than_any_person_types_is_refused() =>
        Assert.Equal("password.too-long", PasswordRule.Check(new string('x', 129), 12, Context)?.Code);

    [Theory]
    [InlineData("kelp orbit vinegar 93")]
    [InlineData("Vergissmeinnicht & Kohl")]
    [InlineData("k8Tq-vvPz-22Lx")]
    [InlineData("花見をする朝に七つの鐘が鳴る")]
    public void Words_that_do_not_belong_together_will_do(string password) => Assert.Null(PasswordRule.Check(password, 12, Context));
}
