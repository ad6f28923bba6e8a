namespace Longwatch.Statistics.Hazards;

/// <summary>A log likelihood and its derivatives at one place.</summary>
/// <param name="Information">Minus the second derivatives.</param>
/// <param name="Spread">Diagonal of the information before what the risk-set means take away: the measure for what is rounding in it.</param>
internal sealed record LikelihoodPoint(double LogLikelihood, double[] Score, double[,] Information, double[] Spread)
{
    public bool IsFinite
    {
        get
        {
            var sum = LogLikelihood;
            foreach (var value in Score)
                sum += value;
            foreach (var value in Information)
                sum += value;
            return double.IsFinite(sum);
        }
    }
}
