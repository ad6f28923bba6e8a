using System.Collections.Immutable;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Uptake of one product and what it is given for.</summary>
/// <param name="Code">Code of the product catalogue.</param>
/// <param name="Available">First day on which it is given (approval in the United States).</param>
/// <param name="MarketShare">Weight among the available products once uptake is complete; need not sum to 1.</param>
/// <param name="Indications">Diseases with their weights.</param>
/// <param name="TransgeneHazardRatio">Hazard of a transgene-driven malignancy relative to the plan's; 1 for all products is a class effect.</param>
public sealed record ProductPlan(
    string Code,
    DateOnly Available,
    double MarketShare,
    ImmutableArray<Indication> Indications,
    double TransgeneHazardRatio = 1
)
{
    /// <summary>Uptake in the first days as a share of the complete uptake; it rises linearly over <see cref="UptakeYears"/>.</summary>
    public const double InitialUptake = 0.2;

    public const double UptakeYears = 2;

    /// <summary>The six products of the evaluation of April 2024; approval dates are published, market shares are assumed.</summary>
    public static ImmutableArray<ProductPlan> Published { get; } =
    [
        new(
            "tisagenlecleucel",
            new(2017, 8, 30),
            0.20,
            [
                new(IndexDisease.LargeBCellLymphoma, 0.60),
                new(IndexDisease.FollicularLymphoma, 0.10),
                new(IndexDisease.AcuteLymphoblasticLeukaemia, 0.30),
            ]
        ),
        new(
            "axicabtagene_ciloleucel",
            new(2017, 10, 18),
            0.45,
            [new(IndexDisease.LargeBCellLymphoma, 0.88), new(IndexDisease.FollicularLymphoma, 0.12)]
        ),
        new(
            "brexucabtagene_autoleucel",
            new(2020, 7, 23),
            0.08,
            [new(IndexDisease.MantleCellLymphoma, 0.80), new(IndexDisease.AcuteLymphoblasticLeukaemia, 0.20)]
        ),
        new(
            "lisocabtagene_maraleucel",
            new(2021, 2, 5),
            0.07,
            [
                new(IndexDisease.LargeBCellLymphoma, 0.90),
                new(IndexDisease.FollicularLymphoma, 0.05),
                new(IndexDisease.ChronicLymphocyticLeukaemia, 0.05),
            ]
        ),
        new("idecabtagene_vicleucel", new(2021, 3, 26), 0.08, [new(IndexDisease.MultipleMyeloma, 1)]),
        new("ciltacabtagene_autoleucel", new(2022, 2, 28), 0.12, [new(IndexDisease.MultipleMyeloma, 1)]),
    ];

    /// <summary>Weight of the product among all on a day; 0 before it is available.</summary>
    internal double WeightOn(DateOnly day)
    {
        var years = (day.DayNumber - Available.DayNumber) / CalendarTime.DaysPerYear;
        return years < 0 ? 0 : MarketShare * (InitialUptake + ((1 - InitialUptake) * Math.Min(1, years / UptakeYears)));
    }
}

/// <summary>A disease for which a product is given, with its weight among the product's indications.</summary>
public readonly record struct Indication(IndexDisease Disease, double Weight);
