namespace Longwatch.Portal.Shell.Requests;

/// <summary>Keeps a redirect inside the portal.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a path of this site, else the home page: another site's address is never followed.</summary>
    internal static string OrHome(string? address) =>
        address is ['/', ..] and not (['/', '/', ..] or ['/', '\\', ..])
        && address.Length <= 500
        && !address.Any(c => char.IsControl(c) || c == '\\')
        && Uri.IsWellFormedUriString(address, UriKind.Relative)
            ? address
            : "/";
}
