namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>What a method said of one sample, and the truth. An estimate or a limit that does not exist is NaN; a limit may be infinite.</summary>
internal readonly record struct Outcome(double Truth, double Estimate, double Lower, double Upper)
{
    internal static Outcome None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);

    internal bool HasInterval => !double.IsNaN(Lower) && !double.IsNaN(Upper);

    /// <summary>Estimate ± deviate of 95 % × error.</summary>
    internal static Outcome Wald(double truth, double estimate, double error) =>
        new(truth, estimate, estimate - (Deviate * error), estimate + (Deviate * error));

    private const double Deviate = 1.959_963_984_540_054;
}

/// <summary>A method whose interval and estimate are measured.</summary>
/// <param name="Exactly">The level is to be attained; else at least the level.</param>
/// <param name="Known">Why it is known not to keep what is measured here; empty for a method that is expected to.</param>
internal sealed record Method(string Name, bool Exactly = true, string Known = "", double Level = 0.95);

/// <summary>Bias of an estimate and coverage of its interval over simulated samples; samples without an interval are counted apart, never as covered.</summary>
internal sealed record EstimateRow(Method Method, string Setting, Outcome[] Outcomes)
{
    private int Given => Outcomes.Count(o => o.HasInterval);

    internal int Runs => Outcomes.Length;

    internal int NoInterval => Runs - Given;

    internal double Coverage => (double)Outcomes.Count(o => o.Lower <= o.Truth && o.Truth <= o.Upper) / Given;

    internal double Below => (double)Outcomes.Count(o => o.Upper < o.Truth) / Given;

    internal double Above => (double)Outcomes.Count(o => o.Lower > o.Truth) / Given;

    internal double CoverageError => Math.Sqrt(Method.Level * (1 - Method.Level) / Given);

    internal bool Covers =>
        Coverage >= Method.Level - (Simulation.Errors * CoverageError)
        && (!Method.Exactly || Coverage <= Method.Level + (Simulation.Errors * CoverageError));

    /// <summary>Truth, where it differs from sample to sample its mean.</summary>
    internal MeanWithError Truth => MeanWithError.Of(Outcomes.Select(o => o.Truth));

    internal MeanWithError Bias => MeanWithError.Of(Outcomes.Select(o => o.Estimate - o.Truth));

    internal bool Unbiased => Bias.Within(0);

    internal static EstimateRow Of(Method method, string setting, int runs, Func<Longwatch.Statistics.Random.Philox, Outcome> run) =>
        new(method, setting, Simulation.Of(runs, run));

    /// <summary>Several methods on the same samples.</summary>
    internal static IEnumerable<EstimateRow> Of(
        Method[] methods,
        string setting,
        int runs,
        Func<Longwatch.Statistics.Random.Philox, Outcome[]> run
    )
    {
        var byRun = Simulation.Of(runs, run);
        return methods.Select((method, m) => new EstimateRow(method, setting, Array.ConvertAll(byRun, o => o[m])));
    }
}
