using System.Xml.Linq;

namespace Longwatch.Architecture.Tests;

public sealed class PackageTests
{
    [Fact]
    public void Every_package_is_pinned_to_exactly_one_version()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion");

        Assert.All(versions, v => Assert.Matches(@"^\[\d+(\.\d+)+\]$", v.Attribute("Version")!.Value));
    }

    [Fact]
    public void Every_project_has_a_lock_file_that_names_no_host()
    {
        var projects = new[] { "src", "tests", "bench" }.SelectMany(f => Repository.Files(f, "*.csproj")).ToArray();

        Assert.NotEmpty(projects);
        Assert.All(
            projects,
            project =>
                Assert.DoesNotContain(
                    "://",
                    File.ReadAllText(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void The_chart_library_is_locked_without_a_registry_address()
    {
        var locks = Repository.Files("src", "package-lock.json").ToArray();

        Assert.NotEmpty(locks);
        Assert.All(locks, file => Assert.DoesNotContain("\"resolved\"", File.ReadAllText(file), StringComparison.Ordinal));
    }
}
