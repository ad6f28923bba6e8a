using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Screening;

/// <summary>
/// The one pass over all reads: finds those that touch a searched sequence, and counts what the quantities and the verdict need.
/// </summary>
/// <remarks>
/// Finds every read with an exact match of <see cref="SeedIndex.K"/> + <see cref="ScreeningOptions.Stride"/> − 1 bases that can be extended as
/// <see cref="ScreeningOptions"/> says. The result is the same for any number of threads. See docs/methods/screening.md.
/// </remarks>
public static class Screener
{
    /// <summary>Reads all inputs once, in their order.</summary>
    /// <param name="inputs">As <see cref="ReadInput.Resolve"/> gives them.</param>
    /// <param name="progress">Called a few times a second, from any thread.</param>
    /// <exception cref="UnreadableInputException">An input is not readable; says where and why.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static ScreeningResult Screen(
        IReadOnlyList<ReadInput> inputs,
        IReadOnlyList<SearchedSequence> sequences,
        ScreeningOptions options,
        Action<ScreeningProgress>? progress,
        CancellationToken cancel
    )
    {
        var opened = new List<OpenInput>();
        try
        {
            OpenAll(inputs, options, opened);
            var run = new ScreeningRun(opened, SeedIndex.Build(sequences), options, progress, cancel);
            return run.Screen();
        }
        finally
        {
            foreach (var input in opened)
                input.Dispose();
        }
    }

    /// <summary>Opens every input and reads the headers, so that all problems of this kind are told at once.</summary>
    private static void OpenAll(IReadOnlyList<ReadInput> inputs, ScreeningOptions options, List<OpenInput> opened)
    {
        var problems = new List<InputProblem>();
        if (inputs.Count == 0)
            problems.Add(new("reads", null, "none were named"));
        foreach (var input in inputs)
        {
            try
            {
                opened.Add(OpenInput.Open(input, options));
            }
            catch (UnreadableInputException error)
            {
                problems.AddRange(error.Problems);
            }
        }

        problems.AddRange(Mixed(opened));
        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
    }

    /// <summary>Host depth comes from aligned reads only: beside reads that are not aligned, copies per cell would come out too high.</summary>
    private static IEnumerable<InputProblem> Mixed(List<OpenInput> opened)
    {
        var aligned = opened.Find(i => i.Header is { Contigs.Count: > 0 });
        return aligned is null
            ? []
            : opened
                .Where(i => i.Header is not { Contigs.Count: > 0 })
                .Select(i => new InputProblem(
                    i.Name,
                    null,
                    $"holds reads that are not aligned, and {aligned.Name} holds aligned ones; give all reads of the sample in one of these forms"
                ));
    }
}
