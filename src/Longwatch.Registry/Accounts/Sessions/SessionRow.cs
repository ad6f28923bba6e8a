using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts.Sessions;

/// <summary>One sign-in of one person in one browser. The token itself is kept nowhere.</summary>
internal sealed class SessionRow
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public Guid Account { get; set; }
    public required byte[] Token { get; set; }
    public SessionStage Stage { get; set; }
    public SignInMeans Means { get; set; }

    /// <summary>Browser and system as the person would name them.</summary>
    public required string Device { get; set; }
    public DateTimeOffset Started { get; set; }
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>The absolute end, whatever the person does.</summary>
    public DateTimeOffset Ends { get; set; }
    public DateTimeOffset? Ended { get; set; }
    public SessionEnd? EndReason { get; set; }

    public override string ToString() => nameof(SessionRow);

    private sealed class Mapping : IEntityTypeConfiguration<SessionRow>
    {
        public void Configure(EntityTypeBuilder<SessionRow> builder)
        {
            builder.ToTable("session", "access");
            builder.Property(s => s.Id).ValueGeneratedNever();
        }
    }
}

public enum SessionStage
{
    /// <summary>The password was right; opens nothing but the page of the second factor.</summary>
    SecondFactor,
    Full,
}

/// <summary>By what a session was opened.</summary>
public enum SignInMeans
{
    Password,
    External,
    Totp,
    RecoveryCode,
    Passkey,
}

public enum SessionEnd
{
    SignedOut,
    Revoked,
    Idle,
    Absolute,
    Replaced,
    AccountDisabled,
    RolesChanged,
    CredentialsChanged,
}
