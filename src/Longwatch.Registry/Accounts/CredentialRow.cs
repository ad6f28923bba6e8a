using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts;

/// <summary>By what a person signs in. Not watched by the audit trail: it holds secrets.</summary>
internal sealed class CredentialRow
{
    public Guid Account { get; set; }

    /// <summary>As ASP.NET Core Identity writes it; null until the person has set a password.</summary>
    public string? PasswordHash { get; set; }
    public DateTimeOffset? PasswordSet { get; set; }

    /// <summary>Sealed with a key that the database does not have.</summary>
    public byte[]? TotpKey { get; set; }

    /// <summary>When the first code was right; null: the key does not count yet.</summary>
    public DateTimeOffset? TotpConfirmed { get; set; }

    /// <summary>Number of the 30-second step of the last code that was taken; none is taken twice.</summary>
    public long TotpLastStep { get; set; }

    /// <summary>Attempts in a row that were not followed by a whole sign-in.</summary>
    public int Failures { get; set; }
    public DateTimeOffset? LockedUntil { get; set; }

    public override string ToString() => nameof(CredentialRow);

    private sealed class Mapping : IEntityTypeConfiguration<CredentialRow>
    {
        public void Configure(EntityTypeBuilder<CredentialRow> builder)
        {
            builder.ToTable("credential", "access");
            builder.HasKey(c => c.Account);
            builder.Property(c => c.Account).ValueGeneratedNever();
        }
    }
}
