using Longwatch.Statistics.Association;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Association;

/// <summary>People with covariates, an outcome, and genotypes at a few frequencies.</summary>
internal sealed record SimulatedVariants(bool[] Outcome, double[][] Covariates, int[][] Codes)
{
    public AssociationNull Model => AssociationNull.Fit(Outcome, Covariates, []);

    public static SimulatedVariants Make(ulong seed, int people, int covariates, double risk, params double[] frequencies)
    {
        var random = new Philox(seed, 0);
        var columns = new double[covariates][];
        for (var j = 0; j < covariates; j++)
            columns[j] =
            [
                .. Enumerable
                    .Range(0, people)
                    .Select(_ =>
                        j % 2 == 0 ? 60 + (10 * Normal(random))
                        : random.NextDouble() < 0.4 ? 1
                        : 0
                    ),
            ];
        var outcome = new bool[people];
        for (var i = 0; i < people; i++)
        {
            var eta = Math.Log(risk / (1 - risk)) + (covariates > 0 ? (columns[0][i] - 60) / 20 : 0);
            outcome[i] = random.NextDouble() < 1 / (1 + Math.Exp(-eta));
        }

        var codes = new int[frequencies.Length][];
        for (var v = 0; v < frequencies.Length; v++)
            codes[v] =
            [
                .. outcome.Select(y => Genotype(random, y && v % 3 == 2 ? Math.Min(0.9, 3 * frequencies[v]) : frequencies[v], v % 2 == 1)),
            ];
        return new(outcome, columns, codes);
    }

    public static byte[] Pack(int[] codes)
    {
        var packed = new byte[PackedGenotypes.Bytes(codes.Length)];
        for (var i = 0; i < codes.Length; i++)
            PackedGenotypes.Add(packed, i, codes[i]);
        return packed;
    }

    private static int Genotype(Philox random, double frequency, bool missing)
    {
        var copies = (random.NextDouble() < frequency ? 1 : 0) + (random.NextDouble() < frequency ? 1 : 0);
        if (missing && random.NextDouble() < 0.03)
            return PackedGenotypes.Missing;
        return copies switch
        {
            0 => PackedGenotypes.NoCopy,
            1 => PackedGenotypes.OneCopy,
            _ => PackedGenotypes.TwoCopies,
        };
    }

    private static double Normal(Philox random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
