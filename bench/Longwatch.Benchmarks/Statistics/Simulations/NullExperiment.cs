using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>A test whose level is measured.</summary>
/// <param name="Exactly">The level is to be attained; else it is an upper bound, as of an exact test of discrete data.</param>
/// <param name="Known">Why it is known not to hold its level in this setting; empty for a test that is expected to.</param>
internal sealed record NullTest(string Name, bool Exactly = true, string Known = "");

/// <summary>Samples in which nothing is there to be found, and the p values of several tests of each.</summary>
/// <param name="Tests">In the order of the p values.</param>
/// <param name="PValues">One per test; NaN where the test says that it cannot be made.</param>
internal sealed record NullExperiment(string Setting, int Runs, NullTest[] Tests, Func<Philox, double[]> PValues)
{
    internal IEnumerable<NullRow> Rows(double[] levels, double effort) =>
        Count(Simulation.Of(Simulation.Runs(Runs, effort), PValues), Tests, Setting, levels);

    /// <summary>Rows from p values by run and test.</summary>
    internal static IEnumerable<NullRow> Count(double[][] byRun, NullTest[] tests, string setting, double[] levels)
    {
        for (var t = 0; t < tests.Length; t++)
        {
            var made = byRun.Count(p => !double.IsNaN(p[t]));
            // Sums of probabilities that are equal on paper differ in the last digits.
            yield return new(
                tests[t],
                setting,
                byRun.Length,
                made,
                [.. levels.Select(level => new Attained(level, made, byRun.Count(p => p[t] <= level * (1 + 1e-9)), tests[t].Exactly))]
            );
        }
    }
}

/// <summary>How often a test rejected at a level.</summary>
internal sealed record Attained(double Level, int Made, int Rejected, bool Exactly)
{
    internal double Share => (double)Rejected / Made;

    internal double Error => Math.Sqrt(Level * (1 - Level) / Made);

    internal bool Kept => Share <= Level + (Simulation.Errors * Error) && (!Exactly || Share >= Level - (Simulation.Errors * Error));
}

/// <summary>One test in one setting.</summary>
internal sealed record NullRow(NullTest Test, string Setting, int Runs, int Made, Attained[] Levels)
{
    internal bool Kept => Made > 0 && Levels.All(l => l.Kept);

    /// <summary>Not kept, and nobody has said why.</summary>
    internal bool Unexplained => !Kept && Test.Known.Length == 0;

    internal string[] Cells() =>
        [
            Test.Name,
            Setting,
            Test.Exactly ? "exactly" : "at most",
            Simulation.Count(Runs),
            Simulation.Count(Runs - Made),
            .. Levels.SelectMany(l => new[] { Simulation.Percent(l.Share), Simulation.Percent(l.Error), Simulation.Kept(l.Kept) }),
            Kept ? "" : Test.Known,
        ];
}
