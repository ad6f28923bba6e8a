using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Specimens;

/// <summary>Consent of one patient to the testing of specimens.</summary>
public sealed class TestingConsentRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Ternary Given { get; set; }
    public DateOnly? FromDate { get; set; }
    public DateOnly? Withdrawn { get; set; }

    /// <summary>Where it is recorded: form and version.</summary>
    public required string Source { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<TestingConsentRow>
    {
        public void Configure(EntityTypeBuilder<TestingConsentRow> builder) => builder.ToTable("testing_consent", "casework");
    }
}
