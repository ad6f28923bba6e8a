using Longwatch.Statistics.Association;
using Longwatch.Statistics.Random;
using Longwatch.Statistics.Regression;

namespace Longwatch.Benchmarks.Statistics.Simulations;

/// <summary>Tests of a scan of the genome: one outcome, 38 cases of 42,500 with four covariates, and a new variant in each run that has nothing to do with it.</summary>
internal sealed class NullScan
{
    internal static readonly double[] Levels = [0.05, 0.01, 0.001];

    private const int People = 42_500;
    private const int Cases = 38;
    private const int BurdenVariants = 10;
    private const double BurdenFrequency = 0.0005;
    private const string OneCopy =
        "A single copy among the cases has a chance of 7 % and gets a p value near half of it, as mid-P would: below five copies expected use the exact test.";
    private const string WholeCopies =
        "The copies among 38 cases are whole numbers: the region of rejection is up to a copy too wide or too narrow.";
    private const string Rare =
        "A handful of carriers among the cases is a skewed count, not a normal one: shown beside the saddle-point test, which never reports it alone.";

    private static readonly ScanOptions AsSpaTest = ScanOptions.Default with
    {
        FirthBelow = 0,
        Saddlepoint = SaddlepointOptions.AsSpaTest(fast: true),
    };

    private readonly AssociationNull model;

    private NullScan()
    {
        var random = new Philox(Simulation.Seed, ulong.MaxValue);
        double[][] covariates =
        [
            NullCohort.Normal(random, People),
            NullCohort.Binary(random, 0.55, People),
            NullCohort.Normal(random, People),
            NullCohort.Binary(random, 0.3, People),
        ];
        // Cases by their covariates: the first and the last raise the risk.
        var weights = new double[People];
        for (var i = 0; i < People; i++)
            weights[i] = Math.Exp((0.5 * covariates[0][i]) + (0.7 * covariates[3][i]));
        var cases = new bool[People];
        for (var n = 0; n < Cases; n++)
        {
            var i = random.NextCategory(weights);
            (cases[i], weights[i]) = (true, 0);
        }

        model = AssociationNull.Fit(cases, covariates, []);
    }

    internal static IEnumerable<NullRow> Rows(double effort)
    {
        var scan = new NullScan();
        foreach (var frequency in new[] { 0.001, 0.005, 0.05, 0.3 })
        foreach (var row in scan.Variants(frequency, Simulation.Runs(10_000, effort)))
            yield return row;
        foreach (var row in scan.Burden(Simulation.Runs(4_000, effort)))
            yield return row;
    }

    private IEnumerable<NullRow> Variants(double frequency, int runs)
    {
        var copies = 2 * Cases * frequency;
        var often = copies >= 1;
        var few = often ? WholeCopies : OneCopy;
        NullTest[] tests =
        [
            new("normal score test", often, Rare),
            new("saddle-point score test", often, few),
            new("Firth, penalised likelihood ratio", often, few),
            new("saddle-point score test (SPAtest's form)", often, few),
        ];
        var byRun = Simulation.Of(
            runs,
            () => (Tester: new AssociationTester(model), Packed: new byte[PackedGenotypes.Bytes(People)], Marker: new double[People]),
            (own, random) =>
            {
                Draw(random, frequency, own.Packed, own.Marker);
                var test = own.Tester.Test(own.Packed, ScanOptions.Default);
                if (test.Status == AssociationStatus.NoVariation)
                    return new[] { double.NaN, double.NaN, double.NaN, double.NaN };
                return [test.ScoreP, test.SaddlepointP, test.FirthP, own.Tester.Test(own.Marker, AsSpaTest).SaddlepointP];
            }
        );
        return NullExperiment.Count(
            byRun,
            tests,
            $"allele frequency {frequency:P1}, {Simulation.Number(copies)} copies expected in cases",
            Levels
        );
    }

    private IEnumerable<NullRow> Burden(int runs)
    {
        NullTest[] tests =
        [
            new("gene burden, normal score test", false, Rare),
            new("gene burden, saddle-point score test", false),
            new("gene burden, Firth, penalised likelihood ratio", false),
        ];
        var byRun = Simulation.Of(
            runs,
            () => (Tester: new AssociationTester(model), Values: new double[People]),
            (own, random) =>
            {
                Array.Clear(own.Values);
                for (var v = 0; v < BurdenVariants; v++)
                    foreach (var person in Carriers(random, BurdenFrequency))
                        own.Values[person] += 1 / Math.Sqrt(BurdenFrequency * (1 - BurdenFrequency));
                var test = own.Tester.Test(own.Values, ScanOptions.Default with { ExactBelow = 1 });
                return new[] { test.ScoreP, test.SaddlepointP, test.FirthP };
            }
        );
        return NullExperiment.Count(
            byRun,
            tests,
            $"{BurdenVariants} variants of {BurdenFrequency:P2}, {Simulation.Number(2 * Cases * BurdenFrequency * BurdenVariants)} copies expected in cases",
            Levels
        );
    }

    private static void Draw(Philox random, double frequency, byte[] packed, double[] marker)
    {
        Array.Fill(packed, (byte)0xFF); // nobody carries it
        Array.Clear(marker);
        foreach (var person in Carriers(random, frequency))
            marker[person]++;
        for (var i = 0; i < People; i++)
            if (marker[i] > 0)
            {
                var shift = (i & 3) << 1;
                var code = marker[i] > 1 ? PackedGenotypes.TwoCopies : PackedGenotypes.OneCopy;
                packed[i >> 2] = (byte)((packed[i >> 2] & ~(3 << shift)) | (code << shift));
            }
    }

    /// <summary>The person of each copy, ascending: from one copy to the next by a geometric number of places.</summary>
    private static IEnumerable<int> Carriers(Philox random, double frequency)
    {
        var step = Math.Log(1 - frequency);
        for (var place = Next(-1); place < 2 * People; place = Next(place))
            yield return (int)place / 2;

        double Next(double from) => from + 1 + Math.Floor(Math.Log(random.NextDouble()) / step);
    }
}
