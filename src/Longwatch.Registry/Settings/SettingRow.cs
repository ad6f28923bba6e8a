using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Settings;

/// <summary>One value that an administrator sets for the whole registry, with where it comes from.</summary>
public sealed class SettingRow : Fact
{
    public required string Name { get; set; }
    public required string Value { get; set; }

    /// <summary>Who says so: a guideline, a decision; null when not recorded.</summary>
    public string? Source { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<SettingRow>
    {
        public void Configure(EntityTypeBuilder<SettingRow> builder) => builder.ToTable("setting", "registry");
    }
}
