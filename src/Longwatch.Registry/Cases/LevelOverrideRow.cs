using Longwatch.Domain.Cases;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Cases;

/// <summary>A level that an assessor placed beside the rule's level.</summary>
public sealed class LevelOverrideRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid NeoplasmCase { get; set; }
    public EvidenceLevel Level { get; set; }
    public EvidenceLevel ByRule { get; set; }
    public required string Reason { get; set; }
    public required string Evidence { get; set; }
    public Guid Signer { get; set; }
    public required string PrintedName { get; set; }
    public DateTimeOffset SignedAt { get; set; }
    public int RecordVersion { get; set; }
    public required string ContentHash { get; set; }
    public ReauthenticationMeans Means { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<LevelOverrideRow>
    {
        public void Configure(EntityTypeBuilder<LevelOverrideRow> builder)
        {
            builder.ToTable("level_override", "casework");
            builder.HasOne<NeoplasmCaseRow>().WithMany().HasForeignKey(r => r.NeoplasmCase); // so that rows are saved after what they belong to
        }
    }
}
