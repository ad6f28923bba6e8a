using Longwatch.Genomics.Rules;

namespace Longwatch.Genomics.Verdict;

/// <summary>The thresholds and priors of group <c>verdict</c> by name.</summary>
internal sealed class VerdictRules(GeneticRules rules)
{
    public double BackgroundFragments => Value("backgroundFragments");
    public double StrayShare => Value("strayShare");
    public double InfectionShare => Value("priorInfection");
    public double PlasmidShare => Value("plasmidShare");
    public double PlaceableShare => Value("placeableShare");
    public double JoinDispersion => Value("joinDispersion");
    public double SharedSiteChance => Value("sharedSiteChance");
    public double SharedSiteHop => Value("sharedSiteHop");
    public double ClonalPosterior => Value("clonalPosterior");
    public double IndexHopRate => Value("indexHopRate");
    public double GreatestHopRate => Value("greatestHopRate");
    public double ContaminationPosterior => Value("contaminationPosterior");
    public double ClonalShareUnstated => Value("clonalShareUnstated");
    public int ClonalFragments => (int)Value("clonalFragments");
    public int SecondSourceFragments => (int)Value("secondSourceFragments");
    public double ExplainedLevel => Value("explainedLevel");
    public double UnintegratedLevel => Value("unintegratedLevel");
    public double ConfinedDeviate => Value("confinedDeviate");
    public int ConfinedFragments => (int)Value("confinedFragments");

    /// <summary>Prior of each explanation; what is left over is <see cref="Explanation.None"/>.</summary>
    public IReadOnlyDictionary<Explanation, double> Priors(Compartment compartment)
    {
        var infiltrating = compartment switch
        {
            Compartment.Blood or Compartment.Marrow => Value("priorInfiltratingBlood"),
            Compartment.Apheresis => Value("priorInfiltratingApheresis"),
            Compartment.Product => Value("priorInfiltratingProduct"),
            _ => Value("priorInfiltratingTumour"),
        };
        // A product is CAR T cells nearly for certain; the others share what is left as they do elsewhere.
        var others = Value("priorClone") + Value("priorContamination") + Value("priorInfection");
        var scale = Math.Min(1, (1 - infiltrating) / (2 * others));
        var (clone, contamination, infection) = (
            Value("priorClone") * scale,
            Value("priorContamination") * scale,
            Value("priorInfection") * scale
        );
        return new Dictionary<Explanation, double>
        {
            [Explanation.TransgeneBearingClone] = clone,
            [Explanation.InfiltratingCarTCells] = infiltrating,
            [Explanation.ContaminationOrIndexHop] = contamination,
            [Explanation.RetroviralInfection] = infection,
            [Explanation.None] = 1 - infiltrating - clone - contamination - infection,
        };
    }

    private double Value(string name) =>
        rules.Verdict.TryGetValue(name, out var rule)
            ? rule.Value
            : throw new UnreadableInputException(
                "rules",
                "group verdict",
                $"has no rule '{name}'; take it from the rules file that comes with Longwatch"
            );
}
