using Longwatch.Domain.Cases;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Cases;

/// <summary>The state of one checklist item. Of an item that the neoplasm itself answers, the value stands there and not here.</summary>
public sealed class ChecklistAnswerRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid NeoplasmCase { get; set; }
    public required string Item { get; set; }
    public AnswerStatus Status { get; set; }
    public string? Value { get; set; }
    public DateOnly? Date { get; set; }
    public string? Source { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<ChecklistAnswerRow>
    {
        public void Configure(EntityTypeBuilder<ChecklistAnswerRow> builder)
        {
            builder.ToTable("checklist_answer", "casework");
            builder.HasOne<NeoplasmCaseRow>().WithMany().HasForeignKey(r => r.NeoplasmCase); // so that rows are saved after what they belong to
        }
    }
}
