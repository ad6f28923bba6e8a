using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Specimens;

/// <summary>One entry of a custody log, and who entered it.</summary>
public sealed class CustodyEventRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Specimen { get; set; }
    public int Ordinal { get; set; }
    public CustodyStep Step { get; set; }
    public required string Party { get; set; }
    public DateOnly Date { get; set; }
    public string? Recipient { get; set; }
    public string? Note { get; set; }
    public Guid? Account { get; set; }
    public required string PrintedName { get; set; }

    internal CustodyEvent Event => new(Step, Party, Date, Recipient, Note);

    private sealed class Mapping : IEntityTypeConfiguration<CustodyEventRow>
    {
        public void Configure(EntityTypeBuilder<CustodyEventRow> builder)
        {
            builder.ToTable("custody_event", "casework");
            builder.HasOne<SpecimenRow>().WithMany().HasForeignKey(r => r.Specimen); // so that rows are saved after what they belong to
        }
    }
}
