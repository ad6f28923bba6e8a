using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Assays;

/// <summary>Who ordered a test, where, and in spite of which warnings.</summary>
public sealed class TestOrderRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Test { get; set; }
    public required string Laboratory { get; set; }
    public DateOnly Ordered { get; set; }
    public Guid? Account { get; set; }
    public required string PrintedName { get; set; }

    /// <summary>What the product-to-assay check said when the test was ordered.</summary>
    public required string[] Warnings { get; set; }

    /// <summary>Why the test was ordered in spite of them.</summary>
    public string? Acknowledgement { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<TestOrderRow>
    {
        public void Configure(EntityTypeBuilder<TestOrderRow> builder)
        {
            builder.ToTable("test_order", "casework");
            builder.HasOne<TestRow>().WithMany().HasForeignKey(r => r.Test); // so that rows are saved after what they belong to
        }
    }
}
