using Longwatch.Domain;

namespace Longwatch.Exchange.Csv;

/// <summary>One thing that is wrong with an input file: where, what was found, what was expected, and what to do.</summary>
/// <param name="File">Name of the file in the data set's folder; empty for a problem of the folder itself.</param>
/// <param name="Line">1-based physical line; 0 when the problem is of the whole file.</param>
/// <param name="Field">Name of the column; null when the problem is of the whole line.</param>
public sealed record Problem(Severity Severity, string File, int Line, string? Field, string Found, string Expected, string Remedy)
{
    /// <summary>One line for a terminal, <c>file:line: severity: field: found …; expected …. remedy.</c></summary>
    public override string ToString()
    {
        var place = (File.Length, Line) switch
        {
            (0, _) => "",
            (_, 0) => $"{File}: ",
            _ => $"{File}:{Line}: ",
        };
        var field = Field is null ? "" : $"{Field}: ";
        return $"{place}{(Severity == Severity.Error ? "error" : "warning")}: {field}found {Found}; expected {Expected}. {Remedy}";
    }
}

/// <summary>All problems of one data set in the order of files and lines, with the number of those that are not listed.</summary>
/// <param name="Listed">At most <see cref="CsvLimits.ListedProblems"/> errors and as many warnings for each file.</param>
/// <param name="Errors">All errors, listed or not.</param>
/// <param name="Warnings">All warnings, listed or not.</param>
/// <param name="Unlisted">One sentence for each file some of whose problems are not listed.</param>
public sealed record ProblemReport(IReadOnlyList<Problem> Listed, int Errors, int Warnings, IReadOnlyList<string> Unlisted)
{
    public bool Refused => Errors > 0;

    /// <summary>The report as lines of text: each problem, then what is not listed.</summary>
    public IEnumerable<string> Lines() => Listed.Select(p => p.ToString()).Concat(Unlisted);
}
