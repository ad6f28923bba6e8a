using System.Collections.Immutable;
using Longwatch.Domain.FollowUp;

namespace Longwatch.Exchange.FollowUp;

/// <summary>A schedule or a form that was read from a file, or all that is wrong with the file.</summary>
/// <param name="Value">Null exactly when there are problems.</param>
public sealed record DefinitionRead<T>(string File, T? Value, ImmutableArray<DefinitionProblem> Problems)
    where T : class
{
    /// <summary>One line for each problem: <c>file: path: found …; expected …. remedy</c></summary>
    public IEnumerable<string> Lines() => Problems.Select(p => $"{File}: {p.Path}: found {p.Found}; expected {p.Expected}. {p.Remedy}");
}
