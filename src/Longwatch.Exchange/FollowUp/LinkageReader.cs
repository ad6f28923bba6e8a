using Longwatch.Domain.FollowUp;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.FollowUp;

/// <summary>One line of a linkage with a register of deaths or of residents.</summary>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Date">Day of death, or the last day on which the patient was known to be alive.</param>
public sealed record LinkedStatus(int Line, string Pseudonym, VitalStatus Status, DateOnly Date)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(LinkedStatus);
}

/// <summary>Reads the file of a linkage: <c>pseudonym,status,date</c>.</summary>
public static class LinkageReader
{
    /// <summary>Bytes that one file may have.</summary>
    public const int LargestFile = 64 << 20;

    private static readonly Column Pseudonym = new(0, "pseudonym", ColumnKind.Id, true, "Pseudonym of the patient");
    private static readonly CodeColumn<VitalStatus> Status = new(1, "status", true, "dead or alive");
    private static readonly Column Date = new(2, "date", ColumnKind.Date, true, "Day of death, or last day known alive");

    /// <summary>Every line that can be read, and every problem of the file; with a problem nothing may be taken over.</summary>
    public static (IReadOnlyList<LinkedStatus> Rows, ProblemReport Problems) Read(string file, Stream csv)
    {
        var schema = new TableSchema(file, "Vital status by linkage", Pseudonym, Status, Date);
        var log = new ProblemLog(file, CsvLimits.Default.ListedProblems);
        var rows = new List<LinkedStatus>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        using var table = new TableReader(csv, schema, log, CsvLimits.Default with { FileBytes = LargestFile });
        while (table.Read())
        {
            var row = new LinkedStatus(table.Line, table.Required(Pseudonym), table.Code(Status), table.Date(Date) ?? default);
            if (table.Failed)
                continue;
            if (row.Status == VitalStatus.Unknown)
                log.Error(
                    row.Line,
                    Status.Name,
                    new("\"unknown\"", "dead or alive", "Leave out patients whose status the register does not know.")
                );
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
