using System.Collections.Immutable;

namespace Longwatch.Domain.Cohorts;

public enum CohortTable : byte
{
    Patients,
    Infusions,
    Visits,
    Neoplasms,
    Specimens,
    Tests,
    Therapies,
}

/// <summary>One row of a cohort that breaks a rule. Names no person: the row is an index.</summary>
/// <param name="Row">Index into the array of <paramref name="Table"/> in the <see cref="Cohort"/>.</param>
/// <param name="Field">The field as files name it.</param>
public sealed record CohortFinding(
    Severity Severity,
    CohortTable Table,
    int Row,
    string Field,
    string Found,
    string Expected,
    string Remedy
);

/// <summary>What the rules found; lists the first findings of each table and severity, and counts all.</summary>
public sealed class CohortFindings
{
    private readonly List<CohortFinding> listed = [];
    private readonly int[,] counts = new int[Enum.GetValues<CohortTable>().Length, 2];
    private readonly int limit;

    internal CohortFindings(int limit) => this.limit = limit;

    public ImmutableArray<CohortFinding> Listed => [.. listed];

    /// <summary>Findings of one table and severity, listed or not.</summary>
    public int Count(CohortTable table, Severity severity) => counts[(int)table, (int)severity];

    internal void Error(CohortTable table, int row, string field, FormattableString found, (string Expected, string Remedy) words) =>
        Add(Severity.Error, table, row, field, found, words);

    internal void Warning(CohortTable table, int row, string field, FormattableString found, (string Expected, string Remedy) words) =>
        Add(Severity.Warning, table, row, field, found, words);

    private void Add(
        Severity severity,
        CohortTable table,
        int row,
        string field,
        FormattableString found,
        (string Expected, string Remedy) words
    )
    {
        if (++counts[(int)table, (int)severity] <= limit)
            listed.Add(new(severity, table, row, field, FormattableString.Invariant(found), words.Expected, words.Remedy));
    }
}
