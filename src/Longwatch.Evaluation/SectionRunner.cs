using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation;

/// <summary>Builds sections on all cores; the order of the answer is the order of the list, whatever finishes first.</summary>
internal static class SectionRunner
{
    public static ImmutableArray<Section> Run(
        IReadOnlyList<Func<Section>> sections,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        var built = new Section[sections.Count];
        Parallel.For(
            0,
            sections.Count,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                built[i] = sections[i]();
                progress?.Report($"{built[i].Number}. {built[i].Title}");
            }
        );
        return [.. built];
    }
}
