using System.Text.RegularExpressions;
using Longwatch.Domain;
using Longwatch.Registry.Treatment;

namespace Longwatch.Registry.Centres;

/// <summary>A treatment centre as it is entered and corrected.</summary>
/// <param name="Country">ISO 3166 code of two letters; null when not known.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Email">Address for reminders; null: none are sent.</param>
public sealed partial record CentreFacts(string Name, string? Country, string TimeZone, string? Email)
{
    public static CentreFacts Of(CentreRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(row.Name, row.Country, row.TimeZone, row.Email);
    }

    internal void Into(CentreRow row) => (row.Name, row.Country, row.TimeZone, row.Email) = (Name, Country, TimeZone, Email);

    /// <summary>Why the facts are not allowed; null when they are.</summary>
    internal Refusal? Wrong() =>
        string.IsNullOrWhiteSpace(Name) || Name.Length > 200 || !Store.PlainText.IsLine(Name)
            ? new("centre.name", "A centre has a name of at most 200 characters.")
        : Country is not null && !Countries.All.ContainsKey(Country) ? new("centre.country", "The country is not a code of ISO 3166.")
        : !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? new("centre.time-zone", "The time zone is not known here.")
        : Email is not null && (Email.Length > 254 || !Address().IsMatch(Email)) ? new("centre.email", "This is not an e-mail address.")
        : null;

    [GeneratedRegex(@"^[^\s@<>""(),;:\\\[\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();
}
