using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Imputation;

/// <summary>Draws the missing values of one variable from their distribution given the others as they stand.</summary>
/// <remarks>
/// The parameters themselves are drawn first, so that the uncertainty about them shows between the imputations. A ridge of 1e-5 of the diagonal keeps nearly
/// dependent predictors apart, as in mice.
/// </remarks>
internal sealed class ConditionalDraw
{
    private const double Ridge = 1e-5;
    private readonly double[] target;
    private readonly int[] missing;
    private readonly int[] seen;
    private readonly double[][] predictors;

    public ConditionalDraw(double[][] table, int variable, int[] missing)
    {
        (target, this.missing) = (table[variable], missing);
        var isMissing = new bool[target.Length];
        foreach (var i in missing)
            isMissing[i] = true;
        seen = [.. Enumerable.Range(0, target.Length).Where(i => !isMissing[i])];
        predictors = [.. Enumerable.Range(0, table.Length).Select(j => j == variable ? Ones(target.Length) : table[j])];
    }

    public void Fill(ImputationMethod method, int donors, Philox random)
    {
        if (method == ImputationMethod.Logistic)
            FillLogistic(random);
        else
            FillLinear(method == ImputationMethod.PredictiveMeanMatching ? donors : 0, random);
    }

    private void FillLinear(int donors, Philox random)
    {
        var size = predictors.Length;
        var (matrix, right) = (new double[size, size], new double[size]);
        for (var j = 0; j < size; j++)
        {
            foreach (var i in seen)
                right[j] += predictors[j][i] * target[i];
            for (var k = 0; k <= j; k++)
            {
                var sum = 0.0;
                foreach (var i in seen)
                    sum += predictors[j][i] * predictors[k][i];
                matrix[j, k] = matrix[k, j] = sum;
            }
        }

        for (var j = 0; j < size; j++)
            matrix[j, j] += matrix[j, j] == 0 ? 1 : Ridge * matrix[j, j];
        var factor = Positive.Factor(matrix) ?? throw new InvalidOperationException("A matrix with a ridge is positive definite.");
        var mean = factor.Solve(right);
        var squares = 0.0;
        foreach (var i in seen)
            squares += Square(target[i] - Predict(mean, i));
        var deviation = Math.Sqrt(squares / (2 * random.NextGamma((seen.Length - size) / 2.0)));
        var drawn = Draw(mean, factor, deviation, random);
        if (donors == 0)
            foreach (var i in missing)
                target[i] = Predict(drawn, i) + (deviation * random.NextNormal());
        else
            Match(mean, drawn, donors, random);
    }

    /// <summary>Donors: the observed persons whose prediction by the mean is nearest to that of the missing one by the drawn parameters.</summary>
    private void Match(double[] mean, double[] drawn, int donors, Philox random)
    {
        var (predicted, values) = (new double[seen.Length], new double[seen.Length]);
        for (var k = 0; k < seen.Length; k++)
            (predicted[k], values[k]) = (Predict(mean, seen[k]), target[seen[k]]);
        Array.Sort(predicted, values);
        donors = Math.Min(donors, seen.Length);
        foreach (var i in missing)
        {
            var wanted = Predict(drawn, i);
            var place = Array.BinarySearch(predicted, wanted);
            var low = place < 0 ? ~place : place;
            var high = low;
            // The window [low, high) grows on the nearer side.
            while (high - low < donors)
                if (high == seen.Length || (low > 0 && wanted - predicted[low - 1] <= predicted[high] - wanted))
                    low--;
                else
                    high++;
            target[i] = values[low + random.NextBelow(donors)];
        }
    }

    /// <summary>By Firth's method, which has an estimate also when the others separate the two values.</summary>
    private void FillLogistic(Philox random)
    {
        var columns = predictors.Select(p => seen.Select(i => p[i]).ToArray()).ToArray();
        var fit = FirthRegression.Fit(BinomialSample.OfPersons(columns, [.. seen.Select(i => target[i] == 1)]));
        double[] drawn;
        if (fit.Status == RegressionStatus.Estimated && Positive.Factor(fit.Covariance) is { } factor)
        {
            drawn = [.. fit.Coefficients];
            var noise = factor.LowerTimes(Normals(drawn.Length, random));
            for (var j = 0; j < drawn.Length; j++)
                drawn[j] += noise[j];
        }
        else
        {
            // Dependent predictors: the share alone, drawn from its posterior.
            var ones = seen.Count(i => target[i] == 1);
            drawn = new double[predictors.Length];
            var share = random.NextBeta(ones + 0.5, seen.Length - ones + 0.5);
            drawn[Array.FindIndex(predictors, p => p[0] == 1 && !p.AsSpan().ContainsAnyExcept(1.0))] = Math.Log(share / (1 - share));
        }

        foreach (var i in missing)
            target[i] = random.NextDouble() < 1 / (1 + Math.Exp(-Predict(drawn, i))) ? 1 : 0;
    }

    private double Predict(double[] coefficients, int row)
    {
        var sum = 0.0;
        for (var j = 0; j < coefficients.Length; j++)
            sum += coefficients[j] * predictors[j][row];
        return sum;
    }

    /// <summary>Normal about the mean with covariance deviation² × A⁻¹.</summary>
    private static double[] Draw(double[] mean, Positive factor, double deviation, Philox random)
    {
        var noise = factor.SolveTransposed(Normals(mean.Length, random));
        var drawn = new double[mean.Length];
        for (var j = 0; j < drawn.Length; j++)
            drawn[j] = mean[j] + (deviation * noise[j]);
        return drawn;
    }

    private static double[] Normals(int count, Philox random)
    {
        var normals = new double[count];
        for (var i = 0; i < count; i++)
            normals[i] = random.NextNormal();
        return normals;
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }

    private static double Square(double x) => x * x;
}
