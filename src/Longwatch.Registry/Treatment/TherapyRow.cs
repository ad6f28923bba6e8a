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

internal static class Therapies
{
    /// <summary>The ordinal that tells a course from the equal ones of the patient that start on the same day, voided ones included.</summary>
    public static async Task<int> NextOrdinal(this RegistryDb db, Guid patient, TherapyFacts facts, CancellationToken cancellation) =>
        await db.Set<TherapyRow>()
            .Where(t => t.Patient == patient && t.Start == facts.Start && t.Kind == facts.Kind)
            .MaxAsync(t => (int?)t.Ordinal, cancellation) + 1
        ?? 0;
}
