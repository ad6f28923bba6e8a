using Longwatch.Domain;
using Longwatch.Domain.Treatment;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Treatment;

/// <summary>One treated person, known only by a random pseudonym. Columns as in <c>patients.csv</c>.</summary>
public sealed class PatientRow : Fact
{
    public required string Pseudonym { get; set; }
    public required string Centre { get; set; }
    public Sex Sex { get; set; }
    public PartialDate? Birth { get; set; }
    public IndexDisease IndexDisease { get; set; }
    public int? PriorLines { get; set; }
    public Ternary PriorAutologousTransplant { get; set; }
    public Ternary PriorAllogeneicTransplant { get; set; }
    public Ternary PriorTbi { get; set; }
    public Ternary PriorAlkylator { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<PatientRow>
    {
        public void Configure(EntityTypeBuilder<PatientRow> builder) => builder.ToTable("patient", "clinical");
    }
}
