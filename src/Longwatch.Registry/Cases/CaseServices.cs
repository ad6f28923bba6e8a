using Longwatch.Registry.Evaluation;
using Microsoft.Extensions.DependencyInjection;

namespace Longwatch.Registry.Cases;

/// <summary>What casework needs beside its use cases.</summary>
internal static class CaseServices
{
    /// <summary>The genetic test's data lie beside the published evidence, as in data/.</summary>
    public static IServiceCollection AddCases(this IServiceCollection services) =>
        services.AddSingleton(provider =>
        {
            var published = provider.GetRequiredService<PublishedFolder>().Path;
            var beside = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(published)))!;
            return CaseGround.Load(published, Path.Combine(beside, "genomics"));
        });
}
