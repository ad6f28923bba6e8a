using Longwatch.Genomics.Quantity;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Verdict;

/// <summary>Likelihood of what was counted under each explanation (docs/methods/genetic-verdict.md).</summary>
internal sealed class ExplanationModel(
    VerdictEvidence evidence,
    QuantityResult quantities,
    SpecimenFacts specimen,
    RunContext run,
    VerdictRules rules
)
{
    /// <summary>Points of the grid over copies; the likelihood is smooth in their logarithm.</summary>
    private const int Grid = 200;

    /// <summary>Stands for the yield of one copy where depth does not tell it (RNA, panels): presence then weighs little, kind and spread of the evidence much.</summary>
    private const double UnknownYield = 100;

    /// <summary>So that the grid over copies has no gaps at great depth: a tenth of the mean.</summary>
    private const double LeastDispersion = 0.01;

    private readonly double perCopy = quantities.Limit.FragmentsPerCopy > 0 ? quantities.Limit.FragmentsPerCopy : UnknownYield;
    private readonly bool joinsTell = evidence.SitesExpected && quantities.Limit.JoinFragmentsPerCopy > 0;
    private readonly (double Lowest, double Highest)? hop = run.Hopped(rules);
    private readonly int[] sizes = [.. evidence.JoinFragments];
    private readonly int joins = evidence.JoinFragments.Sum() + evidence.CandidateJoins;

    public IReadOnlyDictionary<Explanation, double> Posterior()
    {
        var priors = Priors();
        var all = Enum.GetValues<Explanation>();
        var logs = all.Select(e => Math.Log(priors[e]) + LogLikelihood(e)).ToArray();
        var sum = SitePartition.LogSum(logs);
        return all.ToDictionary(e => e, e => Math.Exp(logs[(int)e] - sum));
    }

    /// <summary>The rules' priors; what the run's other libraries are known to bring is taken from "none", which means no fragment from anywhere.</summary>
    public IReadOnlyDictionary<Explanation, double> Priors()
    {
        var priors = new Dictionary<Explanation, double>(rules.Priors(run.Compartment));
        var hopped =
            priors[Explanation.None]
            * (hop is { } range ? LogUniform(range.Lowest, range.Highest).Average(mean => 1 - Math.Exp(-mean)) : 0);
        priors[Explanation.None] -= hopped;
        priors[Explanation.ContaminationOrIndexHop] += hopped;
        return priors;
    }

    internal double LogLikelihood(Explanation explanation)
    {
        var (own, like) = (evidence.Others.WildType, evidence.Fragments == 0 ? evidence.Others.VectorLikeVirus : 0);
        var virus = explanation switch
        {
            Explanation.RetroviralInfection => Present(own + like),
            Explanation.None => LogPoisson(own + like, rules.BackgroundFragments),
            // Whoever carries a vector may be infected too; and by chance only virus-like parts of the vector may have been read.
            _ => SitePartition.LogSum([
                Stray(own + like, rules.InfectionShare),
                like == 0
                    ? double.NegativeInfinity
                    : Stray(own, rules.InfectionShare) + (like * Math.Log(evidence.Others.VectorLikeShare)) + Present(like),
            ]),
        };
        // Fragments of the vector itself are scattered over it, whoever carries it.
        var scattered = explanation is Explanation.None or Explanation.RetroviralInfection ? 0 : Math.Log(evidence.OnePlaceChance);
        return virus
            + scattered
            + explanation switch
            {
                Explanation.TransgeneBearingClone => OverCopies(CloneCopies(), SitePartition.LogClone(sizes))
                    + Stray(evidence.Others.Backbone)
                    + Shared(false),
                Explanation.InfiltratingCarTCells => OverCopies(InfiltrateCopies(), SitePartition.LogPolyclonal(sizes))
                    + Stray(evidence.Others.Backbone)
                    + Shared(false),
                Explanation.ContaminationOrIndexHop => Contamination(),
                _ => Background() + Stray(evidence.Others.Backbone) + Shared(false),
            };
    }

    /// <summary>No vector: unique fragments and joins at the background's rate.</summary>
    /// <remarks>At one place of the vector a homologous sequence or an artefact may bring any number.</remarks>
    private double Background() =>
        (evidence.OnePlace ? Stray(evidence.Fragments) : LogPoisson(evidence.Fragments, rules.BackgroundFragments))
        + (joinsTell ? LogPoisson(joins, rules.BackgroundFragments) + SitePartition.LogPolyclonal(sizes) : 0);

    /// <summary>Index hopping from neighbours, or DNA of a plasmid or product of the laboratory.</summary>
    private double Contamination()
    {
        // Where the run is not known, more than 30 hopped fragments of one vector are not expected.
        var (lowest, highest) = hop ?? (1e-3, 30);
        var hopping = OverCopies(LogUniform(lowest / perCopy, highest / perCopy), SitePartition.LogPolyclonal(sizes));
        hopping += Stray(evidence.Others.Backbone) + Shared(true);

        // A plasmid has its backbone at the depth of the provirus and no join to the host.
        var (unique, backbone) = (evidence.Fragments, evidence.Others.Backbone);
        var share = evidence.Others.BackboneLength / Math.Max(1, evidence.Others.BackboneLength + quantities.Limit.EffectiveLength);
        var together =
            evidence.Others.BackboneLength > 0 ? Math.Log(Binomial.Probability(backbone, backbone + unique, share)) : Stray(backbone);
        var amount = OverFragments(1e-1, 1e5, backbone + unique, evidence.Others.BackboneLength > 0 ? 1 : 0);
        var plasmid =
            amount
            + together
            + (joinsTell ? LogPoisson(joins, rules.BackgroundFragments) + SitePartition.LogPolyclonal(sizes) : 0)
            + Shared(false);
        return SitePartition.LogSum([Math.Log(1 - rules.PlasmidShare) + hopping, Math.Log(rules.PlasmidShare) + plasmid]);
    }

    /// <summary>Mean copies per diploid genome: of the cells that may carry the vector a share of 0.05 to 1, times 1 to 8 copies.</summary>
    private double[] CloneCopies()
    {
        if (specimen.Purity is not (> 0 and var purity))
            return LogUniform(0.02, 8);
        var perCopyInAll = 2 * purity / ((purity * specimen.TumourPloidy) + (2 * (1 - purity)));
        return LogUniform(0.05 * perCopyInAll, 8 * perCopyInAll);
    }

    /// <summary>Down to one cell in 100,000, up to every T cell with 5 copies.</summary>
    private double[] InfiltrateCopies()
    {
        var most = run.Compartment is Compartment.Product or Compartment.Blood or Compartment.Marrow ? 5.0 : 0.5;
        if (run.TCellFraction is { } share)
            most = Math.Max(2e-5, 5 * share);
        return LogUniform(1e-5, most);
    }

    /// <summary>Mean likelihood over equally probable copies: unique fragments, joins to the host, and how the joins share themselves out.</summary>
    private double OverCopies(double[] copies, double partition)
    {
        var perJoin = quantities.Limit.JoinFragmentsPerCopy * rules.PlaceableShare;
        var terms = new double[copies.Length];
        for (var i = 0; i < copies.Length; i++)
        {
            var mean = (copies[i] * perCopy) + rules.BackgroundFragments;
            terms[i] = LogNegativeBinomial(evidence.Fragments, mean, Math.Max(LeastDispersion, quantities.Limit.Dispersion));
            if (joinsTell)
                terms[i] += LogNegativeBinomial(joins, (copies[i] * perJoin) + rules.BackgroundFragments, rules.JoinDispersion);
        }

        return SitePartition.LogSum(terms) - Math.Log(copies.Length) + (joinsTell ? partition : 0);
    }

    private static double OverFragments(double lowest, double highest, int count, int always)
    {
        var means = LogUniform(lowest, highest);
        var terms = new double[means.Length];
        for (var i = 0; i < means.Length; i++)
            terms[i] = LogPoisson(count, means[i] * (1 + always));
        return SitePartition.LogSum(terms) - Math.Log(means.Length);
    }

    private double Shared(bool hop)
    {
        var (shared, sites) = (evidence.Shared.Count, evidence.HostSites.Count);
        if (run.SitesSharedWithOthers is null || sites == 0)
            return 0;
        var chance = hop ? rules.SharedSiteHop : rules.SharedSiteChance;
        return Math.Log(Binomial.Probability(shared, sites, chance));
    }

    /// <summary>A kind of evidence that the explanation does not make: background, or now and then a source of its own, of any size: 1/((n+1)(n+2)).</summary>
    private double Stray(int count) => Stray(count, rules.StrayShare);

    private double Stray(int count, double share) =>
        Math.Log(((1 - share) * Poisson.Probability(count, rules.BackgroundFragments)) + (share / ((count + 1.0) * (count + 2.0))));

    /// <summary>A kind of evidence that the explanation makes, of any size: 1/((n+1)(n+2)).</summary>
    private static double Present(int count) => -Math.Log((count + 1.0) * (count + 2.0));

    private static double LogPoisson(int count, double mean) => (count * Math.Log(mean)) - mean - GammaFunctions.LogGamma(count + 1.0);

    private static double LogNegativeBinomial(int count, double mean, double dispersion)
    {
        var size = 1 / dispersion;
        return GammaFunctions.LogGamma(count + size)
            - GammaFunctions.LogGamma(size)
            - GammaFunctions.LogGamma(count + 1.0)
            - (size * Math.Log(1 + (dispersion * mean)))
            + (count * Math.Log(dispersion * mean / (1 + (dispersion * mean))));
    }

    private static double[] LogUniform(double lowest, double highest)
    {
        var points = new double[Grid];
        for (var i = 0; i < Grid; i++)
            points[i] = lowest * Math.Pow(highest / lowest, (i + 0.5) / Grid);
        return points;
    }
}
