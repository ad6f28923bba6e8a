using System.Globalization;
using Longwatch.Statistics.Heterogeneity;

namespace Longwatch.Evaluation.Analyses;

/// <summary>The usual diagnostics, named the same in every analysis.</summary>
internal static class Diagnose
{
    /// <summary>Below, an asymptotic χ² is doubtful (Cochran 1954).</summary>
    public const double FewestExpected = 5;

    /// <summary>More left out than this, and those who are in may be of another kind.</summary>
    public const double MostLeftOut = 0.2;

    /// <summary>Below 0.1 a covariate is commonly called balanced (Austin 2009).</summary>
    public const double LargestDifference = 0.1;

    public static AnalysisDiagnostic AtLeast(string id, string label, double? value, double least, string otherwise = "") =>
        new(id, label, value, Wanted("at least", least, otherwise), value is { } v ? v >= least : null);

    public static AnalysisDiagnostic AtMost(string id, string label, double? value, double most, string otherwise = "") =>
        new(id, label, value, Wanted("at most", most, otherwise), value is { } v ? v <= most : null);

    /// <summary>A number to be known, with nothing to hold it against.</summary>
    public static AnalysisDiagnostic Known(string id, string label, double? value) => new(id, label, value, "–", null);

    public static AnalysisDiagnostic Events(int events) => AtLeast("events", "Events", events, FewestExpected, "below, limits are wide");

    public static AnalysisDiagnostic Share(string id, string label, double part, double of, double least) =>
        AtLeast(id, label, of > 0 ? part / of : null, least);

    /// <summary>How exact P values were had, and whether the χ² beside them can be believed.</summary>
    /// <param name="fewestExpected">Smallest expected count of a group over all tests.</param>
    /// <param name="errors">Monte Carlo standard error of each exact P; 0 where all tables were listed.</param>
    public static IEnumerable<AnalysisDiagnostic> Exact(double fewestExpected, params ReadOnlySpan<double> errors)
    {
        var largest = 0.0;
        foreach (var error in errors)
            largest = Math.Max(largest, error);
        return
        [
            AtLeast("fewest_expected", "Smallest expected count", fewestExpected, FewestExpected, "below, read the exact P, not the χ²"),
            MonteCarlo(largest),
        ];
    }

    public static AnalysisDiagnostic MonteCarlo(double? error) =>
        AtMost("monte_carlo_error", "Monte Carlo standard error of the exact P (0 where all tables were listed)", error, 0.005);

    /// <summary>Standard error of the exact P by probability.</summary>
    public static double ErrorOf(HomogeneityTest test) => test.Method == ExactMethod.MonteCarlo ? test.StandardError.ByProbability : 0;

    private static string Wanted(string bound, double number, string otherwise) =>
        string.Create(CultureInfo.InvariantCulture, $"{bound} {number}{(otherwise.Length == 0 ? "" : $": {otherwise}")}");
}
