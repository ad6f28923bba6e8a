using Longwatch.Oracles;
using Longwatch.Statistics.Association;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Association;

/// <summary>Against the plain Firth regression, which has tests of its own against logistf.</summary>
public sealed class ScanAgainstPlainFitTests
{
    [Theory]
    [InlineData(0, 0.05, 300)]
    [InlineData(2, 0.03, 700)]
    [InlineData(4, 0.01, 2500)]
    [InlineData(4, 0.4, 500)]
    [InlineData(7, 0.03, 900)]
    [InlineData(9, 0.1, 600)]
    public void Every_variant_has_the_coefficient_error_and_p_of_the_plain_fit(int covariates, double risk, int people)
    {
        var set = SimulatedVariants.Make(11, people, covariates, risk, 0.002, 0.01, 0.05, 0.2, 0.45, 0.6, 0.97);
        var tester = new AssociationTester(set.Model);
        for (var v = 0; v < set.Codes.Length; v++)
        {
            var (design, events, trials) = Plain(set, v);
            var fit = LogisticRegression.Firth(design, events, trials);
            var p = LogisticRegression.FirthP(design, events, trials, covariates + 1);
            foreach (var exact in new[] { 0.0, 1.0 })
            {
                var actual = tester.Test(SimulatedVariants.Pack(set.Codes[v]), ScanOptions.Default with { ExactBelow = exact });
                var name = $"frequency {v}, exact {exact}: {actual}";
                if (set.Codes[v].Distinct().Count(c => c != PackedGenotypes.Missing) < 2)
                {
                    Assert.Equal(AssociationStatus.NoVariation, actual.Status);
                    continue;
                }

                Assert.Equal(AssociationStatus.Estimated, actual.Status);
                var tolerance = exact > 0 ? 1e-9 : 1e-4;
                Assert.True(Math.Abs(actual.Beta - fit.Coefficients[covariates + 1]) < tolerance, name);
                Assert.True(Math.Abs(actual.StandardError - fit.StandardError(covariates + 1)) < tolerance, name);
                Oracle.Equal(p, actual.FirthP, exact > 0 ? 1e-7 : 1e-6, name);
            }
        }
    }

    [Fact]
    public void The_interval_is_that_of_the_plain_fit()
    {
        var set = SimulatedVariants.Make(5, 400, 2, 0.06, 0.01, 0.1, 0.4);
        var tester = new AssociationTester(set.Model);
        for (var v = 0; v < set.Codes.Length; v++)
        {
            var (design, events, trials) = Plain(set, v);
            var expected = LogisticRegression.FirthInterval(design, events, trials, 3, 0.95);
            var actual = tester.Interval(SimulatedVariants.Pack(set.Codes[v]), 0.95);
            Oracle.Equal(expected.Lower, actual.Lower, 1e-7);
            Oracle.Equal(expected.Upper, actual.Upper, 1e-7);
        }
    }

    [Fact]
    public void A_score_of_numbers_is_tested_as_the_same_genotypes_in_bits()
    {
        var set = SimulatedVariants.Make(3, 900, 3, 0.04, 0.02, 0.1, 0.5);
        var tester = new AssociationTester(set.Model);
        foreach (var codes in set.Codes)
        {
            var bits = tester.Test(SimulatedVariants.Pack(codes), ScanOptions.Default with { ExactBelow = 1 });
            var numbers = tester.Test([.. codes.Select(PackedGenotypes.Copies)], ScanOptions.Default with { ExactBelow = 1 });
            Oracle.Equal(bits.FirthP, numbers.FirthP, 1e-9);
            Oracle.Equal(bits.SaddlepointP, numbers.SaddlepointP, 1e-9);
            Assert.Equal(bits.Copies, numbers.Copies);
        }
    }

    private static (double[][] Design, double[] Events, double[] Trials) Plain(SimulatedVariants set, int variant)
    {
        int[] known = [.. Enumerable.Range(0, set.Outcome.Length).Where(i => set.Codes[variant][i] != PackedGenotypes.Missing)];
        return (
            [
                .. known.Select(i =>
                    (double[])[1, .. set.Covariates.Select(c => (c[i] - 60) / 10), PackedGenotypes.Copies(set.Codes[variant][i])]
                ),
            ],
            [.. known.Select(i => set.Outcome[i] ? 1.0 : 0)],
            [.. known.Select(_ => 1.0)]
        );
    }
}
