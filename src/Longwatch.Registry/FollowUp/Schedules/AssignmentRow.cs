using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Schedules;

/// <summary>A schedule chosen for one patient by hand; voided when it is chosen no more.</summary>
public sealed class AssignmentRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public required string Schedule { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<AssignmentRow>
    {
        public void Configure(EntityTypeBuilder<AssignmentRow> builder) => builder.ToTable("assignment", "watch");
    }
}
