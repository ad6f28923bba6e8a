using System.Text;
using Longwatch.Registry.Accounts.SecondFactor;

namespace Longwatch.Registry.Tests.Accounts;

public sealed class TotpTests
{
    /// <summary>Key of the SHA-1 rows of RFC 6238, appendix B.</summary>
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B gives eight digits; six are their last six (RFC 4226, 5.3: the number modulo a power of ten).
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeAt(Key, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    // RFC 4648, section 10, without the padding, which authenticators do not want.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void A_key_is_written_in_base_32(string key, string text) => Assert.Equal(text, Totp.Text(Encoding.ASCII.GetBytes(key)));

    [Theory]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(-30, true)]
    [InlineData(60, false)]
    [InlineData(-60, false)]
    public void A_clock_may_differ_by_one_step_and_no_more(int seconds, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_010);
        Assert.Equal(taken, Totp.StepOf(Key, Totp.CodeAt(Key, now.AddSeconds(seconds)), now) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("28708२")]
    public void What_is_no_code_is_not_taken(string typed) => Assert.Null(Totp.StepOf(Key, typed, DateTimeOffset.FromUnixTimeSeconds(59)));
}
