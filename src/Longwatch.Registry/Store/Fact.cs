namespace Longwatch.Registry.Store;

/// <summary>A record of the store. A correction is a new version of the same record; nothing is deleted, a mistake is voided.</summary>
public abstract class Fact
{
    /// <summary>Random, ordered by time of making, without meaning.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>1 for the first version; raised by the database. A writer who read another version is refused.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Entered by mistake; kept, and counted nowhere.</summary>
    public bool Voided { get; set; }

    /// <summary>Names nobody.</summary>
    public override string ToString() => $"{GetType().Name} version {Version}";
}
