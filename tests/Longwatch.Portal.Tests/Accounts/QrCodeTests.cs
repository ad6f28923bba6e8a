using System.Security.Cryptography;
using System.Text;
using Longwatch.Portal.Accounts.Own;

namespace Longwatch.Portal.Tests.Accounts;

public sealed class QrCodeTests
{
    /// <summary>Longest texts of versions 1 to 13, and some between: all blocks, both lengths of the count, version information.</summary>
    private static readonly int[] Lengths = [1, 14, 15, 26, 42, 62, 84, 96, 106, 122, 152, 180, 213, 251, 287, 331];

    /// <summary>
    /// Hash of the modules of all these codes. Each was drawn with six pixels a module and read by another program, jsQR 1.4.0 (npm), which gave
    /// the text back for all 16; so was a picture of the page in Chromium. A change of this hash needs that done again.
    /// </summary>
    private const string ReadByAnotherProgram = "1c0820b4a82346eccf0a7682389b40874fe18ab3243ec0dee03921aca820847c";

    [Fact]
    public void Codes_are_those_that_another_program_read()
    {
        var modules = new StringBuilder();
        foreach (var length in Lengths)
        {
            var code = QrCode.Of(new string([.. Enumerable.Range(0, length).Select(i => (char)('!' + (i * 7 % 90)))]));
            modules.Append(length).Append(' ').Append(code.Size).Append(' ');
            for (var row = 0; row < code.Size; row++)
            for (var column = 0; column < code.Size; column++)
                modules.Append(code[row, column] ? '1' : '0');
            modules.Append('\n');
        }

        Assert.Equal(ReadByAnotherProgram, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(modules.ToString()))));
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused() => Assert.Throws<ArgumentException>(() => QrCode.Of(new string('x', 332)));
}
