using System.Xml.Linq;

namespace Longwatch.Architecture.Tests;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Statistics", "MathNet.Numerics")]
    [InlineData("Genomics", "Longwatch.Statistics")]
    [InlineData("Domain")]
    [InlineData("Evaluation", "Longwatch.Domain", "Longwatch.Statistics")]
    [InlineData("Exchange", "Longwatch.Domain", "Longwatch.Evaluation", "Longwatch.Genomics", "Longwatch.Statistics")]
    [InlineData(
        "Registry",
        "Longwatch.Domain",
        "Longwatch.Evaluation",
        "Longwatch.Exchange",
        "Longwatch.Genomics",
        "Longwatch.Statistics",
        "Microsoft.EntityFrameworkCore",
        "Microsoft.EntityFrameworkCore.Abstractions",
        "Microsoft.EntityFrameworkCore.Relational",
        "Npgsql",
        "Npgsql.EntityFrameworkCore.PostgreSQL"
    )]
    [InlineData("Portal", "Longwatch.Domain", "Longwatch.Exchange", "Longwatch.Registry", "Microsoft.OpenApi")]
    [InlineData(
        "Cli",
        "Longwatch.Domain",
        "Longwatch.Evaluation",
        "Longwatch.Exchange",
        "Longwatch.Genomics",
        "Longwatch.Portal",
        "Longwatch.Registry",
        "System.CommandLine"
    )]
    public void A_project_uses_the_platform_and_these_and_nothing_else(string project, params string[] expected)
    {
        var used = Repository
            .Load(project)
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(name => name is "System.CommandLine" || !(IsPlatform(name) || (IsHost(project) && IsWebPlatform(name))))
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected.Order(StringComparer.Ordinal), used);
    }

    [Theory]
    [InlineData("Statistics", "MathNet.Numerics")]
    [InlineData("Genomics")]
    [InlineData("Domain")]
    [InlineData("Evaluation")]
    [InlineData("Exchange")]
    [InlineData(
        "Registry",
        "Microsoft.AspNetCore.Identity.EntityFrameworkCore",
        "Microsoft.EntityFrameworkCore.Relational",
        "Npgsql",
        "Npgsql.EntityFrameworkCore.PostgreSQL"
    )]
    [InlineData("Portal", "Microsoft.AspNetCore.OpenApi", "Microsoft.OpenApi")]
    [InlineData("Cli", "System.CommandLine")]
    public void A_project_asks_for_the_packages_it_uses(string project, params string[] expected)
    {
        var file = Path.Combine(Repository.Root, "src", $"Longwatch.{project}", $"Longwatch.{project}.csproj");

        Assert.Equal(expected, XDocument.Load(file).Descendants("PackageReference").Select(p => p.Attribute("Include")!.Value));
    }

    [Fact]
    public void Only_the_command_line_knows_the_command_line_library() =>
        Assert.DoesNotContain(
            Repository.Projects.Where(p => p is not "Cli").SelectMany(p => Repository.Load(p).GetReferencedAssemblies()),
            a => a.Name is "System.CommandLine"
        );

    /// <summary>The store and what serves it know ASP.NET Core; nothing below them does.</summary>
    private static bool IsHost(string project) => project is "Registry" or "Portal" or "Cli";

    private static bool IsWebPlatform(string name) =>
        name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static bool IsPlatform(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard" or "Microsoft.Win32.Primitives";
}
