using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Causality;

/// <summary>One round of assessment of one case.</summary>
public sealed class CausalityRoundRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid NeoplasmCase { get; set; }
    public int Number { get; set; }
    public required string Evidence { get; set; }
    public required Guid[] Assessors { get; set; }

    /// <summary>Printed names of the assessors, in the same order.</summary>
    public required string[] Names { get; set; }
    public DateTimeOffset Opened { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<CausalityRoundRow>
    {
        public void Configure(EntityTypeBuilder<CausalityRoundRow> builder)
        {
            builder.ToTable("causality_round", "casework");
            builder.HasOne<NeoplasmCaseRow>().WithMany().HasForeignKey(r => r.NeoplasmCase); // so that rows are saved after what they belong to
        }
    }
}
