using Longwatch.Domain;

namespace Longwatch.Registry.Identities;

/// <summary>Who a pseudonym is. Lives in the vault only; shows nothing by itself.</summary>
/// <param name="HospitalNumber">Number of the patient at the treating centre; null when not recorded.</param>
public sealed record Identity(string FirstName, string LastName, DateOnly? Born, string? HospitalNumber)
{
    private const int Longest = 200;

    /// <summary>Names nobody, so that a log line cannot either.</summary>
    public override string ToString() => nameof(Identity);

    /// <summary>An identity that can be kept, or why not.</summary>
    public static Result<Identity> Of(string? firstName, string? lastName, DateOnly? born, string? hospitalNumber, DateOnly today)
    {
        var (first, last, number) = (Clean(firstName), Clean(lastName), Clean(hospitalNumber));
        if (last is null)
            return new Refusal("identity.last-name", "Give the last name.");
        if (first is null)
            return new Refusal("identity.first-name", "Give the first name.");
        if (first.Length > Longest || last.Length > Longest || number?.Length > Longest)
            return new Refusal("identity.too-long", $"Names and numbers have at most {Longest} characters.");
        if (Odd(first) || Odd(last) || Odd(number ?? ""))
            return new Refusal("identity.characters", "Names and numbers have no control characters.");
        if (born is { } day && (day > today || day.Year < 1900))
            return new Refusal("identity.born", "The date of birth is a day from 1900 to today.");
        return new Identity(first, last, born, number);
    }

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool Odd(string text) => text.Any(char.IsControl);
}
