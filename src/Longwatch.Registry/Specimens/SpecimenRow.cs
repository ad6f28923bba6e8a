using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Specimens;

/// <summary>One specimen and who holds it. Columns as in <c>specimens.csv</c>.</summary>
public sealed class SpecimenRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid? Neoplasm { get; set; }
    public required string Code { get; set; }
    public SpecimenType Type { get; set; }
    public DateOnly? Collected { get; set; }
    public CustodyStatus Custody { get; set; }
    public string? Holder { get; set; }

    /// <summary>Share of tumour cells, 0 to 1; null when not assessed.</summary>
    public double? TumourFraction { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<SpecimenRow>
    {
        public void Configure(EntityTypeBuilder<SpecimenRow> builder) => builder.ToTable("specimen", "clinical");
    }
}
