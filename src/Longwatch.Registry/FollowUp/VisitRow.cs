using Longwatch.Domain.FollowUp;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp;

/// <summary>One contact with a patient, or one linkage with a death register. Columns as in <c>visits.csv</c>.</summary>
public sealed class VisitRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public DateOnly Date { get; set; }

    /// <summary>Tells several contacts of one day apart; 0 for the first.</summary>
    public int Ordinal { get; set; }
    public VitalStatus VitalStatus { get; set; }
    public DateOnly? DeathDate { get; set; }
    public DiseaseStatus DiseaseStatus { get; set; }
    public DateOnly? RelapseDate { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<VisitRow>
    {
        public void Configure(EntityTypeBuilder<VisitRow> builder) => builder.ToTable("visit", "clinical");
    }
}
