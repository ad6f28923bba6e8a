namespace Longwatch.Evaluation.Research;

/// <summary>How a search for people at higher risk is made; kept with its result.</summary>
/// <param name="Level">Of the intervals.</param>
/// <param name="SmallCell">Counts from 1 to one less than this are not written out.</param>
/// <param name="ExactBelow">Firth's test goes over everybody until no digit changes where its p is at most this.</param>
/// <param name="FirthBelow">Firth's test is made where the p of the score test is at most this; 1 for every variant.</param>
/// <param name="Significance">Of a variant among the whole genome.</param>
/// <param name="BurdenFrequency">Variants up to this frequency count in the burden of a gene.</param>
/// <param name="AlleleFraction">Smallest variant allele fraction that makes a carrier of clonal haematopoiesis.</param>
public sealed record ResearchOptions(
    double Level = 0.95,
    int SmallCell = 5,
    double ExactBelow = 0.01,
    double FirthBelow = 1,
    double Significance = 5e-8,
    double BurdenFrequency = 0.01,
    double AlleleFraction = 0.02
)
{
    public static ResearchOptions Default { get; } = new();

    /// <summary>A count as it may be written: null when it is so small that it could point to a person.</summary>
    public double? Shown(double count) => count > 0 && count < SmallCell ? null : count;
}
