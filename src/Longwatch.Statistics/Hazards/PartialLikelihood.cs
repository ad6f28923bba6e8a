using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Hazards;

/// <summary>Cox's partial likelihood with Breslow's or Efron's ties, for standardised covariates.</summary>
/// <remarks>
/// The information is Σ_i v_i x_i x_iᵀ − Σ_t (Σ_l h s1_l s1_lᵀ / s_l²), where v_i = r_i (H(exit) − H(entry) − what the tied are spared) is the number of events
/// expected of row i, and s1_l = Σ r x over the risk set, less l/d of it over the tied. So the second moments need no running sum over the risk sets: one
/// weighted cross product of the columns does it, and a product of two vectors at each event time. The score is Σ (events − v) x.
/// </remarks>
internal sealed class PartialLikelihood
{
    private readonly double[] hazardTied;
    private readonly double[][] scores;
    private readonly double[][] products;
    private readonly double[][] outer;
    private readonly double[] logs;

    public PartialLikelihood(CoxSample sample, CoxTies ties)
    {
        Sample = sample;
        Sums = new(sample, splitTies: ties == CoxTies.Efron);
        (Hazard, hazardTied) = (new double[sample.Groups], new double[sample.Groups]);
        CumulativeHazard = new double[sample.Groups];
        Expected = new double[sample.Rows + Lanes.Width];
        logs = new double[sample.ChunkCount];
        scores = Partial(Sums.Stride);
        products = Partial(sample.Width * Sums.Stride);
        outer = Partial(sample.Width * Sums.Stride);
    }

    public CoxSample Sample { get; }

    public RiskSums Sums { get; }

    /// <summary>Step of the baseline hazard at each event time (times the multiplier).</summary>
    public double[] Hazard { get; }

    /// <summary>Baseline hazard up to and with each event time, from the beginning of its stratum.</summary>
    public double[] CumulativeHazard { get; }

    /// <summary>Events expected of each row, with its weight.</summary>
    public double[] Expected { get; }

    /// <summary>Value and derivatives at some coefficients; null where they are not finite.</summary>
    /// <param name="multiplier">A factor for what each event time adds to the derivatives; null for 1.</param>
    public LikelihoodPoint? Evaluate(double[] coefficients, double[]? multiplier = null)
    {
        Sums.Compute(coefficients);
        FixedChunks.Run(Sample.ChunkCount, Sample.Threads, chunk => AddTimes(chunk, multiplier));
        for (var k = 0; k < Sample.Groups; k++)
            CumulativeHazard[k] = Hazard[k] + (k > Sample.StratumFirst[k] ? CumulativeHazard[k - 1] : 0);
        FixedChunks.Run(Sample.ChunkCount, Sample.Threads, AddRows);
        var point = Collect(coefficients, multiplier);
        return point.IsFinite ? point : null;
    }

    /// <summary>What one event time adds, from the sums of the last evaluation.</summary>
    public TieSums At(int group) =>
        Sums.DyingAt(group) < 0
            ? TieSums.Whole(Sample.DeathWeight[group], Sums.AtRisk[group])
            : TieSums.Split(Sample.DeathWeight[group], Sums.AtRisk[group], Sums.Dying[group], Sample.Deaths(group));

    private double[][] Partial(int length)
    {
        var partial = new double[Sample.ChunkCount][];
        for (var chunk = 0; chunk < partial.Length; chunk++)
            partial[chunk] = new double[length + Lanes.Width];
        return partial;
    }

    private void AddTimes(int chunk, double[]? multiplier)
    {
        var matrix = outer[chunk];
        Array.Clear(matrix);
        var log = 0.0;
        for (var k = Sample.ChunkStart[chunk]; k < Sample.ChunkStart[chunk + 1]; k++)
        {
            var sums = At(k);
            var factor = multiplier?[k] ?? 1;
            (Hazard[k], hazardTied[k]) = (factor * sums.Hazard, factor * sums.HazardTied);
            log += sums.Log;
            AddOuter(matrix, k * Sums.Stride, Sums.DyingAt(k), sums, factor);
        }

        logs[chunk] = log;
    }

