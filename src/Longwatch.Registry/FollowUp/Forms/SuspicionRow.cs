using Longwatch.Domain;
using Longwatch.Domain.Neoplasms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>A new malignancy that a form of follow-up reports. It opens a case.</summary>
public sealed class SuspicionRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Entry { get; set; }
    public PartialDate Noticed { get; set; }
    public Lineage Lineage { get; set; }
    public string? Histology { get; set; }

    /// <summary>The case that it opened; null before.</summary>
    public Guid? Opened { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<SuspicionRow>
    {
        public void Configure(EntityTypeBuilder<SuspicionRow> builder) => builder.ToTable("suspicion", "watch");
    }
}
