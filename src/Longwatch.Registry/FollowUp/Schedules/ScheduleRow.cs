using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Schedules;

/// <summary>One edition of a schedule of follow-up.</summary>
public sealed class ScheduleRow : Fact
{
    /// <summary>The id that the file gives it, the same for all editions.</summary>
    public required string Code { get; set; }

    /// <summary>The version that the file states.</summary>
    public int Edition { get; set; }

    /// <summary>The file.</summary>
    public required string Definition { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<ScheduleRow>
    {
        public void Configure(EntityTypeBuilder<ScheduleRow> builder) => builder.ToTable("schedule", "watch");
    }
}