    /// <summary>Adds factor × Σ_l h s1_l s1_lᵀ / s_l²; the lower triangle, and a little more where vectors end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddOuter(double[] matrix, int at, int dying, in TieSums sums, double factor)
    {
        var (risk, dead, stride) = (Sums.AtRiskX, Sums.DyingX, Sums.Stride);
        for (var j = 0; j < Sample.Width; j++)
        {
            var tied = dying < 0 ? 0 : dead[dying + j];
            var first = Vector256.Create(factor * ((sums.Square * risk[at + j]) - (sums.SquareTied * tied)));
            var second = Vector256.Create(factor * ((sums.SquareTiedTwice * tied) - (sums.SquareTied * risk[at + j])));
            for (var k = 0; k <= j; k += Lanes.Width)
            {
                var into = (j * stride) + k;
                var sum = Vector256.FusedMultiplyAdd(first, Lanes.At(risk, at + k), Lanes.At(matrix, into));
                if (dying >= 0)
                    sum = Vector256.FusedMultiplyAdd(second, Lanes.At(dead, dying + k), sum);
                Lanes.Put(sum, matrix, into);
            }
        }
    }

    private void AddRows(int chunk)
    {
        var (first, end) = (Sample.ChunkStart[chunk], Sample.ChunkStart[chunk + 1]);
        Expect(first, end);
        Array.Clear(scores[chunk]);
        Array.Clear(products[chunk]);
        WeightedCrossProduct.Add(
            Sample.Columns,
            Expected,
            (Sample.Start(first), Sample.Start(end)),
            scores[chunk],
            products[chunk],
            Sums.Stride
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Expect(int first, int end)
    {
        var (risk, expected, entry) = (Sums.Risk, Expected, Sample.EntryGroup);
        for (var k = first; k < end; k++)
        {
            var (place, deathEnd, last, stratumFirst) = (Sample.Start(k), Sample.DeathEnd(k), Sample.End(k), Sample.StratumFirst[k]);
            for (var i = place; i < last; i++)
            {
                var hazard = CumulativeHazard[k];
                if (entry is not null && entry[i] >= stratumFirst)
                    hazard -= CumulativeHazard[entry[i]];
                if (i < deathEnd)
                    hazard -= hazardTied[k];
                expected[i] = risk[i] * hazard;
            }
        }
    }

    private LikelihoodPoint Collect(double[] coefficients, double[]? multiplier)
    {
        var (width, stride) = (Sample.Width, Sums.Stride);
        var score = multiplier is null ? (double[])Sample.EventSum.Clone() : EventSums(multiplier);
        var (information, spread) = (new double[width, width], new double[width]);
        var logLikelihood = Sample.EventOffset;
        for (var j = 0; j < width; j++)
            logLikelihood += coefficients[j] * Sample.EventSum[j];
        for (var chunk = 0; chunk < Sample.ChunkCount; chunk++)
        {
            logLikelihood -= logs[chunk];
            for (var j = 0; j < width; j++)
            {
                score[j] -= scores[chunk][j];
                spread[j] += products[chunk][(j * stride) + j];
                for (var k = 0; k <= j; k++)
                    information[j, k] += products[chunk][(j * stride) + k] - outer[chunk][(j * stride) + k];
            }
        }

        for (var j = 0; j < width; j++)
        for (var k = 0; k < j; k++)
            information[k, j] = information[j, k];
        return new(logLikelihood, score, information, spread);
    }

    private double[] EventSums(double[] multiplier)
    {
        var sums = new double[Sample.Width];
        for (var k = 0; k < Sample.Groups; k++)
        for (var i = Sample.Start(k); i < Sample.DeathEnd(k); i++)
        for (var j = 0; j < sums.Length; j++)
            sums[j] += multiplier[k] * Sample.Weight[i] * Sample.Columns[j][i];
        return sums;
    }
}
