namespace Longwatch.Genomics.Text;

/// <summary>Problems of one file, gathered in one pass; after <see cref="Most"/> only their number is kept.</summary>
internal sealed class ProblemList(string file)
{
    /// <summary>As many as a person will read at once.</summary>
    public const int Most = 100;

    private readonly List<InputProblem> found = [];
    private long more;

    public bool Any => found.Count > 0;

    public void Add(string? place, string message)
    {
        if (found.Count < Most)
            found.Add(new(file, place, message));
        else
            more++;
    }

    /// <summary>Adds what is wrong with one line.</summary>
    /// <param name="line">Counted from 1; null for the whole file.</param>
    public void AtLine(int? line, string message) => Add(line is null ? null : FormattableString.Invariant($"line {line}"), message);

    /// <summary>Ends reading when anything was found.</summary>
    /// <exception cref="UnreadableInputException">There is any.</exception>
    public void ThrowIfAny()
    {
        if (found.Count == 0)
            return;
        if (more > 0)
            found.Add(new(file, null, FormattableString.Invariant($"and {more} problems more")));
        throw new UnreadableInputException(found);
    }
}
