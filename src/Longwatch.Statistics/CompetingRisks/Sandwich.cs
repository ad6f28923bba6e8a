namespace Longwatch.Statistics.CompetingRisks;

/// <summary>Bread × filling × bread, taken back from standardised covariates to their own units.</summary>
internal static class Sandwich
{
    public static double[,] Of(double[,] bread, double[,] filling, double[] scale) => Unscaled(Times(Times(bread, filling), bread), scale);

    /// <summary>Divides row and column j by the scale of covariate j.</summary>
    public static double[,] Unscaled(double[,] matrix, double[] scale)
    {
        var result = new double[scale.Length, scale.Length];
        for (var j = 0; j < scale.Length; j++)
        for (var m = 0; m < scale.Length; m++)
            result[j, m] = (matrix[j, m] + matrix[m, j]) / 2 / (scale[j] * scale[m]);
        return result;
    }

    private static double[,] Times(double[,] left, double[,] right)
    {
        var size = left.GetLength(0);
        var product = new double[size, size];
        for (var i = 0; i < size; i++)
        for (var j = 0; j < size; j++)
        for (var k = 0; k < size; k++)
            product[i, j] += left[i, k] * right[k, j];
        return product;
    }
}
