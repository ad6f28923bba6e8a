using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests;

public sealed class RulesTests
{
    [Fact]
    public void The_shipped_rules_are_read_and_every_rule_says_its_source()
    {
        var rules = GeneticRules.Read(Repository.File("data/genomics/rules.json"));

        Assert.Equal(5, rules.Family(VectorFamily.Lentivirus).Duplication);
        Assert.Equal(Enum.GetValues<VectorFamily>().Length, rules.Families.Count);
        var groups = new[] { rules.Evidence, rules.Sites, rules.Quantity, rules.Verdict, rules.Clones };
        Assert.All(groups.SelectMany(g => g), rule => Assert.False(string.IsNullOrWhiteSpace(rule.Value.Source), rule.Key));
    }
}
