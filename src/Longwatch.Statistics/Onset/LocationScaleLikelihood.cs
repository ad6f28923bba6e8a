namespace Longwatch.Statistics.Onset;

/// <summary>Newton's method for the truncated likelihood of a log-location-scale family.</summary>
internal static class LocationScaleLikelihood
{
    /// <summary>An interior maximum with the inverse of its information matrix.</summary>
    public readonly record struct Maximum(
        double Location,
        double LogShape,
        double LogLikelihood,
        double LocationVariance,
        double Covariance,
        double LogShapeVariance
    );

    private readonly record struct Point(
        double Value,
        double GradientL,
        double GradientS,
        double HessianLL,
        double HessianLS,
        double HessianSS
    );

    /// <summary>Null when Newton's method runs away from every interior maximum.</summary>
    public static Maximum? Maximise(RightTruncatedSample sample, LatencyFamily family, double location, double logShape)
    {
        var here = At(sample, family, location, logShape);
        var escape = Escape(sample);
        double damping = 0;
        for (var step = 0; step < 200; step++)
        {
            var (a, b, d) = (-here.HessianLL, -here.HessianLS, -here.HessianSS);
            // Damp until the information matrix is positive definite (Levenberg).
            var floor = Math.Max(1e-8, Math.Max(Math.Abs(a), Math.Abs(d)));
            if (!double.IsFinite(here.Value + a + b + d))
                return null;
            while ((a + damping) * (d + damping) - (b * b) <= 1e-10 * floor * floor || a + damping <= 0)
                damping = Math.Max(damping * 4, 1e-3 * floor);
            var determinant = ((a + damping) * (d + damping)) - (b * b);
            var moveL = (((d + damping) * here.GradientL) - (b * here.GradientS)) / determinant;
            var moveS = (((a + damping) * here.GradientS) - (b * here.GradientL)) / determinant;
            var length = Math.Sqrt((moveL * moveL) + (moveS * moveS));
            var shrink = length > 1 ? 1 / length : 1;
            var next = At(sample, family, location + (shrink * moveL), logShape + (shrink * moveS));
            if (!(next.Value >= here.Value - (1e-12 * Math.Abs(here.Value))))
            {
                damping = Math.Max(damping * 4, 1e-3 * floor);
                if (damping > 1e12 * floor)
                    return null;
                continue;
            }

            (location, logShape, here) = (location + (shrink * moveL), logShape + (shrink * moveS), next);
            if (location > escape)
                return null;
            if (length < 1e-11 && damping == 0)
                return Interior(location, logShape, here);
            damping = damping < 1e-8 * floor ? 0 : damping / 8;
        }

        return null;
    }

    /// <summary>A median latency beyond e^12 times the longest limit is taken as a run towards the power law.</summary>
    private static double Escape(RightTruncatedSample sample)
    {
        double longest = 0;
        foreach (var limit in sample.Limit)
            longest = Math.Max(longest, limit);
        return Math.Log(longest) + 12;
    }

    private static Maximum? Interior(double location, double logShape, Point at)
    {
        var determinant = (at.HessianLL * at.HessianSS) - (at.HessianLS * at.HessianLS);
        // A nearly flat ridge is the way to the power law, not a maximum.
        return at.HessianLL < 0 && determinant > 1e-9 * at.HessianLL * at.HessianSS
            ? new(location, logShape, at.Value, -at.HessianSS / determinant, at.HessianLS / determinant, -at.HessianLL / determinant)
            : null;
    }

    private static Point At(RightTruncatedSample sample, LatencyFamily family, double location, double logShape)
    {
        var shape = Math.Exp(logShape);
        double value = 0,
            gl = 0,
            gs = 0,
            ll = 0,
            ls = 0,
            ss = 0;
        for (var i = 0; i < sample.Count; i++)
        {
            var logOnset = Math.Log(sample.Onset[i]);
            var z = (logOnset - location) * shape;
            var c = (Math.Log(sample.Limit[i]) - location) * shape;
            var (slope, curvature) = (StandardForm.Slope(family, z), StandardForm.Curvature(family, z));
            var reverse = StandardForm.ReverseHazard(family, c);
            var reverseSlope = reverse * (StandardForm.Slope(family, c) - reverse);
            value += StandardForm.LogDensity(family, z) + logShape - logOnset - StandardForm.LogCumulative(family, c);
            // ∂z/∂location = −shape; ∂z/∂log shape = z.
            gl += shape * (reverse - slope);
            gs += (z * slope) + 1 - (c * reverse);
            ll += shape * shape * (curvature - reverseSlope);
            ls += shape * (reverse + (c * reverseSlope) - slope - (z * curvature));
            ss += (z * slope) + (z * z * curvature) - (c * reverse) - (c * c * reverseSlope);
        }

        return new(value, gl, gs, ll, ls, ss);
    }
}
