using System.IO.Compression;
using System.Text;

namespace Longwatch.Genomics.Tests.Annotation;

/// <summary>A file with given content, gone after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("longwatch-");

    public TemporaryFile(string content, string name = "table.tsv")
        : this(Encoding.UTF8.GetBytes(content), name) { }

    public TemporaryFile(byte[] content, string name)
    {
        Path = System.IO.Path.Combine(folder.FullName, name);
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public static byte[] Packed(string content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(content));
        return packed.ToArray();
    }

    public void Dispose() => folder.Delete(true);
}
