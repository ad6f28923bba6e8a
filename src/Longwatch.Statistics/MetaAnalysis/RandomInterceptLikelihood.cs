using System.Runtime.CompilerServices;
using Longwatch.Statistics.Numerics;

namespace Longwatch.Statistics.MetaAnalysis;

/// <summary>Marginal log-likelihood of x_i | u_i with predictor mu + tau·u_i, u_i ~ N(0, 1), by adaptive Gauss–Hermite quadrature.</summary>
/// <remarks>
/// Each study's integral is centred at its mode and scaled by its curvature (Liu and Pierce, Biometrika 1994;81:624; Pinheiro and Bates, J Comput
/// Graph Stat 1995;4:12). Derivatives use the same nodes: score = E[s], Hessian = E[H] + Cov(s) over the posterior of u_i (Louis, J R Stat Soc B
/// 1982;44:226). Studies with equal counts are integrated once.
/// </remarks>
internal sealed class RandomInterceptLikelihood<TModel>
    where TModel : struct, ICountLikelihood
{
    private const int MostNodes = 61;

    // The posterior of u is the further from normal the larger tau is: more nodes there. With these, log-likelihoods agree with 121 nodes to 1e-9.
    private static readonly GaussHermite Narrow = GaussHermite.Of(21);
    private static readonly GaussHermite Middle = GaussHermite.Of(35);
    private static readonly GaussHermite Wide = GaussHermite.Of(MostNodes);
    private readonly (double Events, double Total, int Studies)[] groups;
    private readonly double constant;

    public RandomInterceptLikelihood(ReadOnlySpan<double> events, ReadOnlySpan<double> totals)
    {
        var counts = new SortedDictionary<(double Events, double Total), int>();
        for (var i = 0; i < events.Length; i++)
        {
            var key = (events[i], totals[i]);
            counts[key] = counts.GetValueOrDefault(key) + 1;
            constant += TModel.Constant(events[i], totals[i]);
        }

        groups = [.. counts.Select(g => (g.Key.Events, g.Key.Total, g.Value))];
    }

    /// <summary>Log-likelihood, gradient and Hessian in (mu, tau) at one point.</summary>
    public Surface At(double mu, double tau)
    {
        var sum = new Surface(constant, 0, 0, 0, 0, 0);
        foreach (var (events, total, studies) in groups)
            sum = sum.Plus(tau == 0 ? Common(events, total, mu) : Integrated(events, total, mu, tau), studies);
        return sum;
    }

    /// <summary>Derivative of the log-likelihood in tau² at tau = 0: half the sum of squared score plus curvature.</summary>
    public double VarianceScoreAtZero(double mu)
    {
        double sum = 0;
        foreach (var (events, total, studies) in groups)
        {
            var d = TModel.At(events, total, mu);
            sum += studies * ((d.First * d.First) + d.Second) / 2;
        }

        return sum;
    }

    private static Surface Common(double events, double total, double mu)
    {
        var d = TModel.At(events, total, mu);
        return new(d.Value, d.First, 0, d.Second, 0, (d.First * d.First) + d.Second);
    }

    // Hot from the first call on: a run of the program fits two or three models and would spend it in unoptimised code otherwise.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Surface Integrated(double events, double total, double mu, double tau)
    {
        var (mode, scale) = Mode(events, total, mu, tau);
        var rule =
            tau <= 0.7 ? Narrow
            : tau <= 1.5 ? Middle
            : Wide;
        var nodes = rule.Nodes;
        var count = nodes.Length;
        var step = Math.Sqrt(2) * scale;
        Span<double> z = stackalloc double[MostNodes];
        Span<double> log = stackalloc double[MostNodes];
        Span<double> first = stackalloc double[MostNodes];
        Span<double> second = stackalloc double[MostNodes];
        var highest = double.NegativeInfinity;
        for (var k = 0; k < count; k++)
        {
            z[k] = mode + (step * nodes[k]);
            var d = TModel.At(events, total, mu + (tau * z[k]));
            log[k] = rule.LogWeights[k] + d.Value - (z[k] * z[k] / 2);
            first[k] = d.First;
            second[k] = d.Second;
            highest = Math.Max(highest, log[k]);
        }

        double mass = 0,
            s = 0,
            sz = 0,
            h = 0,
            hz = 0,
            hzz = 0;
        for (var k = 0; k < count; k++)
        {
            var w = Math.Exp(log[k] - highest);
            if (w == 0)
                continue;
            var curvature = (first[k] * first[k]) + second[k];
            mass += w;
            s += w * first[k];
            sz += w * first[k] * z[k];
            h += w * curvature;
            hz += w * curvature * z[k];
            hzz += w * curvature * z[k] * z[k];
        }

        s /= mass;
        sz /= mass;
        return new(
            highest + Math.Log(mass * scale / Math.Sqrt(Math.PI)),
            s,
            sz,
            (h / mass) - (s * s),
            (hz / mass) - (s * sz),
            (hzz / mass) - (sz * sz)
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Mode, double Scale) Mode(double events, double total, double mu, double tau)
    {
        double z = 0;
        var at = Penalised(events, total, mu, tau, z);
        for (var step = 0; step < 200; step++)
        {
            var change = -at.First / at.Second;
            var next = Penalised(events, total, mu, tau, z + change);
            while (!(next.Value >= at.Value - 1e-12) && Math.Abs(change) > 1e-12)
            {
                change /= 2;
                next = Penalised(events, total, mu, tau, z + change);
            }

            z += change;
            at = next;
            if (Math.Abs(change) < 1e-9)
                break;
        }

        return (z, 1 / Math.Sqrt(-at.Second));
    }

    private static Derivatives Penalised(double events, double total, double mu, double tau, double z)
    {
        var d = TModel.At(events, total, mu + (tau * z));
        return new(d.Value - (z * z / 2), (tau * d.First) - z, (tau * tau * d.Second) - 1);
    }
}

/// <summary>Log-likelihood with its derivatives in mu and tau.</summary>
internal readonly record struct Surface(double Value, double Mu, double Tau, double MuMu, double MuTau, double TauTau)
{
    public Surface Plus(Surface other, int times) =>
        new(
            Value + (times * other.Value),
            Mu + (times * other.Mu),
            Tau + (times * other.Tau),
            MuMu + (times * other.MuMu),
            MuTau + (times * other.MuTau),
            TauTau + (times * other.TauTau)
        );
}
