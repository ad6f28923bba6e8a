using Longwatch.Domain;
using Longwatch.Domain.Neoplasms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Neoplasms;

/// <summary>One neoplasm of one patient. Columns as in <c>neoplasms.csv</c>.</summary>
public sealed class NeoplasmRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public required string Code { get; set; }
    public DateOnly Diagnosed { get; set; }

    /// <summary>ICD-O-3 morphology and behaviour, as <c>9702/3</c>.</summary>
    public required string Morphology { get; set; }

    /// <summary>ICD-O-3 topography, as <c>C77.9</c>; null when not recorded.</summary>
    public string? Topography { get; set; }
    public Lineage Lineage { get; set; }
    public NeoplasmRelation Relation { get; set; }
    public Ternary ClonallyUnrelated { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<NeoplasmRow>
    {
        public void Configure(EntityTypeBuilder<NeoplasmRow> builder) => builder.ToTable("neoplasm", "clinical");
    }
}
