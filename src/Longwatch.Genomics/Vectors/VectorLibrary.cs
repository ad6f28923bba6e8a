using System.Globalization;
using System.Reflection;
using System.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>One vector that comes with the product, with its provenance (<c>data/genomics/vectors/provenance.csv</c>).</summary>
/// <param name="Name">Name of the file without its ending.</param>
/// <param name="Product">International nonproprietary name; "wild-type" for a virus.</param>
/// <param name="Checked">How the sequence was checked, and what is known to be wrong with it.</param>
/// <param name="Transgene">In a whole transfer plasmid, where its transgene lies: zero-based, end exclusive. Null for other content.</param>
public sealed record LibraryVector(
    string Name,
    string Product,
    string Brand,
    string Accession,
    string Content,
    string Terms,
    string Checked,
    (int Start, int End)? Transgene = null
);

/// <summary>Vectors and mask references that come with the product. They are inside the program, so that they cannot be missing.</summary>
public static class VectorLibrary
{
    public static IReadOnlyList<LibraryVector> Vectors { get; } =
    [
        .. Table("vectors")
            .Select(r => new LibraryVector(
                r["file"][..^3],
                r["product"],
                r["brand"],
                r["accession"],
                r["content"],
                r["terms"],
                r["checked"],
                Range(r["transgene"])
            )),
    ];

    /// <summary>Sequence of one vector of the library.</summary>
    /// <exception cref="UnreadableInputException">There is no vector of that name; says which there are.</exception>
    public static VectorSource Read(string name)
    {
        if (Vectors.FirstOrDefault(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } entry)
            throw new UnreadableInputException(
                name,
                null,
                $"is no vector of the library; it has {string.Join(", ", Vectors.Select(v => v.Name))}"
            );
        return VectorSources.Parse(entry.Name, Resource($"vectors/{entry.Name}.fa"))[0] with { Accession = entry.Accession };
    }

    /// <summary>Vectors of a product by its INN or brand name; empty when the library has none.</summary>
    public static IReadOnlyList<LibraryVector> OfProduct(string product) =>
        [
            .. Vectors.Where(v =>
                v.Product.StartsWith(product, StringComparison.OrdinalIgnoreCase)
                || v.Brand.Equals(product, StringComparison.OrdinalIgnoreCase)
            ),
        ];

    /// <summary>What plasmids hold beside the vector, to be searched for beside one.</summary>
    internal static IEnumerable<VectorSource> Backbones() =>
        Mask.Where(m => m.Covers == SequenceOrigin.PlasmidBackbone)
            .SelectMany(m => VectorSources.Parse(m.Name, m.Content))
            .Select(s => s with { Kind = SequenceKind.Backbone });

    /// <summary>Mask references that are always used.</summary>
    internal static IReadOnlyList<(string Name, SequenceOrigin Covers, byte[] Content)> Mask { get; } =
    [.. Table("mask").Select(r => ($"built-in {r["file"]}", Enum.Parse<SequenceOrigin>(r["covers"]), Resource($"mask/{r["file"]}")))];

    /// <summary>"6391-7851", one-based with both ends, as the table has it.</summary>
    private static (int Start, int End)? Range(string cell) =>
        cell.Split('-') is [var first, var last]
            ? (int.Parse(first, CultureInfo.InvariantCulture) - 1, int.Parse(last, CultureInfo.InvariantCulture))
            : null;

    private static byte[] Resource(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} was not built in.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static IEnumerable<Dictionary<string, string>> Table(string folder)
    {
        var lines = Encoding.UTF8.GetString(Resource($"{folder}/provenance.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var columns = Cells(lines[0]);
        foreach (var line in lines.Skip(1))
            yield return columns.Zip(Cells(line)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }

    /// <summary>Cells of one line of our own table; quotes only around a whole cell.</summary>
    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
            if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(c);
        cells.Add(cell.ToString());
        return cells;
    }
}
