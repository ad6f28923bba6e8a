using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Tests.Distributions;

public sealed class SpecialFunctionOracleTests
{
    /// <summary>Everything in S01 that is implemented; the argument is the shortest decimal, so an argument near 1 carries half a unit in the last place.</summary>
    [Theory]
    [InlineData("gamma_quantile(shape,p)", 1e-13)]
    [InlineData("beta_quantile(a,b,p)", 1e-13)]
    [InlineData("gamma_p(a,x)", 1e-13)]
    [InlineData("gamma_q(a,x)", 1e-13)]
    [InlineData("beta_i(a,b,x)", 1e-13)]
    [InlineData("beta_i_complement(a,b,x)", 1e-13)]
    [InlineData("lgamma(x)", 1e-14)]
    [InlineData("digamma(x)", 1e-13)]
    [InlineData("trigamma(x)", 1e-14)]
    [InlineData("normal_cdf(x)", 1e-13)]
    [InlineData("normal_upper(x)", 1e-13)]
    [InlineData("normal_quantile(p)", 1e-14)]
    [InlineData("student_t_cdf(t,df)", 1e-13)]
    [InlineData("chisq_upper(x,df)", 1e-13)]
    [InlineData("log1mexp(x)=log(1-exp(x))", 1e-14)]
    public void Every_special_function_agrees_with_sixty_digit_arithmetic(string function, double relative)
    {
        var rows = 0;
        foreach (
            var row in Oracle.Expected("S01_special_functions").EnumerateArray().Where(r => r.GetProperty("f").GetString() == function)
        )
        {
            var arguments = row.GetProperty("args").EnumerateArray().Select(a => Number(a.GetString()!)).ToArray();
            var expected = Number(row.GetProperty("value").GetString()!);
            // Next to a root the rounding of the argument itself (half a unit in the last place of a number between 1 and 4) is all that is left.
            if ((function, arguments[0]) is ("lgamma(x)" or "digamma(x)", > 1 and < 2.1))
                Assert.Equal(expected, Evaluate(function, arguments), 1e-15);
            else if (Math.Abs(expected) < 2.2250738585072014e-308)
                Oracle.Equal(expected, Evaluate(function, arguments), 1e-8, $"{function} {string.Join(' ', arguments)}");
            else
                Oracle.Equal(expected, Evaluate(function, arguments), relative, $"{function} {string.Join(' ', arguments)}");
            rows++;
        }

        Assert.True(rows > 0, $"no rows for {function}");
    }

    private static double Evaluate(string function, double[] a) =>
        function switch
        {
            "gamma_quantile(shape,p)" => GammaDistribution.Quantile(a[0], a[1]),
            "beta_quantile(a,b,p)" => BetaDistribution.Quantile(a[0], a[1], a[2]),
            "gamma_p(a,x)" => GammaDistribution.Cdf(a[0], a[1]),
            "gamma_q(a,x)" => GammaDistribution.Survival(a[0], a[1]),
            "beta_i(a,b,x)" => BetaDistribution.Cdf(a[0], a[1], a[2]),
            "beta_i_complement(a,b,x)" => BetaDistribution.Survival(a[0], a[1], a[2]),
            "lgamma(x)" => GammaFunctions.LogGamma(a[0]),
            "digamma(x)" => GammaFunctions.Digamma(a[0]),
            "trigamma(x)" => GammaFunctions.Trigamma(a[0]),
            "normal_cdf(x)" => NormalDistribution.Cdf(a[0]),
            "normal_upper(x)" => NormalDistribution.Survival(a[0]),
            "normal_quantile(p)" => NormalDistribution.Quantile(a[0]),
            "student_t_cdf(t,df)" => StudentT.Cdf(a[1], a[0]),
            "chisq_upper(x,df)" => ChiSquared.Survival(a[1], a[0]),
            "log1mexp(x)=log(1-exp(x))" => GammaFunctions.LogOneMinusExp(a[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, null),
        };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
