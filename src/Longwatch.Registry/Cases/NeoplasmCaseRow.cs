using Longwatch.Registry.Access;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Cases;

/// <summary>The case of one neoplasm. Nothing of the neoplasm is repeated here.</summary>
public sealed class NeoplasmCaseRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Neoplasm { get; set; }
    public DateOnly Opened { get; set; }
    public CaseSource Source { get; set; }

    /// <summary>What raised the suspicion, in words.</summary>
    public string? Reason { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<NeoplasmCaseRow>
    {
        public void Configure(EntityTypeBuilder<NeoplasmCaseRow> builder)
        {
            builder.ToTable("neoplasm_case", "casework");
            builder.HasOne<NeoplasmRow>().WithMany().HasForeignKey(r => r.Neoplasm); // so that rows are saved after what they belong to
        }
    }
}
