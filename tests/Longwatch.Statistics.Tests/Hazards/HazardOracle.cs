using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Tests.Hazards;

/// <summary>Reads tables as data for a hazard regression, and compares a fit with everything the known answer holds.</summary>
internal static class HazardOracle
{
    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static double[] Column(this IEnumerable<IReadOnlyDictionary<string, string>> rows, string name) =>
        [.. rows.Select(r => Number(r[name]))];

    public static int[] Codes(this IEnumerable<IReadOnlyDictionary<string, string>> rows, string name) =>
        [.. rows.Select(r => int.Parse(r[name], CultureInfo.InvariantCulture))];

    public static bool[] Flags(this IEnumerable<IReadOnlyDictionary<string, string>> rows, string name, string value = "1") =>
        [.. rows.Select(r => r[name] == value)];

    public static string[] Names(JsonElement expected) => [.. expected.GetProperty("coef").EnumerateObject().Select(p => p.Name)];

    public static void Agree(JsonElement expected, CoxFit fit, double tolerance = 1e-9)
    {
        Assert.Equal(CoxStatus.Estimated, fit.Status);
        var column = 0;
        foreach (var coefficient in expected.GetProperty("coef").EnumerateObject())
            Oracle.Equal(coefficient.Value.GetDouble(), fit.Coefficients[column++], tolerance, coefficient.Name);
        if (expected.TryGetProperty("var", out var covariance))
            Agree(covariance, fit.Covariance, tolerance, "covariance");
        if (expected.TryGetProperty("loglik", out var logLikelihood))
        {
            Oracle.Equal(logLikelihood[0].GetDouble(), fit.NullLogLikelihood, 1e-10, "null log likelihood");
            Oracle.Equal(logLikelihood[1].GetDouble(), fit.LogLikelihood, 1e-10, "log likelihood");
        }

        if (expected.TryGetProperty("score", out var score))
            Oracle.Equal(score.GetDouble(), fit.ScoreTest.Statistic, tolerance, "score test");
        if (expected.TryGetProperty("wald", out var wald))
            Oracle.Equal(wald.GetDouble(), fit.WaldTest.Statistic, tolerance, "Wald test");
        if (expected.TryGetProperty("n", out var rows))
            Assert.Equal(rows.GetInt32(), fit.Rows);
        if (expected.TryGetProperty("nevent", out var events))
            Assert.Equal(events.GetInt32(), fit.Events);
    }

    public static void Agree(JsonElement matrix, double[,] actual, double tolerance, string what)
    {
        var values = matrix.GetProperty("values");
        Assert.Equal(values.GetArrayLength(), actual.GetLength(0));
        for (var j = 0; j < actual.GetLength(0); j++)
        for (var k = 0; k < actual.GetLength(1); k++)
        {
            // Relative to the two variances: a covariance near 0 has no digits of its own.
            var scale = Math.Sqrt(values[j][j].GetDouble() * values[k][k].GetDouble());
            Assert.True(
                Math.Abs(values[j][k].GetDouble() - actual[j, k]) <= tolerance * scale,
                $"{what} [{j}, {k}] expected {values[j][k].GetDouble():R}, got {actual[j, k]:R}"
            );
        }
    }
}
