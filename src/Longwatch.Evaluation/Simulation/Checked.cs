using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Range checks of plan parameters, so that a plan with an impossible value cannot be made.</summary>
internal static class Checked
{
    internal static double Probability(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A probability lies between 0 and 1.");

    internal static double NotNegative(double value, [CallerMemberName] string name = "") =>
        value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "The value must be finite and not negative.");

    internal static double Positive(double value, [CallerMemberName] string name = "") =>
        value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, "The value must be finite and positive.");

    internal static ImmutableArray<double> Hazards(ImmutableArray<double> perYear, [CallerMemberName] string name = "") =>
        !perYear.IsDefaultOrEmpty && perYear.All(h => h >= 0 && double.IsFinite(h))
            ? perYear
            : throw new ArgumentException("A hazard needs at least one year, each value finite and not negative.", name);

    internal static ImmutableArray<T> NotEmpty<T>(ImmutableArray<T> items, [CallerMemberName] string name = "") =>
        items.IsDefaultOrEmpty ? throw new ArgumentException("At least one entry is needed.", name) : items;
}
