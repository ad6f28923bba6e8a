namespace Longwatch.Statistics.Survival;

/// <summary>Greenwood-type variance of a cumulative incidence.</summary>
/// <remarks>
/// Recursion over event times for the covariance matrix of (S, F), with multinomial increments: cov(dA_h, dA_j) = (δ_hj Y d_h − d_h d_j) / Y³.
/// Source: Andersen, Borgan, Gill and Keiding (1993), eq. 4.4.17 with 4.4.16 for ties. O(times).
/// </remarks>
internal static class GreenwoodVariance
{
    public static double[] Of(ReadOnlySpan<IncidenceRow> rows)
    {
        var variances = new double[rows.Length];
        double freeFree = 0,
            freeIncidence = 0,
            incidence = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var (y, d, k) = ((double)row.AtRisk, (double)row.AnyEvent, (double)row.Events);
            var (stay, hazard) = (1 - (d / y), k / y);
            var scale = row.FreeBefore * row.FreeBefore / (y * y * y);
            incidence += (2 * hazard * freeIncidence) + (hazard * hazard * freeFree) + (scale * (y - k) * k);
            freeIncidence = (stay * (freeIncidence + (hazard * freeFree))) - (scale * k * (y - d));
            freeFree = (stay * stay * freeFree) + (scale * d * (y - d));
            variances[i] = incidence;
        }

        return variances;
    }
}
