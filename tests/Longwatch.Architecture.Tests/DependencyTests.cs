namespace Longwatch.Architecture.Tests;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Statistics", "MathNet.Numerics")]
    [InlineData("Domain")]
    [InlineData("Evaluation", "Longwatch.Domain", "Longwatch.Statistics")]
    [InlineData("Exchange", "Longwatch.Domain", "Longwatch.Evaluation", "CsvHelper")]
    [InlineData("Cli", "Longwatch.Domain", "Longwatch.Evaluation", "Longwatch.Exchange", "System.CommandLine", "Spectre.Console")]
    public void A_project_uses_only_the_platform_and_what_lies_below_it(string project, params string[] allowed)
    {
        var outside = Repository
            .Load(project)
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(name => name is not "System.CommandLine")
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name != "Microsoft.Win32.Primitives")
            .Where(name => !allowed.Contains(name));

        Assert.Empty(outside);
    }

    [Theory]
    [InlineData("Statistics")]
    [InlineData("Domain")]
    [InlineData("Evaluation")]
    [InlineData("Exchange")]
    public void Only_the_command_line_knows_the_command_line_library(string project) =>
        Assert.DoesNotContain(Repository.Load(project).GetReferencedAssemblies(), a => a.Name is "System.CommandLine" or "Spectre.Console");
}
