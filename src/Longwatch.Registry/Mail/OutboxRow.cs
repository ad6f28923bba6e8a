using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Mail;

/// <summary>A letter on its way, or the trace of one that was sent.</summary>
internal sealed class OutboxRow
{
    public Guid Id { get; set; } = Guid.CreateVersion7();
    public required string Recipient { get; set; }
    public required string Subject { get; set; }

    /// <summary>Null once the letter has been sent.</summary>
    public string? Body { get; set; }
    public DateTimeOffset Made { get; set; }
    public DateTimeOffset NextAttempt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset? Sent { get; set; }

    /// <summary>Why the last attempt failed: the kind of failure, never the recipient.</summary>
    public string? Problem { get; set; }

    public override string ToString() => nameof(OutboxRow);

    private sealed class Mapping : IEntityTypeConfiguration<OutboxRow>
    {
        public void Configure(EntityTypeBuilder<OutboxRow> builder)
        {
            builder.ToTable("outbox", "access");
            builder.Property(r => r.Id).ValueGeneratedNever();
        }
    }
}
