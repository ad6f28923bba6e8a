using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Domain.Evidence;

namespace Longwatch.Evaluation.Analyses;

/// <summary>Values of an assumption that mean something; others are left aside in a data set and refused in a plan.</summary>
/// <param name="Lowest">Smallest value that means something.</param>
/// <param name="Highest">Largest value that means something.</param>
/// <param name="First">Only the smallest value is used: it is a choice and not a grid.</param>
/// <param name="Whole">Only whole numbers.</param>
/// <param name="NotZero">Any but 0.</param>
public readonly record struct AssumptionRange(double Lowest, double Highest, bool First = false, bool Whole = false, bool NotZero = false)
{
    /// <summary>More values of one assumption than this, several grids of them multiplied, would run for hours.</summary>
    public const int MostValues = 12;

    private static readonly ImmutableArray<(string Key, AssumptionRange Range)> Known =
    [
        ("follow_up.mean_years", new(0.01, 100)),
        ("background.rate_per_100000_py", new(1e-4, 1e5)),
        ("background.after_b_cell_lymphoma_sir", new(0.01, 1000, First: true)),
        ("reporting.fraction", new(0.001, 1)),
        ("onset.programme_years", new(1.001, 100)),
        ("onset.growth_per_year", new(-5, 5, NotZero: true)),
        ("onset.death_per_year", new(0, 10)),
        ("onset.weibull_shape", new(0.05, 5)),
        ("onset.zuma1_patients", new(1, 1e6, First: true, Whole: true)),
        ("onset.zuma1_deaths_year_*", new(0, 1e6, First: true, Whole: true)),
        ("transgene.odds_ratio", new(1e-6, 1e6)),
        ("transgene.relative_testing", new(1e-6, 1e6)),
        ("test.*", new(0.01, 1)),
        ("molecular.clonal_copies_per_cell", new(1e-6, 1000, First: true)),
        ("molecular.clonal_car_percent", new(0.001, 100, First: true)),
        ("molecular.adequate_lod_copies_per_cell", new(1e-9, 1000, First: true)),
        ("class.equivalence_margin", new(1.001, 1000, First: true)),
        ("class.relative_rate", new(0.001, 1000)),
        ("class.exposure_share", new(1e-4, 0.9999)),
        ("confounding.landmark_days", new(1, 36_525, First: true, Whole: true)),
        ("risk.events_per_covariate", new(1, 1000)),
        ("sequential.minimum_cases", new(1, 1000, First: true, Whole: true)),
        ("sequential.prior_cases", new(0.001, 1000, First: true)),
        ("sequential.cusum_rate_ratio", new(1.001, 100, First: true)),
        ("sequential.cusum_run_length_months", new(1.001, 12_000, First: true)),
    ];

    /// <summary>The range of a key; any finite number where nothing is known of it.</summary>
    public static AssumptionRange Of(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (var (known, range) in Known)
            if (FixedAnalysis.Fits(known, key))
                return range;
        return new(double.MinValue, double.MaxValue);
    }

    /// <summary>The assumption is one that an analysis uses.</summary>
    public bool IsKnown => Highest < double.MaxValue;

    /// <summary>Whether the value means something.</summary>
    public bool Contains(double value) =>
        value >= Lowest && value <= Highest && !(Whole && double.Floor(value) != value) && !(NotZero && value == 0);

    /// <summary>For example <c>a whole number from 1 to 1000</c>.</summary>
    public string Words() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"a {(Whole ? "whole number" : "number")} from {Lowest} to {Highest}{(NotZero ? " other than 0" : "")}"
        );

    /// <summary>Whether the row may be counted and its value means something.</summary>
    internal static bool Usable(Assumption assumption) => assumption.Provenance.Counts && Of(assumption.Key).Contains(assumption.Value);
}
