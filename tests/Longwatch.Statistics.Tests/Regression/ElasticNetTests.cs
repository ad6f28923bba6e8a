using Longwatch.Oracles;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Regression;

public sealed class ElasticNetTests
{
    private static readonly double[] Penalties = [0.2, 0.05, 0.01];

    // R, glmnet 4.1-6: n <- 120; i <- 1:n; x <- sapply(1:5, function(j) sin(i*j*0.7) + (j==2)*3*cos(i/5)); y <- as.numeric(sin(i*2.3) + x[,1]*.8 - x[,3]*.5 > 1);
    // coef(glmnet(x, y, family = "binomial", alpha = , lambda = c(.2, .05, .01), standardize = TRUE, thresh = 1e-18, maxit = 1e7))
    [Theory]
    [InlineData(
        0,
        0,
        -1.7919993101087532,
        0.6361938759617355,
        -0.0575695615280381,
        -0.3977877400817660,
        0.0829608170644365,
        -0.0898629959939063
    )]
    [InlineData(0, 1, -2.107946427235382, 1.306831442579029, -0.118688553655996, -0.811168903475609, 0.150512990417223, -0.264630283223417)]
    [InlineData(0, 2, -2.697470302241938, 2.120802667694163, -0.179594972850666, -1.391461895737250, 0.148298855296078, -0.657324034250542)]
    [InlineData(0.5, 0, -1.690499353202765, 0.281104260373187, 0, 0, 0, 0)]
    [InlineData(0.5, 1, -2.0073393612122699, 1.2273735519297055, -0.0581093513671794, -0.6438281244838823, 0, -0.0977554741851381)]
    [InlineData(
        0.5,
        2,
        -2.7050374024039789,
        2.1591403647455958,
        -0.1670185936227086,
        -1.3918170273089427,
        0.0578729277678107,
        -0.6686848692765199
    )]
    [InlineData(1, 0, -1.67068153767482, 0, 0, 0, 0, 0)]
    [InlineData(1, 1, -1.937754329513540, 1.144775978791500, 0, -0.457387225261146, 0, 0)]
    [InlineData(1, 2, -2.718785120731260, 2.205099843118457, -0.153836423554099, -1.391933716259841, 0, -0.670987893814421)]
    public void Coefficients_agree_with_glmnet(
        double mix,
        int penalty,
        double intercept,
        double b1,
        double b2,
        double b3,
        double b4,
        double b5
    )
    {
        double[] expected = [intercept, b1, b2, b3, b4, b5];
        var (covariates, cases) = Made();

        var fit = ElasticNet.Path(covariates, cases, mix, Penalties)[penalty];

        Assert.Equal(RegressionStatus.Estimated, fit.Status);
        for (var j = 0; j < expected.Length; j++)
            Assert.Equal(expected[j], fit.Coefficients[j], 1e-7);
    }

    // max(glmnet(x, y, family = "binomial", alpha = )$lambda)
    [Theory]
    [InlineData(0.5, 0.292558492322)]
    [InlineData(0, 146.279246161)]
    public void The_path_begins_where_glmnet_begins(double mix, double expected)
    {
        var (covariates, cases) = Made();

        var penalties = ElasticNet.Penalties(covariates, cases, mix, 11);

        Oracle.Equal(expected, penalties[0], 1e-10);
        Oracle.Equal(expected * 1e-4, penalties[^1], 1e-10);
        if (mix > 0)
            Assert.All(ElasticNet.Path(covariates, cases, mix, [penalties[0] * 1.0001])[0].Coefficients.Skip(1), b => Assert.Equal(0, b));
    }

    [Fact]
    public void A_constant_or_doubled_covariate_is_no_obstacle_and_the_unit_does_not_matter()
    {
        var (covariates, cases) = Made();
        double[][] more = [.. covariates, [.. cases.Select(_ => 7.0)], covariates[0]];

        var fit = ElasticNet.Path(more, cases, 0, [0.05])[0];
        var scaled = ElasticNet.Path([.. more.Select(c => c.Select(v => 1000 * v).ToArray())], cases, 0, [0.05])[0];

        Assert.Equal(RegressionStatus.Estimated, fit.Status);
        Assert.Equal(0, fit.Coefficients[6]);
        Assert.Equal(fit.Coefficients[1], fit.Coefficients[7], 1e-7);
        Assert.Equal(fit.Coefficients[1], 1000 * scaled.Coefficients[1], 1e-7);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        double[][] x =
        [
            [1, 2, 3],
        ];
        Assert.Throws<ArgumentException>(() => ElasticNet.Path(x, [true, true, true], 0, [1]));
        Assert.Throws<ArgumentException>(() => ElasticNet.Path(x, [true, false], 0, [1]));
        Assert.Throws<ArgumentException>(() => ElasticNet.Path(x, [true, false, true], 2, [1]));
        Assert.Throws<ArgumentException>(() => ElasticNet.Path(x, [true, false, true], 0, [0]));
    }

    private static (double[][] Covariates, bool[] Cases) Made()
    {
        var covariates = new double[5][];
        for (var j = 1; j <= 5; j++)
            covariates[j - 1] = [.. Enumerable.Range(1, 120).Select(i => Math.Sin(i * j * 0.7) + (j == 2 ? 3 * Math.Cos(i / 5.0) : 0))];
        bool[] cases =
        [
            .. Enumerable.Range(1, 120).Select(i => Math.Sin(i * 2.3) + (covariates[0][i - 1] * 0.8) - (covariates[2][i - 1] * 0.5) > 1),
        ];
        return (covariates, cases);
    }
}
