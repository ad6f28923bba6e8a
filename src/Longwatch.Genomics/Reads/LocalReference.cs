namespace Longwatch.Genomics.Reads;

/// <summary>A reference for htslib. An index that is missing is made in a folder of its own, never beside the user's file.</summary>
internal sealed class LocalReference : IDisposable
{
    private readonly DirectoryInfo? folder;
    private readonly Lazy<HashSet<string>> names;

    /// <summary>Finds the reference and its index.</summary>
    /// <exception cref="UnreadableInputException">The file does not exist.</exception>
    public LocalReference(FileInfo fasta)
    {
        if (!fasta.Exists)
            throw new UnreadableInputException(fasta.FullName, null, "the reference does not exist");
        Path = fasta.FullName;
        if (!File.Exists(Path + ".fai"))
        {
            folder = Directory.CreateTempSubdirectory("longwatch-reference-");
            Path = System.IO.Path.Combine(folder.FullName, fasta.Name);
            File.CreateSymbolicLink(Path, fasta.FullName);
            if (File.Exists(fasta.FullName + ".gzi"))
                File.CreateSymbolicLink(Path + ".gzi", fasta.FullName + ".gzi");
        }

        names = new(() => [.. File.ReadLines(Path + ".fai").Select(line => line.Split('\t')[0])]);
    }

    public string Path { get; }

    /// <summary>True when the index, which htslib makes where there is none, has the sequence.</summary>
    public bool Contains(string contig) => File.Exists(Path + ".fai") && names.Value.Contains(contig);

    public void Dispose() => folder?.Delete(recursive: true);
}
