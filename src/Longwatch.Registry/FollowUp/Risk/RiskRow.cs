using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Risk;

/// <summary>What a model predicts of one patient, with 95 % limits: research use.</summary>
public sealed class RiskRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }

    /// <summary>Predicted risk of a secondary T-cell malignancy by the model's data lock, 0 to 1.</summary>
    public double Risk { get; set; }

    public double Lower { get; set; }

    public double Upper { get; set; }

    /// <summary>Names the model: data lock, fingerprint of its cohort, seed.</summary>
    public required string Model { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<RiskRow>
    {
        public void Configure(EntityTypeBuilder<RiskRow> builder) => builder.ToTable("risk", "watch");
    }
}
