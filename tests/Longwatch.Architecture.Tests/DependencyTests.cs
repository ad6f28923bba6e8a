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
    [InlineData("Cli", "Longwatch.Domain", "Longwatch.Evaluation", "Longwatch.Exchange", "Longwatch.Genomics", "System.CommandLine")]
    public void A_project_uses_the_platform_and_these_and_nothing_else(string project, params string[] expected)
    {
        var used = Repository
            .Load(project)
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(name => name is "System.CommandLine" || !IsPlatform(name))
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected.Order(StringComparer.Ordinal), used);
    }

    [Theory]
    [InlineData("Statistics", "MathNet.Numerics")]
    [InlineData("Genomics")]
    [InlineData("Domain")]
    [InlineData("Evaluation")]
    [InlineData("Exchange")]
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

    private static bool IsPlatform(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "netstandard" or "Microsoft.Win32.Primitives";
}
