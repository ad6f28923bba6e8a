using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Signatures;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Causality;

/// <summary>The verdict of one person in one round: a draft until it is signed.</summary>
public sealed class CausalityVerdictRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Round { get; set; }
    public Guid Person { get; set; }
    public bool Adjudication { get; set; }
    public CausalityCategory Category { get; set; }

    /// <summary>Answers as <c>criterion=answer</c>, separated by semicolons.</summary>
    public required string Criteria { get; set; }
    public EvidenceLevel Level { get; set; }
    public required string Reason { get; set; }
    public required string Evidence { get; set; }
    public string? PrintedName { get; set; }
    public DateTimeOffset? SignedAt { get; set; }
    public SignatureMeaning? Meaning { get; set; }
    public int? RecordVersion { get; set; }
    public string? ContentHash { get; set; }
    public ReauthenticationMeans? Means { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<CausalityVerdictRow>
    {
        public void Configure(EntityTypeBuilder<CausalityVerdictRow> builder)
        {
            builder.ToTable("causality_verdict", "casework");
            builder.HasOne<CausalityRoundRow>().WithMany().HasForeignKey(r => r.Round); // so that rows are saved after what they belong to
        }
    }
}
