using Longwatch.Statistics;
using Longwatch.Statistics.Distributions;
using Longwatch.Statistics.Onset;
using Longwatch.Statistics.Proportions;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Estimates from cases alone.</summary>
internal static class TruncatedCases
{
    private const double Programme = 8;
    private const double Cut = 1;
    private const double Fixed = 4;
    private const double Death = 0.2;
    private const string LastStep =
        "The last risk sets hold a case or two, and everything before hangs on the last steps: a bias that falls with the number of cases. Of a fixed time with cases beyond it (next row) there is none.";
    private const string CutOff =
        "Nearly everything is cut off before the median: few samples say how long the latency is, and those in which it looks endless have no estimate.";

    private const string FewCases =
        "Half a point: maximum likelihood of 38 cases is biased in the order of one over their number; of 200 and of 1,000 cases it is not to be seen.";

    internal static IEnumerable<EstimateRow> Rows(double effort)
    {
        foreach (
            var (cases, median, growing) in new[] { (38, 1.5, false), (200, 1.5, false), (1000, 1.5, false), (38, 4, true), (200, 4, true) }
        )
        foreach (var family in Enum.GetValues<LatencyFamily>())
        {
            var truth = new Latency(family, median);
            var setting =
                $"{cases} cases, {family} of median {median} years, {Programme} years of {(growing ? "growing" : "constant")} uptake";
            Method[] methods =
            [
                new("uncorrected share", Known: "This is what truncation does: early onsets are seen more often than late ones."),
                new("reverse hazards, of the longest onset seen", Known: LastStep),
                new($"reverse hazards, of {Fixed} years (no interval is given)"),
                new($"truncated likelihood, {family}", Known: growing ? CutOff : FewCases),
            ];
            foreach (
                var row in EstimateRow.Of(
                    methods,
                    setting,
                    Simulation.Runs(4_000, effort),
                    random => Estimates(random, truth, cases, growing)
                )
            )
                yield return row;
        }

        foreach (var (cases, scale) in new[] { (38, 3.0), (200, 3.0) })
            yield return EstimateRow.Of(
                new("reported share, inverted", Exactly: false),
                $"{cases} cases, exponential of scale {scale} years, {Programme} years of constant uptake, {Death:P0} die in a year",
                Simulation.Runs(4_000, effort),
                random => Inverted(random, scale, cases)
            );
    }

    private static Outcome[] Estimates(Philox random, Latency truth, int cases, bool growing)
    {
        var (onset, limit) = (new double[cases], new double[cases]);
        for (var i = 0; i < cases; )
        {
            // Growing uptake: most were infused lately.
            var u = random.NextDouble();
            limit[i] = Programme * (growing ? 1 - Math.Sqrt(u) : u);
            onset[i] = truth.Draw(random);
            i += onset[i] <= limit[i] ? 1 : 0;
        }

        var sample = RightTruncatedSample.Of(onset, limit);
        var early = onset.Count(x => x <= Cut);
        var share = ProportionInterval.ClopperPearson(early, cases, 0.95);
        var steps = ReverseHazard.Estimate(sample);
        var ratio = truth.Cumulative(Cut) / truth.Cumulative(steps.Horizon);
        var hasRatio = steps.TryInterval(Cut, 0.95, out var ofRatio);
        var upTo = steps.At(Fixed);
        var fit = TruncatedLikelihood.Fit(sample, truth.Family);
        var estimated = fit.Status == TruncatedFitStatus.Estimated;
        var ofFit = estimated ? fit.CumulativeInterval(Cut, 0.95) : new Interval(double.NaN, double.NaN);
        var whole = truth.Cumulative(Cut);
        return
        [
            new(whole, (double)early / cases, share.Lower, share.Upper),
            new(ratio, steps.At(Cut), hasRatio ? ofRatio.Lower : double.NaN, hasRatio ? ofRatio.Upper : double.NaN),
            new(truth.Cumulative(Cut) / truth.Cumulative(Fixed), upTo > 0 ? steps.At(Cut) / upTo : double.NaN, double.NaN, double.NaN),
            new(whole, estimated ? fit.Cumulative(Cut) : double.NaN, ofFit.Lower, ofFit.Upper),
        ];
    }

    private static Outcome Inverted(Philox random, double scale, int cases)
    {
        var early = 0;
        for (var seen = 0; seen < cases; )
        {
            var (onset, death) = (random.NextExponential() * scale, random.NextExponential() / Death);
            if (onset > death || onset > Programme * random.NextDouble())
                continue;
            seen++;
            early += onset <= Cut ? 1 : 0;
        }

        var truth = -GammaFunctions.ExpMinusOne(-Cut / scale);
        if (early == 0 || early == cases)
            return new(truth, double.NaN, double.NaN, double.NaN);
        var reported = new ReportedShare(Uptake.Uniform(Programme), DeathHazard.Constant(Death), Cut);
        var limits = ProportionInterval.ClopperPearson(early, cases, 0.95);
        double At(double share) => reported.Scale(1, share).EarlyProbability;
        return new(
            truth,
            reported.Scale(1, (double)early / cases) is { Status: LatencyStatus.Solved } solved ? solved.EarlyProbability : double.NaN,
            At(limits.Lower),
            At(limits.Upper)
        );
    }

    /// <summary>A latency with a given median, in years.</summary>
    private sealed class Latency
    {
        private readonly double location;
        private readonly double shape;

        public Latency(LatencyFamily family, double median)
        {
            Family = family;
            shape = family switch
            {
                LatencyFamily.Exponential => 1,
                LatencyFamily.Weibull => 1.5,
                LatencyFamily.LogNormal => 1.5,
                _ => 2.5,
            };
            location = Math.Log(median) - (Standard(0.5) / shape);
        }

        public LatencyFamily Family { get; }

        public double Cumulative(double time) => StandardForm.Cumulative(Family, (Math.Log(time) - location) * shape);

        public double Draw(Philox random) =>
            Math.Exp(location + ((Family == LatencyFamily.LogNormal ? random.NextNormal() : Standard(random.NextDouble())) / shape));

        /// <summary>Quantile of the standard form.</summary>
        private double Standard(double u) =>
            Family switch
            {
                LatencyFamily.LogNormal => NormalDistribution.Quantile(u),
                LatencyFamily.LogLogistic => Math.Log(u / (1 - u)),
                _ => Math.Log(-Math.Log(1 - u)),
            };
    }
}
