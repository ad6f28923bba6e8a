using Longwatch.Portal.Shell;

namespace Longwatch.Portal.Accounts.Own;

/// <summary>Shows recovery codes, once, as the answer to the form that made them.</summary>
internal static class RecoveryCodesPage
{
    internal static IResult Draw(HttpContext context, IReadOnlyList<string> codes, string next) =>
        Page.Of<RecoveryCodesView>(context, Text.T("accounts.recovery.title"), new { Codes = codes, Next = next });
}
