using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Specimens;

/// <summary>One transgene test of one specimen. Columns as in <c>tests.csv</c>.</summary>
public sealed class TestRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Specimen { get; set; }
    public required string Code { get; set; }
    public DateOnly? Date { get; set; }
    public required string Assay { get; set; }
    public TestStatus Status { get; set; }
    public TestResult Result { get; set; }

    /// <summary>Transgene copies per cell; null when not quantified.</summary>
    public double? CopiesPerCell { get; set; }

    /// <summary>LoD95 in copies per cell; null when not stated.</summary>
    public double? LimitOfDetection { get; set; }
    public Ternary VectorClonal { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<TestRow>
    {
        public void Configure(EntityTypeBuilder<TestRow> builder) => builder.ToTable("test", "clinical");
    }
}
