using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Statistics.Association;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Research;

/// <summary>Genotypes with known effects for the people of a cohort whose outcome is known already.</summary>
/// <remarks>
/// The outcome stays as it is: a case's genotype is drawn from P(g) θ^g instead of P(g), with odds ratio θ per copy. In the logistic model that is the same
/// as an outcome that follows the genotype (Prentice and Pyke 1979 Biometrika 66:403). Everything else is drawn without regard of the outcome.
/// Each variant has a random sequence of its own.
/// </remarks>
public sealed class GenotypeSimulator
{
    private const int Chromosomes = 22;
    private const int Spacing = 5_000;
    private const double Drift = 0.02;

    /// <summary>Streams of the sequences: variants come first.</summary>
    private const ulong PeopleStream = 1UL << 40;
    private const ulong MutationStream = 2UL << 40;

    private static readonly ImmutableArray<string> Mutated = ["DNMT3A", "TET2", "ASXL1", "PPM1D", "TP53"];

    private readonly GenotypePlan plan;
    private readonly ResearchPeople people;
    private readonly bool[] second;
    private readonly double[] age;

    /// <summary>Fixes the variants.</summary>
    /// <exception cref="ArgumentException">Fewer than 100 variants, more causal ones than a tenth of them, or an odds ratio that is not above 0.</exception>
    public GenotypeSimulator(GenotypePlan plan, ResearchPeople people)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(people);
        if (plan.Variants < 100 || plan.Causal < 0 || plan.Causal > plan.Variants / 10)
            throw new ArgumentException("At least 100 variants, and at most a tenth of them causal.", nameof(plan));
        if (!(plan.OddsRatio > 0 && plan.GeneOddsRatio > 0 && plan.CarrierOddsRatio > 0))
            throw new ArgumentException("An odds ratio must be above 0.", nameof(plan));
        (this.plan, this.people) = (plan, people);
        var ages = people.Covariates.FirstOrDefault(c => c.Name == "age").Values;
        (second, age) = (new bool[people.Names.Length], new double[people.Names.Length]);
        for (var i = 0; i < second.Length; i++)
        {
            second[i] = new Philox(plan.Seed, PeopleStream + (ulong)i).NextDouble() < plan.SecondAncestry;
            age[i] = ages.IsDefault || !people.Counted[i] ? 60 : ages[i];
        }

