using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Transfers;

/// <summary>The handing over of one patient from one centre to another, or out of the registry.</summary>
public sealed class TransferRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public required string FromCentre { get; set; }

    /// <summary>Null when the patient leaves the registry; then <see cref="ToOutside"/> says where to.</summary>
    public string? ToCentre { get; set; }
    public string? ToOutside { get; set; }
    public required string Reason { get; set; }
    public DateOnly Requested { get; set; }
    public required string RequestedBy { get; set; }
    public DateOnly? Answered { get; set; }
    public bool? Accepted { get; set; }
    public string? AnsweredBy { get; set; }
    public string? AnswerReason { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<TransferRow>
    {
        public void Configure(EntityTypeBuilder<TransferRow> builder) => builder.ToTable("transfer", "watch");
    }
}
