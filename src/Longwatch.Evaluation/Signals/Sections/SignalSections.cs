using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>A result as report sections, and as the whole tables that go beside them.</summary>
public static class SignalSections
{
    /// <summary>Said wherever the numbers are shown.</summary>
    public const string Warning =
        "A disproportionality number is never a risk: it says that an event is reported with a product more often than with others, not how often it happens.";

    /// <summary>The sections in order.</summary>
    public static ImmutableArray<Section> Of(SignalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Func<SignalResult, int, Section>[] all =
        [
            SignalSection.Of,
            ComparisonSection.Of,
            TrendSection.Of,
            CasesSection.Of,
            DuplicatesSection.Of,
            InputSection.Of,
        ];
        return [.. all.Select((section, i) => section(result, i + 1))];
    }

    /// <summary>Tables too long for a page: every pair watched, every case, every duplicate.</summary>
    public static ImmutableArray<ReportTable> Whole(SignalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            MeasureTable.Of(
                "all-measures",
                "Every product watched by every event reported with it, by every measure.",
                result.Pairs,
                result.Knowledge.Rules
            ),
            CasesSection.Table(result, "all-cases", int.MaxValue),
            DuplicatesSection.Table(result, "all-duplicates", int.MaxValue),
        ];
    }

    /// <summary>n of N with one digit of a percentage; never a percentage without its counts.</summary>
    internal static string Share(long n, long of) =>
        of == 0 ? $"{n:N0} of 0" : FormattableString.Invariant($"{n:N0} of {of:N0} ({100.0 * n / of:0.0} %)");

    /// <summary>2023-11-28, 2023-11, 2023; null for no date.</summary>
    internal static string? Date(int date) =>
        date == 0 ? null
        : date / 100 % 100 == 0 ? FormattableString.Invariant($"{date / 10_000:0000}")
        : date % 100 == 0 ? FormattableString.Invariant($"{date / 10_000:0000}-{date / 100 % 100:00}")
        : FormattableString.Invariant($"{date / 10_000:0000}-{date / 100 % 100:00}-{date % 100:00}");

    /// <summary>Null for what is no number: a table says nothing there.</summary>
    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
