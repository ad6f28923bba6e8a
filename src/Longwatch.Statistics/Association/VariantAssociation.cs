namespace Longwatch.Statistics.Association;

/// <summary>One variant against the outcome.</summary>
/// <param name="Status">Whether there is a result.</param>
/// <param name="People">Whose genotype is known.</param>
/// <param name="Cases">Of them, with the event.</param>
/// <param name="Copies">Sum of genotypes among all people counted.</param>
/// <param name="CaseCopies">Sum of genotypes among the cases.</param>
/// <param name="Score">Standardised efficient score; positive where the counted allele goes with the event.</param>
/// <param name="ScoreP">Two-sided, normal distribution.</param>
/// <param name="SaddlepointP">Two-sided; NaN where not asked for or where the approximation has no root.</param>
/// <param name="Beta">Firth's log odds ratio per copy; NaN where not asked for.</param>
/// <param name="StandardError">From the inverse information at the estimate.</param>
/// <param name="FirthP">Penalised likelihood ratio; NaN where not asked for.</param>
/// <param name="Test">The strictest of the tests that were made: what <see cref="P"/> is.</param>
public readonly record struct VariantAssociation(
    AssociationStatus Status,
    int People,
    int Cases,
    double Copies,
    double CaseCopies,
    double Score,
    double ScoreP,
    double SaddlepointP,
    double Beta,
    double StandardError,
    double FirthP,
    AssociationTest Test
)
{
    /// <summary>The p value of <see cref="Test"/>; NaN without one.</summary>
    public double P =>
        Test switch
        {
            AssociationTest.FirthExpanded or AssociationTest.Firth => FirthP,
            AssociationTest.Saddlepoint => SaddlepointP,
            AssociationTest.Score => ScoreP,
            _ => double.NaN,
        };
}

/// <summary>Which tests a scan makes of each variant.</summary>
public sealed record ScanOptions
{
    /// <summary>Firth on every variant, saddle-point where the score is beyond 2.</summary>
    public static ScanOptions Default { get; } = new();

    /// <summary>The saddle-point p is made where the standardised score is beyond this, else it equals the normal one. Default 2; infinity for never.</summary>
    public double SaddlepointBeyond { get; init; } = 2;

    /// <summary>How it is made.</summary>
    public SaddlepointOptions Saddlepoint { get; init; } = SaddlepointOptions.Default;

    /// <summary>Firth's test is made where the smaller p value of the score test (normal or saddle-point) is at most this. Default 1: for every variant.</summary>
    public double FirthBelow { get; init; } = 1;

    /// <summary>Firth's test is repeated by passes over everybody where its p is at most this. Default 0.01; 1 for every variant.</summary>
    public double ExactBelow { get; init; } = 0.01;
}
