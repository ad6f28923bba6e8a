using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Specimens;

/// <summary>Label, amount and fixation of one specimen.</summary>
public sealed class SpecimenDetailRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Specimen { get; set; }
    public required string Identifier { get; set; }
    public double? Amount { get; set; }
    public AmountUnit? Unit { get; set; }
    public Fixation Fixation { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<SpecimenDetailRow>
    {
        public void Configure(EntityTypeBuilder<SpecimenDetailRow> builder)
        {
            builder.ToTable("specimen_detail", "casework");
            builder.HasOne<SpecimenRow>().WithMany().HasForeignKey(r => r.Specimen); // so that rows are saved after what they belong to
        }
    }
}
