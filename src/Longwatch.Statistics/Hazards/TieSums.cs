using System.Runtime.CompilerServices;

namespace Longwatch.Statistics.Hazards;

/// <summary>What one event time adds to likelihood, hazard and information. With s_l = R − (l/d) D, l = 0 … d − 1, for d tied events (Efron); s = R otherwise.</summary>
/// <param name="Hazard">Σ h/s, the step of the baseline hazard.</param>
/// <param name="HazardTied">Σ (l/d) h/s, what those with the event are spared of it.</param>
/// <param name="Square">Σ h/s².</param>
/// <param name="SquareTied">Σ (l/d) h/s².</param>
/// <param name="SquareTiedTwice">Σ (l/d)² h/s².</param>
/// <param name="Log">Σ h log s; h is the mean weight of the events.</param>
internal readonly record struct TieSums(
    double Hazard,
    double HazardTied,
    double Square,
    double SquareTied,
    double SquareTiedTwice,
    double Log
)
{
    public static TieSums Whole(double weight, double atRisk)
    {
        var inverse = 1 / atRisk;
        return new(weight * inverse, 0, weight * inverse * inverse, 0, 0, weight * Math.Log(atRisk));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TieSums Split(double weight, double atRisk, double dying, int deaths)
    {
        double hazard = 0,
            hazardTied = 0,
            square = 0,
            squareTied = 0,
            squareTiedTwice = 0,
            log = 0,
            product = 1;
        for (var l = 0; l < deaths; l++)
        {
            var share = (double)l / deaths;
            var left = atRisk - (share * dying);
            var inverse = 1 / left;
            var (tied, inverse2) = (share * inverse, inverse * inverse);
            hazard += inverse;
            hazardTied += tied;
            square += inverse2;
            squareTied += share * inverse2;
            squareTiedTwice += tied * tied;
            // One logarithm for many factors, before the product leaves the range of numbers.
            product *= left;
            if (product is < 1e150 and > 1e-150)
                continue;
            log += Math.Log(product);
            product = 1;
        }

        var mean = weight / deaths;
        return new(
            mean * hazard,
            mean * hazardTied,
            mean * square,
            mean * squareTied,
            mean * squareTiedTwice,
            mean * (log + Math.Log(product))
        );
    }
}
