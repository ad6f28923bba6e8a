using Longwatch.Genomics.Rules;

namespace Longwatch.Genomics.Quantity;

/// <summary>The thresholds of group <c>quantity</c> by name.</summary>
internal sealed class QuantityRules(GeneticRules rules)
{
    public int RequiredFragments => Whole("requiredFragments");
    public int RequiredPlaces => Whole("requiredPlaces");
    public int PlaceDistance => Whole("placeDistance");
    public int MinimumUniqueRun => Whole("minimumUniqueRun");
    public int BoundaryMargin => Whole("boundaryMargin");
    public int JoinAnchor => Whole("joinAnchor");
    public int SiteFragments => Whole("siteFragments");
    public double FragmentLength => Value("fragmentLength");
    public double ErrorRate => Value("errorRate");
    public double HumanGenomeLength => Value("humanGenomeLength");
    public double LeastWindowShare => Value("leastWindowShare");
    public double GreatestWindowShare => Value("greatestWindowShare");
    public double SliceShare => Value("sliceShare");
    public double DefaultDispersion => Value("defaultDispersion");
    public double FalsePositiveRate => Value("falsePositiveRate");
    public double Confidence => Value("confidence");
    public double DetectionProbability => Value("detectionProbability");
    public double JunctionCorrelation => Value("junctionCorrelation");
    public double SameCloneLevel => Value("sameCloneLevel");
    public int CloneFragments => Whole("cloneFragments");
    public double OneEndLevel => Value("oneEndLevel");

    private double Value(string name) =>
        rules.Quantity.TryGetValue(name, out var rule)
            ? rule.Value
            : throw new UnreadableInputException(
                "rules",
                "group quantity",
                $"has no rule '{name}'; take it from the rules file that comes with Longwatch"
            );

    private int Whole(string name) => (int)Value(name);
}
