using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Treatment;

/// <summary>A treatment centre.</summary>
public sealed class CentreRow : Fact
{
    /// <summary>As in <c>patients.csv</c>; never changes.</summary>
    public required string Code { get; set; }
    public required string Name { get; set; }

    /// <summary>ISO 3166 code of two letters; null when not known.</summary>
    public string? Country { get; set; }

    /// <summary>IANA name, as <c>Europe/Berlin</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Address for reminders; null: none are sent.</summary>
    public string? Email { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<CentreRow>
    {
        public void Configure(EntityTypeBuilder<CentreRow> builder) => builder.ToTable("centre", "clinical");
    }
}