        Variants = [.. Enumerable.Range(0, plan.Variants).Select(Variant)];
    }

    /// <summary>In the order of the genome.</summary>
    public ImmutableArray<SimulatedVariant> Variants { get; }

    /// <summary>What was planted, as it is to be found.</summary>
    public IEnumerable<PlantedEffect> Planted()
    {
        if (!plan.HasEffects)
            yield break;
        foreach (var variant in Variants)
            if (variant.OddsRatio != 1 && variant.Gene.Length == 0)
                yield return new("variant", variant.Id, variant.Frequency.First, variant.OddsRatio);
        yield return new(
            "gene",
            CausalGene,
            Variants.Where(v => v.Gene == CausalGene && v.OddsRatio != 1).Sum(v => v.Frequency.First),
            plan.GeneOddsRatio
        );
        yield return new("mutation", Mutated[1], double.NaN, plan.CarrierOddsRatio);
    }

    /// <summary>Two principal components: the first tells the ancestries apart, the second is chance.</summary>
    public (double First, double Second) Components(int person)
    {
        var random = new Philox(plan.Seed, PeopleStream + (ulong)person);
        _ = random.NextDouble();
        return ((second[person] ? 1 : 0) + (0.1 * random.NextNormal()), random.NextNormal());
    }

    /// <summary>Everybody's genotype of one variant, two bits each.</summary>
    /// <param name="packed">As long as <see cref="PackedGenotypes.Bytes"/> says.</param>
    public void Fill(int variant, Span<byte> packed)
    {
        packed.Clear();
        var (random, of) = (new Philox(plan.Seed, (ulong)variant + 1), Variants[variant]);
        // Of each kind of person: chance of no copy, of one at most, of a known genotype.
        Span<double> limits = stackalloc double[12];
        for (var kind = 0; kind < 4; kind++)
        {
            var f = (kind & 1) == 0 ? of.Frequency.First : of.Frequency.Second;
            var odds = (kind & 2) == 0 ? 1 : of.OddsRatio;
            var (none, one, two) = ((1 - f) * (1 - f), 2 * f * (1 - f) * odds, f * f * odds * odds);
            var known = (1 - plan.Missing) / (none + one + two);
            (limits[3 * kind], limits[(3 * kind) + 1], limits[(3 * kind) + 2]) = (known * none, known * (none + one), 1 - plan.Missing);
        }

        for (var i = 0; i < second.Length; i++)
        {
            var kind = 3 * ((second[i] ? 1 : 0) + (people.Outcome[i] ? 2 : 0));
            var u = random.NextUInt32() * (1 / 4294967296.0);
            PackedGenotypes.Add(
                packed,
                i,
                u < limits[kind] ? PackedGenotypes.NoCopy
                    : u < limits[kind + 1] ? PackedGenotypes.OneCopy
                    : u < limits[kind + 2] ? PackedGenotypes.TwoCopies
                    : PackedGenotypes.Missing
            );
        }
    }

    /// <summary>Calls of clonal haematopoiesis of one person: carriers are the more the older people are, and the more with the malignancy for one gene.</summary>
    public IEnumerable<(string Gene, double AlleleFraction)> Mutations(int person)
    {
        var random = new Philox(plan.Seed, MutationStream + (ulong)person);
        for (var g = 0; g < Mutated.Length; g++)
        {
            // 3 % at 60 years for the most frequent gene, doubled every ten years.
            var odds = 0.03 / (g + 1) * Math.Pow(2, (age[person] - 60) / 10);
            if (g == 1 && plan.HasEffects && people.Outcome[person])
                odds *= plan.CarrierOddsRatio;
            var (carries, fraction) = (random.NextDouble() < odds / (1 + odds), 0.02 + (0.3 * random.NextDouble() * random.NextDouble()));
            if (carries)
                yield return (Mutated[g], Math.Round(fraction, 4));
        }
    }

    private string CausalGene => Gene(plan.Variants / (5 * GenotypePlan.PerGene) / 2);

    private static string Gene(int number) => string.Create(CultureInfo.InvariantCulture, $"SIM{number + 1}");

    private SimulatedVariant Variant(int number)
    {
        var random = new Philox(plan.Seed, (ulong)number + 1 + (PeopleStream >> 1));
        var (stretch, within) = (number / (5 * GenotypePlan.PerGene), number % (5 * GenotypePlan.PerGene));
        var gene = within < GenotypePlan.PerGene ? Gene(stretch) : "";
        var rare = gene.Length > 0 && within % 2 == 0;
        // Causal variants: evenly over the genome, between genes.
        var step = plan.Causal == 0 ? int.MaxValue : plan.Variants / plan.Causal;
        var place = plan.Causal == 0 ? 0 : number / step;
        var causal = plan.Causal > 0 && place < plan.Causal && number == (step * place) + Between(step * place);
        var f =
            rare ? 0.001 * Math.Pow(8, random.NextDouble())
            : causal ? 0.1 + (0.2 * random.NextDouble())
            : 0.05 + (0.4 * random.NextDouble());
        var drifted = Math.Clamp(f + (Math.Sqrt(Drift * f * (1 - f)) * random.NextNormal()), rare ? f / 2 : 0.02, rare ? 2 * f : 0.98);
        var per = (plan.Variants + Chromosomes - 1) / Chromosomes;
        var (chromosome, position) = (number / per + 1, ((number % per) + 1) * Spacing);
        return new(
            chromosome.ToString(CultureInfo.InvariantCulture),
            position,
            string.Create(CultureInfo.InvariantCulture, $"{chromosome}:{position}:A:G"),
            (f, drifted),
            causal ? plan.OddsRatio
                : plan.HasEffects && rare && gene == CausalGene ? plan.GeneOddsRatio
                : 1,
            gene
        );
    }

    /// <summary>How far behind a variant the next one between genes is.</summary>
    private static int Between(int number) => Math.Max(0, GenotypePlan.PerGene - (number % (5 * GenotypePlan.PerGene)));
}
