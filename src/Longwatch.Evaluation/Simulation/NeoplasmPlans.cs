using System.Collections.Immutable;
using Longwatch.Domain.Neoplasms;

namespace Longwatch.Evaluation.Simulation;

/// <summary>
/// Secondary T-cell malignancies. Two causes compete, each with the cumulative hazard rate × (t − latency)^shape, t in years since infusion.
/// A shape below 1 means more of them early.
/// </summary>
public sealed record TCellPlan
{
    /// <summary>No malignancy is diagnosed earlier after the infusion than this, in days.</summary>
    public double LatencyDays
    {
        get;
        init => field = Checked.NotNegative(value);
    } = 21;

    /// <summary>Cumulative hazard of a transgene-driven malignancy one year after the latency, per 100,000 patients.</summary>
    public double TransgenePer100000
    {
        get;
        init => field = Checked.NotNegative(value);
    } = 27;

    public double TransgeneShape
    {
        get;
        init => field = Checked.Positive(value);
    } = 0.62;

    /// <summary>General population, per 100,000 person-years, by age at infusion. Ages 1–4 and 80–84 are published (SEER-21); between them assumed.</summary>
    public ImmutableArray<AgeRate> BackgroundByAge
    {
        get;
        init => field = Checked.NotEmpty(value);
    } = [new(0, 0.0723), new(20, 0.4), new(40, 0.9), new(50, 1.7), new(60, 2.8), new(70, 4.5), new(80, 5.6061)];

    /// <summary>How many times the general population: lymphoma or myeloma behind them, immune deficiency, attention, pre-existing clones.</summary>
    public double BackgroundMultiplier
    {
        get;
        init => field = Checked.NotNegative(value);
    } = 17.9;

    public double BackgroundShape
    {
        get;
        init => field = Checked.Positive(value);
    } = 0.72;

    /// <summary>Mean time from the first malignant cell to the diagnosis, in days (exponential); for the transgene-driven never before infusion.</summary>
    public double MeanLeadDays
    {
        get;
        init => field = Checked.NotNegative(value);
    } = 120;

    internal double BackgroundAt(double age)
    {
        var rate = 0.0;
        foreach (var step in BackgroundByAge)
            if (age >= step.FromAge)
                rate = step.Per100000;
        return rate;
    }
}

/// <summary>A rate per 100,000 person-years from an age on.</summary>
public readonly record struct AgeRate(double FromAge, double Per100000);

/// <summary>Second primaries that are not of T-cell origin; constant hazard, at most one of each kind per patient.</summary>
/// <param name="PerPersonYear">At age 60 without earlier mutagenic treatment.</param>
/// <param name="PerYearOfAge">Log hazard ratio per year of age.</param>
public sealed record OtherPrimaryPlan(Lineage Lineage, double PerPersonYear, double PerYearOfAge)
{
    /// <summary>Assumed so that 4 to 6 of 100 patients have one at the data lock, myeloid ones first, then solid, then non-melanoma skin cancer.</summary>
    public static ImmutableArray<OtherPrimaryPlan> Default { get; } =
    [new(Lineage.Myeloid, 0.011, 0.02), new(Lineage.SolidTumour, 0.010, 0.03), new(Lineage.NonMelanomaSkin, 0.006, 0.04)];

    internal double Hazard(double age) => PerPersonYear * Math.Exp(PerYearOfAge * (age - 60));
}

/// <summary>Hazard ratios of earlier treatment on every second primary that is not transgene-driven; they multiply.</summary>
public sealed record PriorEffects
{
    public double AutologousTransplant { get; init; } = 1.3;

    public double AllogeneicTransplant { get; init; } = 1.3;

    /// <summary>2.5 in the CIBMTR analysis of myeloid neoplasms after autologous transplantation for lymphoma.</summary>
    public double TotalBodyIrradiation { get; init; } = 2.5;

    public double Alkylator { get; init; } = 1.2;

    /// <summary>For each line beyond two.</summary>
    public double ExtraLine { get; init; } = 1.05;
}
