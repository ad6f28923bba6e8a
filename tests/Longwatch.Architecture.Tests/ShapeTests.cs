using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Longwatch.Architecture.Tests;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("Statistics")]
    [InlineData("Domain")]
    [InlineData("Evaluation")]
    public void A_public_type_cannot_be_changed_after_it_is_made(string project)
    {
        var settable = Repository
            .Load(project)
            .GetExportedTypes()
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(p =>
                p.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            )
            .Select(p => $"{p.DeclaringType}.{p.Name}");

        Assert.Empty(settable);
    }

    [Fact]
    public void Every_public_type_and_method_of_the_statistics_engine_is_documented()
    {
        var assembly = Repository.Load("Statistics");
        var documented = XDocument
            .Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .Select(m => m.Attribute("name")!.Value.Split('(')[0].Split('`')[0])
            .ToHashSet(StringComparer.Ordinal);
        var types = assembly.GetExportedTypes();
        var missing = types
            .Select(t => $"T:{t.FullName!.Replace('+', '.')}")
            .Concat(
                types
                    .SelectMany(t =>
                        t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                    )
                    .Where(m => !m.IsSpecialName && !m.IsDefined(typeof(CompilerGeneratedAttribute)) && m.DeclaringType!.IsAbstract)
                    .Select(m => $"M:{m.DeclaringType!.FullName!.Replace('+', '.')}.{m.Name}")
            )
            .Where(name => !documented.Contains(name.Split('`')[0]));

        Assert.True(!missing.Any(), string.Join(", ", missing));
    }

    [Fact]
    public void No_source_file_is_over_400_lines()
    {
        var long_ = Repository
            .Files("src", "*.cs")
            .Concat(Repository.Files("tests", "*.cs"))
            .Where(f =>
                File.ReadLines(f).Skip(400).Any() && !File.ReadLines(f).First().Contains("over 400 lines because", StringComparison.Ordinal)
            );

        Assert.Empty(long_);
    }

    [Fact]
    public void No_folder_is_named_after_a_kind_of_code()
    {
        string[] kinds = ["Models", "Services", "Interfaces", "Helpers", "Common", "Utils", "v2"];

        Assert.Empty(Repository.Files("src", "*.cs").Select(f => Path.GetFileName(Path.GetDirectoryName(f)!)).Intersect(kinds));
    }
}
