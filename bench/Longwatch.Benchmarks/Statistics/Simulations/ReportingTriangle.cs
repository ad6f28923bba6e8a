using Longwatch.Statistics.Random;
using Longwatch.Statistics.Rates;
using Longwatch.Statistics.Regression;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Hazards by time since infusion from events and person-years of everybody, by quarter of infusion.</summary>
internal static class ReportingTriangle
{
    private const int People = 4_250;
    private const double Programme = 8;
    private const double Death = 0.25;
    private const int Quarters = (int)(4 * Programme);

    /// <summary>Ends of the bands of time since infusion, in years.</summary>
    private static readonly double[] ends = [1, 2, 4, Programme];

    internal static IEnumerable<EstimateRow> Rows(double effort)
    {
        foreach (
            var (name, hazards) in new (string, double[])[]
            {
                ("flat hazard", [0.0047, 0.0047, 0.0047, 0.0047]),
                ("falling hazard", [0.008, 0.004, 0.002, 0.001]),
                ("rising hazard", [0.002, 0.004, 0.007, 0.012]),
            }
        )
        {
            const string few =
                "With a few events a logarithm has no mean near that of its rate, and Wald's interval is not for them: the exact interval of the rate is.";
            Method[] methods =
            [
                new("log rate of the first year, Wald", Known: few),
                new("log rate of years 4 to 8, Wald", Known: few),
                new("rate of the first year, exact", Exactly: false),
                new("rate of years 4 to 8, exact", Exactly: false),
                new("hazard summed over 8 years, Fay–Feuer", Exactly: false),
                new("exponent of time in the hazard, Wald", Known: few),
            ];
            foreach (
                var row in EstimateRow.Of(
                    methods,
                    $"{name}, 38 events expected, {Programme} years of growing uptake",
                    Simulation.Runs(4_000, effort),
                    random => Run(random, hazards)
                )
            )
                yield return row;
        }
    }

    private static Outcome[] Run(Philox random, double[] hazards)
    {
        var (events, years) = (new double[Quarters, ends.Length], new double[Quarters, ends.Length]);
        for (var i = 0; i < People; i++)
            Follow(random, hazards, events, years);
        var (design, trend, counts, exposures) = (new List<double[]>(), new List<double[]>(), new List<double>(), new List<double>());
        var (byBand, yearsByBand) = (new int[ends.Length], new double[ends.Length]);
        for (var q = 0; q < Quarters; q++)
        for (var b = 0; b < ends.Length; b++)
        {
            byBand[b] += (int)events[q, b];
            yearsByBand[b] += years[q, b];
            if (years[q, b] <= 0)
                continue;
            design.Add([b == 0 ? 1 : 0, b == 1 ? 1 : 0, b == 2 ? 1 : 0, b == 3 ? 1 : 0]);
            trend.Add([1, Math.Log(Middle(b))]);
            counts.Add(events[q, b]);
            exposures.Add(years[q, b]);
        }

        var last = ends.Length - 1;
        var fit = PoissonRegression.Fit(design, counts, exposures);
        var slope = PoissonRegression.Fit(trend, counts, exposures);
        Outcome Log(int b) => Outcome.Wald(Math.Log(hazards[b]), fit.Coefficients[b], fit.StandardError(b));
        Outcome Exact(int b)
        {
            var rate = PoissonInterval.Garwood(byBand[b], 0.95).Scale(1 / yearsByBand[b]);
            return new(hazards[b], byBand[b] / yearsByBand[b], rate.Lower, rate.Upper);
        }

        // A weighted sum of counts, like a standardised rate.
        var (sum, squares, greatest) = (0.0, 0.0, 0.0);
        for (var b = 0; b < ends.Length; b++)
        {
            var weight = Width(b) / yearsByBand[b];
            sum += weight * byBand[b];
            squares += weight * weight * byBand[b];
            greatest = Math.Max(greatest, weight);
        }

        var limits = WeightedPoissonInterval.FayFeuer(sum, squares, greatest, 0, 0.95);

        var whole = hazards.Select((h, b) => h * Width(b)).Sum();
        return
        [
            Log(0),
            Log(last),
            Exact(0),
            Exact(last),
            new(whole, sum, limits.Lower, limits.Upper),
            Outcome.Wald(Exponent(hazards), slope.Coefficients[1], slope.StandardError(1)),
        ];
    }

    /// <summary>One person from infusion to the event, death, or the data lock.</summary>
    private static void Follow(Philox random, double[] hazards, double[,] events, double[,] years)
    {
        var infused = Programme * Math.Sqrt(random.NextDouble());
        var quarter = Math.Min(Quarters - 1, (int)(4 * infused));
        var end = Math.Min(Programme - infused, random.NextExponential() / Death);
        var left = random.NextExponential();
        for (var b = 0; b < ends.Length; b++)
        {
            var from = ends[b] - Width(b);
            if (from >= end)
                return;
            var stay = Math.Min(ends[b], end) - from;
            var happens = left <= stay * hazards[b];
            years[quarter, b] += happens ? left / hazards[b] : stay;
            if (happens)
            {
                events[quarter, b]++;
                return;
            }

            left -= stay * hazards[b];
        }
    }

    private static double Width(int b) => b == 0 ? ends[0] : ends[b] - ends[b - 1];

    private static double Middle(int b) => ends[b] - (Width(b) / 2);

    /// <summary>What the regression on the logarithm of time tends to with ever more people: least Kullback–Leibler distance, by Poisson regression on expectations.</summary>
    private static double Exponent(double[] hazards)
    {
        // Expected person-years of a band: the density of follow-up is that of growing uptake, thinned by death.
        double Years(int b)
        {
            const int steps = 2_000;
            var sum = 0.0;
            for (var k = 0; k < steps; k++)
            {
                var t = ends[b] - Width(b) + (Width(b) * (k + 0.5) / steps);
                // Infused at least t before the lock: (1 − t/T)².
                sum += Math.Pow(1 - (t / Programme), 2) * Math.Exp(-Death * t) * Width(b) / steps;
            }

            return sum;
        }

        double[] exposures = [.. ends.Select((_, b) => Years(b))];
        double[] counts = [.. exposures.Select((y, b) => y * hazards[b])];
        double[][] design = [.. ends.Select((_, b) => new[] { 1, Math.Log(Middle(b)) })];
        return PoissonRegression.Fit(design, counts, exposures).Coefficients[1];
    }
}
