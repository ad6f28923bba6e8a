using System.Collections.Immutable;

namespace Longwatch.Evaluation.Simulation;

/// <summary>
/// Which secondary T-cell malignancies are tested for the transgene, and what the tests see. Testing depends on the case, so the tested are no
/// random sample of all: the probability that an offered test is carried out is logistic in calendar time, centre size and time to onset.
/// </summary>
public sealed record TestingPlan
{
    /// <summary>Day of the first regulator's public communication.</summary>
    public DateOnly Alert { get; init; } = new(2023, 11, 28);

    public double OfferedBeforeAlert
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.70;

    public double OfferedAfterAlert
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.95;

    /// <summary>Log odds that an offered test is carried out: small centre, before the alert, onset after the first year.</summary>
    public double Intercept { get; init; } = 0.28;

    public double LargeCentre { get; init; } = 0.6;

    public double AfterAlert { get; init; } = 1.0;

    public double WithinOneYear { get; init; } = 0.3;

    /// <summary>Log odds per product code; a product that is not listed has 0.</summary>
    public ImmutableSortedDictionary<string, double> Product { get; init; } =
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            [KeyValuePair.Create("tisagenlecleucel", 0.3), KeyValuePair.Create("ciltacabtagene_autoleucel", 0.5)]
        );

    public double Failure
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.08;

    /// <summary>Probability that a failed test is repeated once.</summary>
    public double Repeated
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.5;

    /// <summary>Shortest time from diagnosis to result in days; the rest is exponential.</summary>
    public double ShortestDays { get; init; } = 7;

    public double MeanFurtherDays { get; init; } = 30;

    public ImmutableArray<AssayPlan> Assays
    {
        get;
        init => field = Checked.NotEmpty(value);
    } = [new("ddpcr", 0.55, 0.005), new("qpcr", 0.30, 0.01), new("wgs", 0.15, 0.02)];

    /// <summary>Probability that an assay can see the product's vector at all.</summary>
    public double Sensitivity
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.97;

    /// <summary>Probability that CAR T cells that are not malignant lie in the specimen.</summary>
    public double Bystanders
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.15;

    /// <summary>Median of their contribution in copies per cell (log-normal).</summary>
    public double BystanderMedianCopies { get; init; } = 0.004;

    public double BystanderLogSd { get; init; } = 1;

    /// <summary>Probability that a detected vector is examined for clonality.</summary>
    public double ClonalityExamined
    {
        get;
        init => field = Checked.Probability(value);
    } = 0.8;

    /// <summary>Mean of the copies per malignant cell beyond one (Poisson).</summary>
    public double ExtraCopies { get; init; } = 0.7;

    /// <summary>Beta distribution of the tumour fraction of a specimen.</summary>
    public (double Alpha, double Beta) TumourFraction { get; init; } = (5, 3);

    internal double PerformedLogOdds(string product, bool largeCentre, bool afterAlert, bool withinOneYear) =>
        Intercept
        + (largeCentre ? LargeCentre : 0)
        + (afterAlert ? AfterAlert : 0)
        + (withinOneYear ? WithinOneYear : 0)
        + Product.GetValueOrDefault(product);
}

/// <summary>One way to test.</summary>
/// <param name="Share">Weight among the assays.</param>
/// <param name="LimitOfDetection">Copies per cell seen in 95 of 100 tests; a test of c copies is positive with probability 1 − 0.05^(c / LoD).</param>
public readonly record struct AssayPlan(string Code, double Share, double LimitOfDetection);
