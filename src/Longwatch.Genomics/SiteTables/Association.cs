using Longwatch.Genomics.Text;

namespace Longwatch.Genomics.SiteTables;

/// <summary>What each sample is: the association file of ISAnalytics, the sample table of INSPIIRED or any table with sample, person and time.</summary>
public static class Association
{
    /// <summary>Reads sample facts by sample name.</summary>
    /// <exception cref="UnreadableInputException">Every problem with its line: no column for sample or person, a sample twice with other facts, a time that is none.</exception>
    public static IReadOnlyDictionary<string, SampleFacts> Read(string path)
    {
        using var lines = new LineReader(path);
        var problems = new ProblemList(path);
        var facts = new Dictionary<string, SampleFacts>(StringComparer.Ordinal);
        var cells = new List<string>();
        Columns? columns = null;
        var separator = '\t';
        while (lines.Next())
        {
            if (lines.Line.Trim().IsEmpty || lines.Line[0] == '#')
                continue;
            if (columns is null)
                separator = Cells.SeparatorOf(lines.Line);
            if (!Cells.Split(lines.Line, separator, cells))
                problems.Add(lines.Place, "has a quote that is not closed");
            else if (columns is null)
            {
                columns = new([.. cells]);
                if (columns.Sample < 0 || columns.Person < 0)
                {
                    problems.Add(
                        lines.Place,
                        "names no column for the sample (CompleteAmplificationID, GTSP, sample) or none for the person (SubjectID, patient, subject)"
                    );
                    break;
                }
            }
            else if (cells.Count != columns.Header.Count)
                problems.Add(lines.Place, FormattableString.Invariant($"has {cells.Count} columns; the header has {columns.Header.Count}"));
            else if (Cells.IsMissing(cells[columns.Sample]) || Cells.IsMissing(cells[columns.Person]))
                problems.Add(lines.Place, "lacks the sample or the person");
            else if (!columns.DaysOf(cells, out var days))
                problems.Add(lines.Place, "has a time that is neither a number nor one such as D14, M6 or Y2");
            else
            {
                var (sample, fact) = (cells[columns.Sample], new SampleFacts(cells[columns.Person], columns.CompartmentOf(cells), days));
                if (!facts.TryAdd(sample, fact) && facts[sample] != fact)
                    problems.Add(lines.Place, $"gives sample {sample} other facts than an earlier line");
            }
        }

        if (facts.Count == 0 && !problems.Any)
            problems.Add(null, "holds no sample");
        problems.ThrowIfAny();
        return facts;
    }
}
