using Longwatch.Genomics.Quantity;

namespace Longwatch.Genomics.Tests.Published;

/// <summary>A whole test of given files, as the command runs it.</summary>
internal static class Tested
{
    public static GeneticResult Run(string[] reads, string vector, string? reference = null, AssayKind? assay = null) =>
        GeneticTest.Run(
            new GeneticTestOptions(
                reads,
                [vector],
                [],
                reference,
                null,
                [],
                0.6,
                2.0,
                null,
                assay,
                MoleculeKind.Dna,
                "sample",
                Compartment.Tumour,
                null,
                null,
                2,
                "test",
                new DirectoryInfo(Repository.File("data/genomics")),
                null
            ),
            null,
            TestContext.Current.CancellationToken
        );

    /// <summary>The given folder is read-only, and a reference needs an index beside it: a copy of the small ones.</summary>
    public static string Copy(string path)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"longwatch-{Guid.NewGuid():N}", Path.GetFileName(path));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(path, copy);
        return copy;
    }
}
