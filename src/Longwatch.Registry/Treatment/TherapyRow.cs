using Longwatch.Domain.Treatment;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Treatment;

/// <summary>One course of other therapy. Columns as in <c>therapies.csv</c>.</summary>
public sealed class TherapyRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public DateOnly Start { get; set; }
    public TherapyKind Kind { get; set; }

    /// <summary>Tells equal courses that start on one day apart; 0 for the first.</summary>
    public int Ordinal { get; set; }
    public string? Agent { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<TherapyRow>
    {
        public void Configure(EntityTypeBuilder<TherapyRow> builder) => builder.ToTable("therapy", "clinical");
    }
}
