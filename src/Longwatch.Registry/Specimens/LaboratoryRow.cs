using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Specimens;

/// <summary>A laboratory that receives specimens and tests them.</summary>
public sealed class LaboratoryRow : Fact
{
    /// <summary>Key in custody logs and orders; never that of a centre.</summary>
    public required string Code { get; set; }
    public required string Name { get; set; }

    /// <summary>The centre whose laboratory it is; null: one for all.</summary>
    public string? Centre { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<LaboratoryRow>
    {
        public void Configure(EntityTypeBuilder<LaboratoryRow> builder) => builder.ToTable("laboratory", "casework");
    }
}
