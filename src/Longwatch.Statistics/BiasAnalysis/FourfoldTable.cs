namespace Longwatch.Statistics.BiasAnalysis;

/// <summary>Exposure by outcome; real numbers, because corrected counts are not whole.</summary>
public readonly record struct FourfoldTable(double ExposedCases, double UnexposedCases, double ExposedOthers, double UnexposedOthers)
{
    /// <summary>Odds ratio; ∞ or NaN where cells are empty, see <see cref="HasOdds"/>.</summary>
    public double OddsRatio => ExposedCases * UnexposedOthers / (UnexposedCases * ExposedOthers);

    /// <summary>Risk ratio of the exposed, when the columns are everybody of a cohort.</summary>
    public double RiskRatio => ExposedCases / (ExposedCases + ExposedOthers) / (UnexposedCases / (UnexposedCases + UnexposedOthers));

    /// <summary>Whether every cell is positive, so that the odds ratio is a positive number.</summary>
    public bool HasOdds => ExposedCases > 0 && UnexposedCases > 0 && ExposedOthers > 0 && UnexposedOthers > 0;

    /// <summary>Standard error of the log odds ratio (Woolf 1955).</summary>
    internal double LogOddsError => Math.Sqrt((1 / ExposedCases) + (1 / UnexposedCases) + (1 / ExposedOthers) + (1 / UnexposedOthers));

    internal void Check(string argument)
    {
        foreach (var cell in (ReadOnlySpan<double>)[ExposedCases, UnexposedCases, ExposedOthers, UnexposedOthers])
            if (!(cell >= 0 && double.IsFinite(cell)))
                throw new ArgumentException("The counts of a table are finite and not negative.", argument);
    }
}
