using System.Runtime.Intrinsics;
using Longwatch.Statistics.Association;

namespace Longwatch.Statistics.Tests.Association;

public sealed class NullExpansionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void The_polynomial_is_the_pass_over_everybody_within_its_bound(int covariates)
    {
        var model = SimulatedVariants.Make(41, 1500, covariates, 0.03, 0.1).Model;
        var terms = covariates + 1;
        var (expanded, plain) = (new LogisticPass(covariates, model.People), new LogisticPass(covariates, model.People));
        foreach (var shift in new[] { -1.9, -0.4, 0.06, 0.8 })
        {
            var beta = model.Penalised.Select((b, j) => b + (j == 0 ? shift : 0.02 * (j % 2 == 0 ? 1 : -1))).ToArray();
            var expansion = model.Near(shift, out var distance);
            Assert.NotNull(expansion);
            double[] delta = [distance, .. Enumerable.Range(1, covariates).Select(j => 0.02 * (j % 2 == 0 ? 1 : -1))];
            var (powers, derivatives) = (new double[model.Tables!.Powers], new double[model.Tables.Rows]);
            expanded.Clear(terms);
            var bound = expansion.Weigh(expanded, delta, powers, derivatives);
            plain.Clear(terms);
            plain.Weigh(model.Everybody, beta, subtract: false);
            var (lower, form) = (new double[terms * terms], new double[terms * terms]);
            Assert.True(SmallCholesky.Factor(plain.Information, terms, lower));
            SmallCholesky.InvertLower(lower, terms, form);
            expansion.Balance(expanded, form, derivatives);
            plain.Balance(model.Everybody, form, subtract: false);

            // The derivatives have fewer orders left than the value, and no bound: they only lead to the maximum.
            Assert.InRange(Math.Abs(expanded.LogSum - plain.LogSum), 0, bound + (1e-12 * plain.LogSum));
            for (var i = 0; i < terms * terms; i++)
                Assert.Equal(plain.Information[i], expanded.Information[i], 1e-2 * plain.Information[0]);
            for (var j = 0; j < terms; j++)
                Assert.Equal(plain.Residual[j], expanded.Residual[j], 1e-2 * plain.Residual[0]);
        }
    }

    [Fact]
    public void The_exponential_is_that_of_the_platform()
    {
        for (var x = 0.0; x > -700; x -= 0.0371)
        {
            var actual = VectorExponential.OfNegative(Vector512.Create(x)).GetElement(3);
            Assert.InRange(Math.Abs((actual / Math.Exp(x)) - 1), 0, 4.5e-16);
        }

        Assert.Equal(1, VectorExponential.OfNegative(Vector512<double>.Zero).GetElement(0));
        Assert.InRange(VectorExponential.OfNegative(Vector512.Create(-1e9)).GetElement(0), 0, 1e-300);
    }

    [Fact]
    public void Too_many_covariates_have_no_expansion_and_are_tested_all_the_same()
    {
        Assert.NotNull(ExpansionTables.For(10));
        Assert.Null(ExpansionTables.For(14));
        var set = SimulatedVariants.Make(43, 800, 14, 0.2, 0.1);
        var actual = new AssociationTester(set.Model).Test(SimulatedVariants.Pack(set.Codes[0]), ScanOptions.Default);

        Assert.Equal(AssociationStatus.Estimated, actual.Status);
    }
}
