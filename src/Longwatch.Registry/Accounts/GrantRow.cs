using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.Accounts;

/// <summary>One role of one person, at a centre or at all.</summary>
internal sealed class GrantRow : Fact
{
    public Guid Account { get; set; }
    public Role Role { get; set; }

    /// <summary>Code of the centre; null: all centres.</summary>
    public string? Centre { get; set; }

    /// <summary>Since when the role no longer counts; null: it counts.</summary>
    public DateTimeOffset? Withdrawn { get; set; }

    public Grant Grant => new(Role, Centre);

    private sealed class Mapping : IEntityTypeConfiguration<GrantRow>
    {
        public void Configure(EntityTypeBuilder<GrantRow> builder)
        {
            builder.ToTable("role_grant", "access");
            builder.Ignore(g => g.Grant);
        }
    }
}

internal static class Grants
{
    /// <summary>The grants that count now.</summary>
    public static IQueryable<GrantRow> Counting(this IQueryable<GrantRow> grants) => grants.Where(g => g.Withdrawn == null && !g.Voided);
}
