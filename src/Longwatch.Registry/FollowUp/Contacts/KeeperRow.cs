using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Longwatch.Registry.FollowUp.Contacts;

/// <summary>The person who keeps the watch over one patient.</summary>
public sealed class KeeperRow : Fact, IPatientFact
{
    public Guid Patient { get; set; }
    public Guid Account { get; set; }
    public required string Name { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<KeeperRow>
    {
        public void Configure(EntityTypeBuilder<KeeperRow> builder) => builder.ToTable("keeper", "watch");
    }
}
