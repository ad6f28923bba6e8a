namespace Longwatch.Domain.Specimens;

/// <summary>Consent of one patient to the testing of specimens, as it is known.</summary>
/// <param name="Given">Whether it was given; <see cref="Ternary.Unknown"/> when nobody has asked or nothing is recorded.</param>
/// <param name="From">First day on which it holds; null when the day is not recorded.</param>
/// <param name="Withdrawn">First day on which it holds no more; null when it was not withdrawn.</param>
public readonly record struct TestingConsent(Ternary Given, DateOnly? From, DateOnly? Withdrawn)
{
    /// <summary>Why a specimen may not be tested on this day; null when it may. Not recorded is not given.</summary>
    public Refusal? Against(DateOnly day)
    {
        if (Given == Ternary.Unknown)
            return new("consent.not-known", "No consent to testing is recorded: record it before a test is ordered.");
        if (Given == Ternary.No)
            return new("consent.refused", "Consent to testing was refused.");
        if (Withdrawn is { } end && end <= day)
            return new("consent.withdrawn", $"Consent to testing was withdrawn on {end:yyyy-MM-dd}.");
        if (From is { } from && day < from)
            return new("consent.not-yet", $"Consent to testing holds from {from:yyyy-MM-dd}.");
        return null;
    }
}
