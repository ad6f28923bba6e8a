using System.Collections.Immutable;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Everything that a simulated registry depends on. The defaults are assumptions; see docs/methods/simulation.md for each.</summary>
/// <remarks>
/// With the defaults and 42,500 patients the expected data look like the published evaluation at the data lock of April 2024: about 38 secondary
/// T-cell malignancies, half of them tested, 7 of 19 tests positive, two thirds diagnosed within 12 months. The hazards are calibrated to those
/// expectations; they are no estimate of anything.
/// </remarks>
public sealed record SimulationPlan
{
    /// <summary>The default plan for so many patients.</summary>
    public SimulationPlan(int patients, ulong seed) => (Patients, Seed) = (patients, seed);

    /// <summary>42,500 patients, as in the published evaluation; seed 1.</summary>
    public static SimulationPlan Default { get; } = new(42_500, 1);

    /// <summary>Patients treated before the data lock, 1 to 10 million.</summary>
    public int Patients
    {
        get;
        init =>
            field = value is >= 1 and <= 10_000_000
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "Between 1 and 10 million patients.");
    }

    /// <summary>Names the registry: the same plan and seed give the same registry on any number of threads.</summary>
    public ulong Seed { get; init; }

    /// <summary>First day of infusions; the first approval of a product was on 30 August 2017 (tisagenlecleucel, United States).</summary>
    public DateOnly Start { get; init; } = new(2017, 8, 30);

    /// <summary>Last day of which the registry speaks; that of the published evaluation.</summary>
    public DateOnly DataLock { get; init; } = new(2024, 4, 11);

    /// <summary>Growth of uptake: infusions per day are proportional to exp(growth × years since the start).</summary>
    public double GrowthPerYear { get; init; } = 0.35;

    /// <summary>Number of treating centres; the share of centre k is proportional to 1 / (k + 5).</summary>
    public int Centres
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one centre.");
    } = 250;

    /// <summary>The first so many centres count as large; they test more.</summary>
    public int LargeCentres { get; init; } = 40;

    public ImmutableArray<ProductPlan> Products
    {
        get;
        init => field = Checked.NotEmpty(value);
    } = ProductPlan.Published;

    public ImmutableArray<DiseasePlan> Diseases
    {
        get;
        init => field = Checked.NotEmpty(value);
    } = DiseasePlan.Default;

    public SurvivalPlan Survival { get; init; } = new();

    public FollowUpPlan FollowUp { get; init; } = new();

    public TCellPlan TCell { get; init; } = new();

    public ImmutableArray<OtherPrimaryPlan> OtherPrimaries { get; init; } = OtherPrimaryPlan.Default;

    public PriorEffects PriorEffects { get; init; } = new();

    public TestingPlan Testing { get; init; } = new();
}
