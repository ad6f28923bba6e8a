using System.Buffers;
using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.Annotation;

/// <summary>One list of cancer genes.</summary>
/// <param name="Licence">As the file says; empty when it does not.</param>
/// <param name="Symbols">Compared without regard to case.</param>
public sealed record CancerGeneList(string Name, string Licence, IReadOnlySet<string> Symbols);

/// <summary>Lists of cancer genes, to be replaced by whoever runs the test.</summary>
public sealed class CancerGeneLists
{
    private const int MostSymbols = 200_000;
    private static readonly SearchValues<char> NotInSymbols = SearchValues.Create(" \t,|\"'");
    private static readonly string[] SymbolColumns =
    [
        "symbol",
        "gene",
        "gene_symbol",
        "genesymbol",
        "gene symbol",
        "hugo symbol",
        "hugo_symbol",
        "gene names  (primary )",
        "gene names (primary)",
        "genename",
        "gene_name",
    ];
    private readonly Dictionary<string, List<string>> names = new(StringComparer.OrdinalIgnoreCase);

    public CancerGeneLists(IReadOnlyList<CancerGeneList> lists)
    {
        Lists = lists;
        foreach (var list in lists)
        foreach (var symbol in list.Symbols)
        {
            if (!names.TryGetValue(symbol, out var of))
                names[symbol] = of = [];
            of.Add(list.Name);
        }
    }

    public static CancerGeneLists Empty { get; } = new([]);

    public IReadOnlyList<CancerGeneList> Lists { get; }

    /// <summary>Names of the lists that hold a gene, in the order the lists were given; empty for none.</summary>
    public IReadOnlyList<string> Of(string symbol) => names.TryGetValue(symbol, out var of) ? of : [];

    /// <summary>
    /// Reads lists: one symbol per line, or a table with a column for the symbol (<c>symbol</c>, <c>gene</c>, <c>GeneSymbol</c>, …); a column
    /// <c>Organism</c> other than human leaves a row out. Comments <c># name: …</c> and <c># licence: …</c> say what the list is; else its name
    /// is that of the file.
    /// </summary>
    /// <exception cref="UnreadableInputException">Every problem of every file.</exception>
    public static CancerGeneLists Read(IReadOnlyList<string> paths)
    {
        var lists = new List<CancerGeneList>();
        var problems = new List<InputProblem>();
        foreach (var path in paths)
            try
            {
                lists.Add(Read(path));
            }
            catch (UnreadableInputException error)
            {
                problems.AddRange(error.Problems);
            }

        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
        return new(lists);
    }

    private static CancerGeneList Read(string path)
    {
        using var lines = new LineReader(path);
        var problems = new ProblemList(path);
        var symbols = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var name = Path.GetFileName(path).Split('.')[0];
        var licence = "";
        var (column, organism, columns, separator, first) = (0, -1, 0, '\t', true);
        var cells = new List<string>();
        while (lines.Next())
        {
            var line = lines.Line.Trim();
            if (line.IsEmpty)
                continue;
            if (line[0] == '#')
            {
                name = Said(line, "name:") ?? name;
                licence = Said(line, "licence:") ?? Said(line, "license:") ?? licence;
                continue;
            }

            if (first)
                separator = Cells.SeparatorOf(lines.Line);
            if (!Cells.Split(lines.Line, separator, cells))
            {
                problems.Add(lines.Place, "has a quote that is not closed");
                continue;
            }

            if (first)
            {
                first = false;
                columns = cells.Count;
                var lower = cells.ConvertAll(c => c.ToLowerInvariant());
                column = Array.FindIndex(SymbolColumns, c => lower.Contains(c)) is >= 0 and var known
                    ? lower.IndexOf(SymbolColumns[known])
                    : -1;
                organism = lower.IndexOf("organism");
                if (column >= 0)
                    continue;
                if (columns > 1)
                {
                    problems.Add(lines.Place, "has several columns and none is called symbol, gene, gene_symbol or gene_name");
                    break;
                }

                column = 0;
            }

            if (cells.Count != columns)
                problems.Add(lines.Place, FormattableString.Invariant($"has {cells.Count} columns; the header has {columns}"));
            else if (
                organism < 0
                || cells[organism].Contains("human", StringComparison.OrdinalIgnoreCase)
                || cells[organism] is "Homo sapiens" or ""
            )
                Add(cells[column], lines.Place, symbols, problems);
        }

        if (symbols.Count == 0 && !problems.Any)
            problems.Add(null, "holds no gene symbol");
        problems.ThrowIfAny();
        return new(name, licence, symbols);
    }

    private static void Add(string cell, string place, HashSet<string> symbols, ProblemList problems)
    {
        foreach (var part in cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (part.Length > 40 || part.AsSpan().ContainsAny(NotInSymbols))
                problems.Add(place, $"'{(part.Length > 40 ? part[..40] + "…" : part)}' is not a gene symbol");
            else if (part is not "NA")
                symbols.Add(part);
        if (symbols.Count > MostSymbols)
        {
            problems.Add(place, FormattableString.Invariant($"the list has more than {MostSymbols} symbols"));
            problems.ThrowIfAny();
        }
    }

    private static string? Said(ReadOnlySpan<char> line, ReadOnlySpan<char> key)
    {
        var text = line.TrimStart('#').Trim();
        return text.StartsWith(key, StringComparison.OrdinalIgnoreCase) ? text[key.Length..].Trim().ToString() : null;
    }
}
