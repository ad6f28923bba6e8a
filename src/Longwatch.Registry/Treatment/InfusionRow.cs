using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Treatment;

/// <summary>One administration of one product. Columns as in <c>infusions.csv</c>.</summary>
public sealed class InfusionRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public required string Code { get; set; }
    public DateOnly Date { get; set; }
    public required string Product { get; set; }
    public string? Batch { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<InfusionRow>
    {
        public void Configure(EntityTypeBuilder<InfusionRow> builder) => builder.ToTable("infusion", "clinical");
    }
}
