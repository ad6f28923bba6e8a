namespace Longwatch.Evaluation.Research;

/// <summary>What simulated genotypes depend on. The same plan and cohort give the same bytes.</summary>
/// <param name="Variants">At least 100: four genes.</param>
/// <param name="Causal">Common variants that raise the odds. With none nothing is planted at all, in genes and mutations neither.</param>
/// <param name="Seed">Names the set.</param>
public sealed record GenotypePlan(int Variants, int Causal, ulong Seed)
{
    /// <summary>Variants of one gene; the genes are strewn over the genome, one in five variants lies in one.</summary>
    public const int PerGene = 20;

    /// <summary>Of the causal variants, per copy of the counted allele.</summary>
    public double OddsRatio { get; init; } = 3;

    /// <summary>Of each copy of a rare allele of the causal gene.</summary>
    public double GeneOddsRatio { get; init; } = 10;

    /// <summary>Of carriers of the causal mutation of clonal haematopoiesis.</summary>
    public double CarrierOddsRatio { get; init; } = 6;

    /// <summary>Share of people of the second ancestry, whose frequencies have drifted.</summary>
    public double SecondAncestry { get; init; } = 0.2;

    /// <summary>Share of genotypes that are missing.</summary>
    public double Missing { get; init; } = 0.005;

    /// <summary>True where an effect is planted.</summary>
    public bool HasEffects => Causal > 0;
}

/// <summary>One thing that was planted.</summary>
/// <param name="Kind"><c>variant</c>, <c>gene</c> or <c>mutation</c>.</param>
/// <param name="Frequency">Of the counted allele among people without the malignancy; of all rare alleles together for a gene; NaN for a mutation, which goes with age.</param>
public sealed record PlantedEffect(string Kind, string Id, double Frequency, double OddsRatio);

/// <summary>A simulated variant, before anybody's genotype.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Frequency">Of the counted allele in the first ancestry, and in the second.</param>
/// <param name="Gene">Empty between genes.</param>
public sealed record SimulatedVariant(
    string Chromosome,
    int Position,
    string Id,
    (double First, double Second) Frequency,
    double OddsRatio,
    string Gene
);
