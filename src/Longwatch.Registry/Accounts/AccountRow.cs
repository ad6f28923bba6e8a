using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts;

/// <summary>A person who works with the registry, or asked to.</summary>
public sealed class AccountRow : Fact
{
    /// <summary>In lower case; confirmed by a code before the row is made.</summary>
    public required string Email { get; set; }
    public required string FirstName { get; set; }
    public string? MiddleName { get; set; }
    public required string LastName { get; set; }
    public required string Organisation { get; set; }
    public OrganisationType OrganisationType { get; set; }

    /// <summary>ISO 3166 code of two letters.</summary>
    public required string Country { get; set; }
    public AccountStatus Status { get; set; }

    /// <summary>Codes of the roles that the person asked for; what was granted stands in the grants.</summary>
    public required string[] WishedRoles { get; set; }

    /// <summary>Code of the centre that the person asked for; null: none in particular.</summary>
    public string? WishedCentre { get; set; }
    public DateTimeOffset Requested { get; set; }

    /// <summary>As the audit trail and signatures print it.</summary>
    public string PrintedName => MiddleName is null ? $"{FirstName} {LastName}" : $"{FirstName} {MiddleName} {LastName}";

    private sealed class Mapping : IEntityTypeConfiguration<AccountRow>
    {
        public void Configure(EntityTypeBuilder<AccountRow> builder) => builder.ToTable("account", "access");
    }
}

public enum AccountStatus
{
    /// <summary>The e-mail is confirmed; an administrator decides.</summary>
    Requested,
    Active,
    Disabled,
    Refused,
}

public enum OrganisationType
{
    TreatmentCentre,
    Laboratory,
    Manufacturer,
    Regulator,
    Registry,
    Research,
    Other,
}
