using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Contacts;

/// <summary>One attempt to reach a patient: who, when, how, and what came of it.</summary>
public sealed class AttemptRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public DateOnly Date { get; set; }
    public ContactMeans Means { get; set; }
    public ContactOutcome Outcome { get; set; }
    public string? Note { get; set; }
    public Guid? ByAccount { get; set; }
    public required string ByName { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<AttemptRow>
    {
        public void Configure(EntityTypeBuilder<AttemptRow> builder) => builder.ToTable("attempt", "watch");
    }
}
