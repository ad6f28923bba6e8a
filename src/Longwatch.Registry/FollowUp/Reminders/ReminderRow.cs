using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Reminders;

/// <summary>One reminder that was given.</summary>
public sealed class ReminderRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public required string Centre { get; set; }
    public required string Schedule { get; set; }
    public required string Activity { get; set; }
    public DateOnly Due { get; set; }
    public ReminderStep Step { get; set; }
    public DateTimeOffset Given { get; set; }
    public required string Channel { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<ReminderRow>
    {
        public void Configure(EntityTypeBuilder<ReminderRow> builder) => builder.ToTable("reminder", "watch");
    }
}
