using System.Reflection;
using Longwatch.Domain.FollowUp;
using Longwatch.Exchange.FollowUp;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.FollowUp.Performance;

/// <summary>What registries ask of their centres: data/performance.</summary>
internal static class PerformanceLibrary
{
    private const string Prefix = "performance/";

    public static IReadOnlyList<PerformanceTargets> Shipped { get; } = Load();

    private static PerformanceTargets[] Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var stream = assembly.GetManifestResourceStream(n)!;
                    using var bytes = new MemoryStream();
                    stream.CopyTo(bytes);
                    return PerformanceReader.Read(n, bytes.ToArray()).Value ?? throw new StoreException($"{n} cannot be read.");
                }),
        ];
    }
}
