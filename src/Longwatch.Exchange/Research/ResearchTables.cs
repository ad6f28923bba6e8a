using System.Collections.Immutable;
using Longwatch.Evaluation.Research;
using Longwatch.Genomics;
using Longwatch.Genomics.Text;

namespace Longwatch.Exchange.Research;

/// <summary>One call of clonal haematopoiesis; without a gene: tested, nothing found.</summary>
internal readonly record struct MutationCall(string Person, string Gene, double AlleleFraction);

/// <summary>Reads the tables that a search may be given beside the genotypes. Every problem is said with its line.</summary>
internal static class ResearchTables
{
    private const int Listed = 20;

    /// <summary>Pseudonym, then one column a covariate.</summary>
    public static CovariateTable Covariates(string path)
    {
        var names = ImmutableArray<string>.Empty;
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<double>>(StringComparer.Ordinal);
        Each(
            path,
            "a column of pseudonyms, then one column of numbers a covariate",
            header =>
            {
                names = [.. header.Skip(1)];
                return header.Count >= 2 && names.Distinct(StringComparer.Ordinal).Count() == names.Length
                    ? ""
                    : "names no covariate, or one twice";
            },
            cells =>
            {
                var row = ImmutableArray.CreateBuilder<double>(names.Length);
                for (var j = 0; j < names.Length; j++)
                    if (Cells.IsMissing(cells[j + 1]))
                        row.Add(double.NaN);
                    else if (Cells.Number(cells[j + 1], out var number))
                        row.Add(number);
                    else
                        return $"{names[j]}: '{Shown(cells[j + 1])}' is no number; give a number with decimal point, or nothing where it is not known";
                return values.TryAdd(cells[0], row.ToImmutable()) ? "" : "names a person a second time; delete one of the two lines";
            }
        );
        return new(names, values.ToImmutable());
    }

    /// <summary>Columns person, gene, vaf.</summary>
    public static IReadOnlyList<MutationCall> Mutations(string path)
    {
        var calls = new List<MutationCall>();
        var at = (Person: -1, Gene: -1, Vaf: -1);
        Each(
            path,
            "columns person, gene and vaf",
            header =>
            {
                at = (header.IndexOf("person"), header.IndexOf("gene"), header.IndexOf("vaf"));
                return at.Person >= 0 && at.Gene >= 0 && at.Vaf >= 0 ? "" : "has not the columns person, gene and vaf";
            },
            cells =>
            {
                var (person, gene, vaf) = (cells[at.Person], cells[at.Gene], cells[at.Vaf]);
                if (person.Length == 0)
                    return "person: is empty; give the pseudonym that the cohort uses";
                if (Cells.IsMissing(gene) != Cells.IsMissing(vaf))
                    return "gene and vaf: one is empty; give both, or neither for a person who was tested without a finding";
                if (Cells.IsMissing(gene))
                {
                    calls.Add(new(person, "", 0));
                    return "";
                }

                if (!Cells.Number(vaf, out var fraction) || fraction is < 0 or > 1)
                    return $"vaf: '{Shown(vaf)}' is no share; give a number from 0 to 1, 0.02 for 2 %";
                calls.Add(new(person, gene, fraction));
                return "";
            }
        );
        return calls;
    }

    /// <summary>Columns id and gene; or a BED file of genes: chromosome, start (from 0), end, gene.</summary>
    public static GeneMap Genes(string path)
    {
        var map = new GeneMap();
        if (path.EndsWith(".bed", StringComparison.OrdinalIgnoreCase))
        {
            Each(
                path,
                "chromosome, start, end and gene",
                null,
                cells =>
                {
                    if (
                        cells.Count < 4
                        || !Cells.Whole(cells[1], out var start)
                        || !Cells.Whole(cells[2], out var end)
                        || start < 0
                        || end <= start
                    )
                        return "is no stretch of a chromosome; chromosome, start (from 0), end and gene were expected";
                    map.Add(cells[0], start, end, cells[3]);
                    return "";
                }
            );
            map.Seal();
            return map;
        }

        var at = (Id: -1, Gene: -1);
        Each(
            path,
            "columns id and gene",
            header =>
            {
                at = (header.IndexOf("id"), header.IndexOf("gene"));
                return at.Id >= 0 && at.Gene >= 0 ? "" : "has not the columns id and gene; a BED file must be named .bed";
            },
            cells =>
            {
                map.Add(cells[at.Id], cells[at.Gene]);
                return cells[at.Id].Length == 0 || cells[at.Gene].Length == 0
                    ? "a cell is empty; give the id of a variant and its gene"
                    : "";
            }
        );
        return map;
    }

    private static void Each(string path, string expected, Func<List<string>, string>? header, Func<List<string>, string> row)
    {
        using var lines = new LineReader(path);
        var (cells, problems, width) = (new List<string>(), new List<InputProblem>(), 0);
        var separator = '\t';
        var first = true;
        while (problems.Count < Listed && lines.Next())
        {
            if (lines.Line.IsWhiteSpace() || (header is null && lines.Line.StartsWith("track")))
                continue;
            if (first)
                separator = Cells.SeparatorOf(lines.Line);
            var whole = Cells.Split(lines.Line, separator, cells);
            if (first && header is not null)
            {
                width = cells.Count;
                if (header(cells) is { Length: > 0 } wrong)
                    throw new UnreadableInputException(path, lines.Place, $"{wrong}: {expected} were expected, with tabs between");
                first = false;
                continue;
            }

            first = false;
            var problem =
                !whole ? "a quote is not closed"
                : width > 0 && cells.Count != width
                    ? FormattableString.Invariant($"has {cells.Count} cells; {width} were expected, as in the header")
                : row(cells);
            if (problem.Length > 0)
                problems.Add(new(path, lines.Place, problem));
        }

        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
        if (first)
            throw new UnreadableInputException(path, null, $"is empty; {expected} were expected");
    }

    private static string Shown(string text) => text[..Math.Min(20, text.Length)];
}
