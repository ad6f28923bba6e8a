using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Consent;

/// <summary>Consent of one patient for one purpose; withdrawn when <see cref="Withdrawn"/> is given.</summary>
public sealed class ConsentRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Purpose Purpose { get; set; }
    public DateOnly Given { get; set; }
    public DateOnly? Withdrawn { get; set; }
    public string? Reason { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<ConsentRow>
    {
        public void Configure(EntityTypeBuilder<ConsentRow> builder) => builder.ToTable("consent", "watch");
    }
}
