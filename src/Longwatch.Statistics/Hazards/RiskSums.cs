using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.Hazards;

/// <summary>
/// Sums over the risk set of every event time, for given coefficients of the standardised covariates: Σ r and Σ r x over those at risk, and over those who
/// have the event, with r = weight × exp(offset + x b).
/// </summary>
/// <remarks>
/// Without delayed entry the sums grow from the last time to the first, which loses nothing. With it, rows come in and go out; the sums are then kept in
/// twice the precision, so that what remains of a small risk set is not the rounding error of a large one.
/// </remarks>
internal sealed class RiskSums
{
    private readonly CoxSample sample;
    private readonly int[]? tieRow;
    private readonly double[] carry0;
    private readonly double[] carry1;

    public RiskSums(CoxSample sample, bool splitTies)
    {
        this.sample = sample;
        Stride = (sample.Width + Lanes.Width - 1) / Lanes.Width * Lanes.Width;
        Risk = new double[sample.Rows + Lanes.Width];
        (AtRisk, Dying) = (new double[sample.Groups], new double[sample.Groups]);
        AtRiskX = new double[(sample.Groups * Stride) + Lanes.Width];
        var tied = 0;
        if (splitTies)
        {
            tieRow = new int[sample.Groups];
            for (var k = 0; k < tieRow.Length; k++)
                tieRow[k] = sample.Deaths(k) > 1 ? tied++ : -1;
        }

        DyingX = new double[(tied * Stride) + Lanes.Width];
        (carry0, carry1) = (new double[sample.ChunkCount + 1], new double[(sample.ChunkCount + 1) * Stride]);
    }

    /// <summary>Room for one vector of covariates, a multiple of four.</summary>
    public int Stride { get; }

    /// <summary>r of each row.</summary>
    public double[] Risk { get; }

    /// <summary>Σ r over those at risk, by group.</summary>
    public double[] AtRisk { get; }

    /// <summary>Σ r over those with the event; filled where there are several.</summary>
    public double[] Dying { get; }

    /// <summary>Σ r x over those at risk: group × <see cref="Stride"/> + column.</summary>
    public double[] AtRiskX { get; }

    /// <summary>Σ r x over those with the event: <see cref="DyingAt"/> + column.</summary>
    public double[] DyingX { get; }

    /// <summary>Where the sums of the dying of a group begin; −1 where there is one only, or ties are not split.</summary>
    public int DyingAt(int group) => tieRow is null || tieRow[group] < 0 ? -1 : tieRow[group] * Stride;

    public void Compute(double[] coefficients)
    {
        FixedChunks.Run(sample.ChunkCount, sample.Threads, chunk => SumChunk(chunk, coefficients));
        if (sample.EntryGroup is not null)
        {
            FixedChunks.Run(sample.Width + 1, sample.Threads, column => new DelayedEntrySums(sample, this).Compute(column - 1));
            return;
        }

        // What each chunk hands on to those before it: the sums of its first stratum, if that one began earlier.
        for (var chunk = sample.ChunkCount - 1; chunk > 0; chunk--)
        {
            var (first, before) = (sample.ChunkStart[chunk], sample.ChunkStart[chunk] - 1);
            var (to, from) = (chunk * Stride, (chunk + 1) * Stride);
            carry1.AsSpan(to, Stride).Clear();
            carry0[chunk] = 0;
            if (sample.GroupStratum[before] != sample.GroupStratum[first])
                continue;
            carry0[chunk] = AtRisk[first];
            AtRiskX.AsSpan(first * Stride, Stride).CopyTo(carry1.AsSpan(to));
            if (sample.StratumFirst[sample.ChunkStart[chunk + 1] - 1] > first)
                continue;
            carry0[chunk] += carry0[chunk + 1];
            for (var j = 0; j < Stride; j++)
                carry1[to + j] += carry1[from + j];
        }

        FixedChunks.Run(sample.ChunkCount, sample.Threads, AddCarry);
    }

    private void SumChunk(int chunk, double[] coefficients)
    {
        var (first, end) = (sample.ChunkStart[chunk], sample.ChunkStart[chunk + 1]);
        Risks(sample.Start(first), sample.Start(end), coefficients);
        for (var k = end - 1; k >= first; k--)
            SumGroup(k, k < end - 1 && sample.GroupStratum[k] == sample.GroupStratum[k + 1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Risks(int start, int end, double[] coefficients)
    {
        var (columns, offset, weight) = (sample.Columns, sample.Offset, sample.Weight);
        for (var i = start; i < end; i += Lanes.Width)
        {
            var sum = offset is null ? Vector256<double>.Zero : Lanes.At(offset, i);
            for (var j = 0; j < columns.Length; j++)
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(coefficients[j]), Lanes.At(columns[j], i), sum);
            var risk = Vector256.Exp(sum) * Lanes.At(weight, i);
            if (i + Lanes.Width <= end)
                Lanes.Put(risk, Risk, i);
            else
                for (var lane = 0; i + lane < end; lane++)
                    Risk[i + lane] = risk[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumGroup(int k, bool onward)
    {
        var (start, deathEnd, end) = (sample.Start(k), sample.DeathEnd(k), sample.End(k));
        var (columns, risk, dyingAt, at) = (sample.Columns, Risk, DyingAt(k), k * Stride);
        var head = dyingAt < 0 ? start : deathEnd;
        var dying = dyingAt < 0 ? 0 : Lanes.Sum(risk, start, deathEnd);
        Dying[k] = dying;
        AtRisk[k] = dying + Lanes.Sum(risk, head, end) + (onward ? AtRisk[k + 1] : 0);
        for (var j = 0; j < columns.Length; j++)
        {
            var column = columns[j];
            var sum = Lanes.Dot(risk, column, head, end);
            if (dyingAt >= 0)
                sum += DyingX[dyingAt + j] = Lanes.Dot(risk, column, start, deathEnd);
            AtRiskX[at + j] = onward ? sum + AtRiskX[at + Stride + j] : sum;
        }
    }

    private void AddCarry(int chunk)
    {
        var (first, end) = (sample.ChunkStart[chunk], sample.ChunkStart[chunk + 1]);
        if (chunk == sample.ChunkCount - 1 || sample.GroupStratum[end] != sample.GroupStratum[end - 1])
            return;
        var from = (chunk + 1) * Stride;
        for (var k = Math.Max(first, sample.StratumFirst[end - 1]); k < end; k++)
        {
            AtRisk[k] += carry0[chunk + 1];
            var at = k * Stride;
            for (var j = 0; j < Stride; j++)
                AtRiskX[at + j] += carry1[from + j];
        }
    }
}
