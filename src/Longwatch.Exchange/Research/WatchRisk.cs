using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Research;
using Longwatch.Exchange.Csv;
using Longwatch.Statistics.Prediction;

namespace Longwatch.Exchange.Research;

/// <summary>A person's predicted risk, as a file for the watch carries it.</summary>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Model">Names the model: data lock, fingerprint and seed.</param>
public sealed record WatchRiskRow(int Line, string Pseudonym, double Risk, double Lower, double Upper, string Model)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(WatchRiskRow);
}

/// <summary>The file <c>watch-risk.csv</c>: written by the search, read by the watch.</summary>
public static class WatchRisk
{
    /// <summary>Name of the file in the folder of results.</summary>
    public const string FileName = "watch-risk.csv";

    /// <summary>What the last column says on every line.</summary>
    public const string Use = "research";

    /// <summary>Bytes that one file may have.</summary>
    public const int LargestFile = 256 << 20;

    private static readonly Column Pseudonym = new(0, "pseudonym", ColumnKind.Id, true, "Pseudonym of the patient");
    private static readonly Column Risk = new(1, "risk", ColumnKind.Number, true, "Predicted risk, 0 to 1") { Range = (0, 1) };
    private static readonly Column Lower = new(2, "lower", ColumnKind.Number, true, "Lower limit, 95 %") { Range = (0, 1) };
    private static readonly Column Upper = new(3, "upper", ColumnKind.Number, true, "Upper limit, 95 %") { Range = (0, 1) };
    private static readonly Column Model = new(4, "model", ColumnKind.Id, true, "Name of the model");
    private static readonly Column Purpose = new(5, "use", ColumnKind.Id, true, "research");

    internal static byte[] Write(ResearchPeople people, RiskModelResult model, string name)
    {
        var text = new StringBuilder("pseudonym,risk,lower,upper,model,use\n");
        var row = 0;
        for (var i = 0; i < people.Names.Length; i++)
        {
            if (!people.Counted[i])
                continue;
            var (risk, interval) = (model.Risks[row], model.Intervals[row]);
            row++;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{people.Names[i]},{risk:0.##########},{interval.Lower:0.##########},{interval.Upper:0.##########},{name},{Use}\n"
            );
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Every line that can be read, and every problem of the file; with a problem nothing may be taken over.</summary>
    public static (IReadOnlyList<WatchRiskRow> Rows, ProblemReport Problems) Read(string file, Stream csv)
    {
        var schema = new TableSchema(file, "Predicted risk", [Pseudonym, Risk, Lower, Upper, Model, Purpose]);
        var log = new ProblemLog(file, CsvLimits.Default.ListedProblems);
        var rows = new List<WatchRiskRow>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        using var table = new TableReader(csv, schema, log, CsvLimits.Default with { FileBytes = LargestFile });
        while (table.Read())
        {
            var row = new WatchRiskRow(
                table.Line,
                table.Required(Pseudonym),
                table.Number(Risk) ?? 0,
                table.Number(Lower) ?? 0,
                table.Number(Upper) ?? 0,
                table.Required(Model)
            );
            var use = table.Required(Purpose);
            if (table.Failed)
                continue;
            if (!string.Equals(use, Use, StringComparison.Ordinal))
                log.Error(
                    row.Line,
                    Purpose.Name,
                    new($"\"{use}\"", Use, "Predictions are for research; write research, or leave the file out.")
                );
            else if (!(row.Lower <= row.Risk && row.Risk <= row.Upper))
                log.Error(row.Line, Risk.Name, new("a risk outside its limits", "lower ≤ risk ≤ upper", "Correct the three numbers."));
            else if (!lines.TryAdd(row.Pseudonym, row.Line))
                log.Error(
                    row.Line,
                    Pseudonym.Name,
                    new($"a patient of line {lines[row.Pseudonym]} again", "each patient once", "Delete one of the two lines.")
                );
            else
                rows.Add(row);
        }

        return (rows, ProblemLog.Join([log]));
    }
}
