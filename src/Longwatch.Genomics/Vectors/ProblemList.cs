namespace Longwatch.Genomics.Vectors;

/// <summary>Problems of one file, so many that they can be mended in one go and so few that they can be read.</summary>
internal sealed class ProblemList(string file)
{
    private const int Most = 20;

    private readonly List<InputProblem> problems = [];
    private int left;

    public IReadOnlyList<InputProblem> All =>
        left == 0
            ? problems
            : [.. problems, new InputProblem(file, null, $"and {left} more problems of this kind; mend the first ones and read again")];

    public void Add(int? line, string message)
    {
        if (problems.Count < Most)
            problems.Add(new InputProblem(file, line is null ? null : $"line {line}", message));
        else
            left++;
    }

    /// <summary>Ends the reading when something was wrong.</summary>
    /// <exception cref="UnreadableInputException">There is a problem.</exception>
    public void ThrowIfAny()
    {
        if (problems.Count > 0)
            throw new UnreadableInputException(All);
    }
}
