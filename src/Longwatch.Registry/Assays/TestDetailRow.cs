using Longwatch.Registry.Access;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Assays;

/// <summary>How the result of a test came about.</summary>
public sealed class TestDetailRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Test { get; set; }

    /// <summary>Version of the assay in the catalogue, and of the catalogue.</summary>
    public required string AssayVersion { get; set; }
    public double? InputNanograms { get; set; }

    /// <summary>Cells whose DNA was examined.</summary>
    public double? Cells { get; set; }
    public double? CopiesLower { get; set; }
    public double? CopiesUpper { get; set; }

    /// <summary>Share of tumour cells that carry the CAR, in percent.</summary>
    public double? CarPositivePercent { get; set; }
    public int? VectorPositive { get; set; }
    public int? VectorDroplets { get; set; }
    public int? ReferencePositive { get; set; }
    public int? ReferenceDroplets { get; set; }
    public string? ReferenceTarget { get; set; }
    public int? BlankPositive { get; set; }
    public int? BlankDroplets { get; set; }
    public int? LimitOfBlank { get; set; }

    /// <summary>Integration sites, as <see cref="StoredSite"/> writes them.</summary>
    public required string[] Sites { get; set; }

    /// <summary>False: sites could not be told, and an empty list says nothing; null: the assay tells none.</summary>
    public bool? SitesPlaced { get; set; }
    public string? FileSha256 { get; set; }

    /// <summary>Program, rules and vectors of an imported verdict.</summary>
    public string? FileVersion { get; set; }
    public string? Sentence { get; set; }
    public required string[] Remarks { get; set; }
    public required string PrintedName { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<TestDetailRow>
    {
        public void Configure(EntityTypeBuilder<TestDetailRow> builder)
        {
            builder.ToTable("test_detail", "casework");
            builder.HasOne<TestRow>().WithMany().HasForeignKey(r => r.Test); // so that rows are saved after what they belong to
        }
    }
}
