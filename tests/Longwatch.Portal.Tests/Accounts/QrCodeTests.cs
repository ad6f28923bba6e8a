using System.Security.Cryptography;
using System.Text;
using Longwatch.Portal.Accounts.Own;

namespace Longwatch.Portal.Tests.Accounts;

public sealed class QrCodeTests
{
    [Fact]
    public void Dump()
    {
        var sb = new StringBuilder();
        foreach (var n in new[] { 1, 14, 15, 26, 42, 62, 84, 96, 106, 122, 152, 180, 213, 251, 287, 331 })
        {
            var code = QrCode.Of(new string([.. Enumerable.Range(0, n).Select(i => (char)('!' + (i * 7 % 90)))]));
            sb.Append(n).Append(' ').Append(code.Size).Append(' ');
            for (var r = 0; r < code.Size; r++)
            for (var c = 0; c < code.Size; c++)
                sb.Append(code[r, c] ? '1' : '0');
            sb.Append('\n');
        }
        File.WriteAllText("/tmp/acc/qr.txt", sb.ToString());
    }
}
