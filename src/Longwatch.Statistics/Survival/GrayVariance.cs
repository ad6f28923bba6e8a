namespace Longwatch.Statistics.Survival;

/// <summary>Variance of a cumulative incidence by the delta method, with hypergeometric tie correction.</summary>
/// <remarks>
/// var F(t) = Σ_{u ≤ t} S(u−)² [w₁(u)² c₁ d₁ + w₂(u)² c₂ d₂] / Y², w₁ = 1 − (F(t) − F(u)) / S(u), w₂ = (F(t) − F(u)) / S(u),
/// c = 1 − (d − 1) / (Y − 1). Source: Gray (1988) Ann Stat 16:1141–1154, as in <c>cmprsk::cuminc</c>. O(times) by three running sums in powers of F(t).
/// </remarks>
internal static class GrayVariance
{
    public static double[] Of(ReadOnlySpan<IncidenceRow> rows)
    {
        var variances = new double[rows.Length];
        double constant = 0,
            linear = 0,
            quadratic = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var inverse = row.FreeAfter > 0 ? 1 / row.FreeAfter : 0;
            if (row.Competing > 0 && row.FreeAfter > 0)
                Add(row.Competing, row.Incidence * inverse);
            if (row.Events > 0)
                Add(row.Events, 1 + (row.Incidence * inverse));
            variances[i] = constant - (2 * row.Incidence * linear) + (row.Incidence * row.Incidence * quadratic);

            void Add(int events, double level)
            {
                var y = (double)row.AtRisk;
                var ties = events > 1 ? 1 - ((events - 1) / (y - 1)) : 1;
                var weight = row.FreeBefore * row.FreeBefore * ties * events / (y * y);
                constant += level * level * weight;
                linear += level * inverse * weight;
                quadratic += inverse * inverse * weight;
            }
        }

        return variances;
    }
}
