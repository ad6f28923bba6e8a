using System.Collections.Immutable;

namespace Longwatch.Evaluation.Simulation;

/// <summary>
/// Relapse and death as an illness–death model: hazards per year, one value for each year since infusion, the last one for all later years.
/// </summary>
/// <remarks>
/// The three hazards together give the deaths of ZUMA-1: 40, 10, 4, 4, 3 and 1 of 101 patients in years 1 to 6. The first two are assumed, the third is
/// solved for from them year by year.
/// </remarks>
public sealed record SurvivalPlan
{
    public ImmutableArray<double> RelapsePerYear
    {
        get;
        init => field = Checked.Hazards(value);
    } = [0.80, 0.15, 0.06, 0.04, 0.03, 0.02];

    public ImmutableArray<double> DeathWithoutRelapsePerYear
    {
        get;
        init => field = Checked.Hazards(value);
    } = [0.06, 0.03, 0.02, 0.02, 0.02, 0.02];

    /// <summary>By year since infusion, not since relapse.</summary>
    public ImmutableArray<double> DeathAfterRelapsePerYear
    {
        get;
        init => field = Checked.Hazards(value);
    } = [2.280, 0.527, 0.226, 0.259, 0.214, 0.040];

    /// <summary>Added hazard of death per year after a secondary T-cell malignancy was diagnosed.</summary>
    public double ExcessDeathAfterTCellPerYear
    {
        get;
        init => field = Checked.NotNegative(value);
    } = 0.6;
}

/// <summary>When patients are seen, and how they are lost.</summary>
public sealed record FollowUpPlan
{
    /// <summary>Planned visits up to two years, in days after infusion; from then on yearly.</summary>
    public ImmutableArray<int> FirstVisits { get; init; } = [100, 183, 365, 730];

    /// <summary>Probability that a planned visit does not take place.</summary>
    public double Missed
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.05;

    /// <summary>Hazard of loss to follow-up; whoever is lost is last heard of on that day.</summary>
    public double LostPerYear
    {
        get;
        init => field = Checked.NotNegative(value);
    } = 0.05;

    /// <summary>The last contact of those still followed lies up to so many days before the data lock, every day equally likely.</summary>
    public int LastContactDays { get; init; } = 30;

    /// <summary>Probability that one item of a patient's history is not recorded.</summary>
    public double MissingItem
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.03;
}
