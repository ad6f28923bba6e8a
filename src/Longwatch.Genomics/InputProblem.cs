namespace Longwatch.Genomics;

/// <summary>One thing wrong with one input file, said so that its owner can mend it.</summary>
/// <param name="File">As the user named it; <c>standard input</c> for a pipe.</param>
/// <param name="Place">Where: <c>line 12</c>, <c>byte offset 65280</c>; null when the whole file is meant.</param>
/// <param name="Message">What is wrong, what was expected, and the remedy where there is one.</param>
public sealed record InputProblem(string File, string? Place, string Message)
{
    public override string ToString() => Place is null ? $"{File}: {Message}" : $"{File}: {Place}: {Message}";
}

/// <summary>Input that cannot be read at all. Carries every problem that was found in one pass.</summary>
public sealed class UnreadableInputException(IReadOnlyList<InputProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    public UnreadableInputException(string file, string? place, string message)
        : this([new InputProblem(file, place, message)]) { }

    public IReadOnlyList<InputProblem> Problems { get; } = problems;
}
