using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Longwatch.Architecture.Tests;

/// <summary>Reads the compiled references: what the analyzers ban in source must not be reached by any other way either.</summary>
public sealed class BannedApiTests
{
    private static readonly string[] Clocks =
    [
        "System.DateTime.get_Now",
        "System.DateTime.get_UtcNow",
        "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.Random.get_Shared",
    ];

    private static readonly string[] Outside =
    [
        "System.Console",
        "System.IO.File",
        "System.IO.FileStream",
        "System.IO.Directory",
        "System.Environment.GetEnvironmentVariable",
        "System.Diagnostics.Process",
        "System.Net.",
        "System.Threading.Thread.Sleep",
    ];

    [Theory]
    [InlineData("Statistics")]
    [InlineData("Domain")]
    [InlineData("Evaluation")]
    [InlineData("Exchange")]
    [InlineData("Registry")]
    [InlineData("Portal")]
    [InlineData("Cli")]
    public void No_project_reads_a_clock_or_an_unseeded_generator(string project) => Assert.Empty(References(project).Intersect(Clocks));

    [Theory]
    [InlineData("Statistics")]
    [InlineData("Domain")]
    [InlineData("Evaluation")]
    public void An_engine_touches_nothing_outside_its_arguments(string project) =>
        Assert.DoesNotContain(References(project), r => Outside.Any(o => r.StartsWith(o, StringComparison.Ordinal)));

    [Fact]
    public void Nothing_below_the_registry_opens_a_network_connection() =>
        Assert.DoesNotContain(
            Repository.Projects.Where(p => p is not ("Registry" or "Portal" or "Cli")).SelectMany(References),
            r => r.StartsWith("System.Net.", StringComparison.Ordinal)
        );

    [Fact]
    public void Every_banned_symbol_says_what_to_use_instead() =>
        Assert.All(
            File.ReadAllLines(Path.Combine(Repository.Root, "BannedSymbols.txt")),
            line => Assert.Matches("^[MPTN]:System\\.[^;]+;.{10,}$", line)
        );

    private static IEnumerable<string> References(string project)
    {
        using var file = File.OpenRead(Repository.Load(project).Location);
        using var assembly = new PEReader(file);
        var metadata = assembly.GetMetadataReader();
        var references = new List<string>();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            references.Add($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}");
        }

        return references;
    }
}
