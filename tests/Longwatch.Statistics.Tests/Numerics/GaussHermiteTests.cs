using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Tests.Numerics;

public sealed class GaussHermiteTests
{
    /// <summary>Abramowitz and Stegun, table 25.10, n = 5 and n = 10.</summary>
    [Theory]
    [InlineData(5, 0, 0.0, 0.9453087204829)]
    [InlineData(5, 1, 0.958572464613819, 0.3936193231522)]
    [InlineData(5, 2, 2.020182870456086, 0.01995324205905)]
    [InlineData(10, 0, 0.342901327223705, 0.6108626337353)]
    [InlineData(10, 4, 3.436159118837738, 7.640432855233e-6)]
    public void Nodes_and_weights_are_those_of_the_printed_table(int count, int fromCentre, double node, double weight)
    {
        var rule = GaussHermite.Of(count);
        var k = (count / 2) + fromCentre;

        Assert.Equal(node, rule.Nodes[k], 1e-13);
        Assert.Equal(weight, Math.Exp(rule.LogWeights[k] - (rule.Nodes[k] * rule.Nodes[k])), 1e-12);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(31)]
    [InlineData(61)]
    public void Even_moments_of_the_normal_distribution_are_exact(int count)
    {
        var rule = GaussHermite.Of(count);
        double[] moments = [1, 1, 3, 15, 105, 945]; // (2m − 1)!!
        for (var m = 0; m < moments.Length; m++)
        {
            double sum = 0;
            for (var k = 0; k < count; k++)
                sum +=
                    Math.Exp(rule.LogWeights[k] - (rule.Nodes[k] * rule.Nodes[k]))
                    * Math.Pow(Math.Sqrt(2) * rule.Nodes[k], 2 * m)
                    / Math.Sqrt(Math.PI);
            Assert.Equal(moments[m], sum, 1e-10 * moments[m]);
        }
    }
}
