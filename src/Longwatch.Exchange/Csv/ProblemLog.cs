using Longwatch.Domain;

namespace Longwatch.Exchange.Csv;

/// <summary>Problems of one file; lists the first of each severity and counts the rest. Not thread-safe: one reader, one log.</summary>
internal sealed class ProblemLog(string file, int limit)
{
    private readonly List<Problem> listed = [];
    private readonly int[] counts = new int[2];

    public string File => file;

    public int Errors => counts[(int)Severity.Error];

    public int Warnings => counts[(int)Severity.Warning];

    /// <summary>Counts one problem; true when it is still to be listed, so that the caller makes its words only then.</summary>
    public bool Count(Severity severity, int times = 1) => (counts[(int)severity] += times) <= limit;

    /// <summary>Lists a problem that was counted before.</summary>
    public void List(Severity severity, int line, string? field, ProblemText text) =>
        listed.Add(new Problem(severity, file, line, field, text.Found, text.Expected, text.Remedy));

    public void Error(int line, string? field, ProblemText text)
    {
        if (Count(Severity.Error))
            List(Severity.Error, line, field, text);
    }

    public void Warning(int line, string? field, ProblemText text)
    {
        if (Count(Severity.Warning))
            List(Severity.Warning, line, field, text);
    }

    /// <summary>Joins the logs in the given order; within a file by line.</summary>
    public static ProblemReport Join(IEnumerable<ProblemLog> logs)
    {
        var all = logs.ToArray();
        return new(
            [.. all.SelectMany(l => l.listed.OrderBy(p => p.Line))],
            all.Sum(l => l.Errors),
            all.Sum(l => l.Warnings),
            [.. all.SelectMany(l => new[] { l.Rest(Severity.Error, "errors"), l.Rest(Severity.Warning, "warnings") }).OfType<string>()]
        );
    }

    private string? Rest(Severity severity, string word)
    {
        var shown = listed.Count(p => p.Severity == severity);
        return counts[(int)severity] > shown ? $"{file}: {counts[(int)severity] - shown} more {word} are not listed." : null;
    }
}

/// <summary>The words of a problem.</summary>
internal readonly record struct ProblemText(string Found, string Expected, string Remedy);
