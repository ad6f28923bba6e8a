using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Contacts;

/// <summary>Something that was done in the course of follow-up.</summary>
public sealed class EventRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }

    /// <summary>As in the schedules: <c>visit</c>, <c>contact</c>, <c>persistence_test</c>.</summary>
    public required string Code { get; set; }
    public DateOnly Date { get; set; }
    public DateOnly Recorded { get; set; }

    /// <summary>The form that told of it; null when it was noted alone.</summary>
    public Guid? Entry { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<EventRow>
    {
        public void Configure(EntityTypeBuilder<EventRow> builder) => builder.ToTable("event", "watch");
    }
}
