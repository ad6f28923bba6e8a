using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>One edition of a form.</summary>
public sealed class FormDefinitionRow : Fact
{
    /// <summary>The id that the file gives it, the same for all editions.</summary>
    public required string Code { get; set; }

    /// <summary>The version that the file states.</summary>
    public int Edition { get; set; }

    /// <summary>The file.</summary>
    public required string Definition { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<FormDefinitionRow>
    {
        public void Configure(EntityTypeBuilder<FormDefinitionRow> builder) => builder.ToTable("form_definition", "watch");
    }
}

/// <summary>One form of one patient as filled in: a draft until <see cref="Completed"/>.</summary>
public sealed class EntryRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public required string Form { get; set; }
    public int Edition { get; set; }
    public DateOnly VisitDate { get; set; }

    /// <summary>Answers by key, as a JSON object.</summary>
    public required string Answers { get; set; }

    /// <summary>Reasons of confirmations by key, as a JSON object.</summary>
    public required string Confirmed { get; set; }
    public Guid? Author { get; set; }
    public required string AuthorName { get; set; }
    public DateTimeOffset Saved { get; set; }

    /// <summary>Day on which it was completed; null for a draft.</summary>
    public DateOnly? Completed { get; set; }

    /// <summary>The contact that it made.</summary>
    public Guid? Visit { get; set; }

    /// <summary>The courses of therapy that it told of first.</summary>
    public Guid[] Therapies { get; set; } = [];

    private sealed class Mapping : IEntityTypeConfiguration<EntryRow>
    {
        public void Configure(EntityTypeBuilder<EntryRow> builder)
        {
            builder.ToTable("entry", "watch");
            builder.Property(r => r.Answers).HasColumnType("jsonb");
            builder.Property(r => r.Confirmed).HasColumnType("jsonb");
        }
    }
}
