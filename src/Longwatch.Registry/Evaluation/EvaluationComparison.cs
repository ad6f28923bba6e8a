using System.Collections.Immutable;
using System.Globalization;

namespace Longwatch.Registry.Evaluation;

/// <summary>Two evaluations side by side, number by number.</summary>
public sealed record EvaluationComparison(EvaluationRow Earlier, EvaluationRow Later, ImmutableArray<ComparedSection> Sections)
{
    internal static EvaluationComparison Of(EvaluationRow earlier, EvaluationView before, EvaluationRow later, EvaluationView after)
    {
        var known = before.Sections.SelectMany(s => s.Estimates).ToDictionary(e => e.Id, StringComparer.Ordinal);
        var sections = after
            .Sections.Select(s => new ComparedSection(
                s.Id,
                s.Title,
                [.. s.Estimates.Select(e => ComparedEstimate.Of(known.GetValueOrDefault(e.Id), e)), .. Gone(before, s)]
            ))
            .ToImmutableArray();
        return new(earlier, later, sections);
    }

    private static IEnumerable<ComparedEstimate> Gone(EvaluationView before, SectionView section)
    {
        var there = section.Estimates.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        return before
            .Sections.Where(s => s.Id == section.Id)
            .SelectMany(s => s.Estimates)
            .Where(e => !there.Contains(e.Id))
            .Select(e => ComparedEstimate.Of(e, null));
    }
}

/// <summary>The numbers of one question.</summary>
public sealed record ComparedSection(string Id, string Title, ImmutableArray<ComparedEstimate> Estimates);

/// <summary>One number at two data locks.</summary>
/// <param name="Ratio">Later over earlier, as text; null where there is none.</param>
public sealed record ComparedEstimate(string Label, EstimateView? Earlier, EstimateView? Later, string? Ratio, bool Changed)
{
    internal static ComparedEstimate Of(EstimateView? earlier, EstimateView? later)
    {
        var ratio =
            earlier?.Number is { } a && later?.Number is { } b && a > 0 && double.IsFinite(b / a)
                ? (b / a).ToString("0.00", CultureInfo.InvariantCulture)
                : null;
        return new((later ?? earlier)!.Label, earlier, later, ratio, earlier?.Value != later?.Value || earlier?.Counts != later?.Counts);
    }
}
