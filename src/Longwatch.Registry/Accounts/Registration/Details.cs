using Longwatch.Domain;

namespace Longwatch.Registry.Accounts.Registration;

/// <summary>Checks what people say of themselves.</summary>
internal static class Details
{
    private const int LongestName = 100;
    private const int LongestOrganisation = 200;

    /// <summary>Null when all will do.</summary>
    public static Refusal? Check(PersonalDetails person)
    {
        if (!IsText(person.FirstName, LongestName))
            return new("account.first-name", $"Enter the first name, at most {LongestName} characters.");
        if (!string.IsNullOrWhiteSpace(person.MiddleName) && !IsText(person.MiddleName, LongestName))
            return new("account.middle-name", $"A middle name has at most {LongestName} characters.");
        if (!IsText(person.LastName, LongestName))
            return new("account.last-name", $"Enter the last name, at most {LongestName} characters.");
        if (Email.Normal(person.Email) is null)
            return new("account.email", "Enter an e-mail address, as name@example.org.");
        if (!IsText(person.Organisation, LongestOrganisation))
            return new("account.organisation", $"Enter the organisation, at most {LongestOrganisation} characters.");
        if (!Enum.IsDefined(person.OrganisationType))
            return new("account.organisation-type", "Choose the type of the organisation.");
        return person.Country is { Length: 2 } country && country.All(char.IsAsciiLetter)
            ? null
            : new("account.country", "Enter the country by its two letters (ISO 3166), as DE or FR.");
    }

    public static AccountRow NewRow(PersonalDetails person, DateTimeOffset now)
    {
        var row = new AccountRow
        {
            Email = Email.Normal(person.Email)!,
            FirstName = "",
            LastName = "",
            Organisation = "",
            Country = "",
            WishedRoles = [],
            Requested = now,
        };
        Fill(row, person);
        return row;
    }

    public static void Fill(AccountRow row, PersonalDetails person)
    {
        row.FirstName = person.FirstName.Trim();
        row.MiddleName = string.IsNullOrWhiteSpace(person.MiddleName) ? null : person.MiddleName.Trim();
        row.LastName = person.LastName.Trim();
        row.Organisation = person.Organisation.Trim();
        row.OrganisationType = person.OrganisationType;
        row.Country = person.Country.ToUpperInvariant();
    }

    private static bool IsText(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Trim().Length <= longest && !text.Any(char.IsControl);
}
