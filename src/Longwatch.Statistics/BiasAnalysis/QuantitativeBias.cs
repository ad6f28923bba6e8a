namespace Longwatch.Statistics.BiasAnalysis;

/// <summary>How well the exposure is recorded in one group.</summary>
/// <param name="Sensitivity">Share of the truly exposed that are recorded as exposed, in [0, 1].</param>
/// <param name="Specificity">Share of the truly unexposed that are recorded as unexposed, in [0, 1].</param>
public readonly record struct Recording(double Sensitivity, double Specificity);

/// <summary>An unmeasured binary confounder.</summary>
/// <param name="Ratio">Risk, odds or hazard ratio of the outcome by the confounder, &gt; 0.</param>
/// <param name="AmongExposed">Its prevalence among the exposed, in [0, 1].</param>
/// <param name="AmongUnexposed">Its prevalence among the unexposed, in [0, 1].</param>
public readonly record struct UnmeasuredConfounder(double Ratio, double AmongExposed, double AmongUnexposed);

/// <summary>Probability of being in the study, by exposure and outcome; each in (0, 1].</summary>
public readonly record struct SelectionShares(double ExposedCases, double UnexposedCases, double ExposedOthers, double UnexposedOthers);

/// <summary>Whether a table could be corrected.</summary>
public enum CorrectionStatus
{
    Estimated,

    /// <summary>Sensitivity + specificity ≤ 1: the record says nothing, or the contrary, of the exposure.</summary>
    UninformativeRecord,

    /// <summary>The observed counts cannot come from such a record: a corrected count is not positive.</summary>
    Incompatible,
}

/// <summary>A table corrected for misclassification of the exposure.</summary>
/// <param name="Status">Unless estimated, the table is the observed one.</param>
public readonly record struct CorrectedTable(CorrectionStatus Status, FourfoldTable Table);

/// <summary>An estimate with the bias taken out.</summary>
/// <param name="Bias">Factor by which the bias multiplies the truth.</param>
/// <param name="Adjusted">Estimate over bias.</param>
public readonly record struct AdjustedRatio(double Bias, double Adjusted);

/// <summary>Quantitative bias analysis in closed form: what the estimate would be, were the stated bias the only one and known exactly.</summary>
/// <remarks>
/// Lash, Fox and Fink (2009) Applying quantitative bias analysis to epidemiologic data, chapters 4 to 6; Greenland (1996) Int J Epidemiol 25:1107.
/// Checked against closed forms in R on the authors' teaching table (H04): 1e-13 relative.
/// </remarks>
public static class QuantitativeBias
{
    /// <summary>Corrects recorded exposure; cases and others may be recorded differently well.</summary>
    /// <exception cref="ArgumentException">A count is negative or a share outside [0, 1].</exception>
    public static CorrectedTable Misclassification(FourfoldTable table, Recording ofCases, Recording ofOthers)
    {
        table.Check(nameof(table));
        foreach (var share in (ReadOnlySpan<double>)[ofCases.Sensitivity, ofCases.Specificity, ofOthers.Sensitivity, ofOthers.Specificity])
            if (!(share is >= 0 and <= 1))
                throw new ArgumentException("Sensitivity and specificity lie between 0 and 1.", nameof(ofCases));
        if (ofCases.Sensitivity + ofCases.Specificity <= 1 || ofOthers.Sensitivity + ofOthers.Specificity <= 1)
            return new(CorrectionStatus.UninformativeRecord, table);
        var (cases, others) = (table.ExposedCases + table.UnexposedCases, table.ExposedOthers + table.UnexposedOthers);
        var exposedCases = Exposed(table.ExposedCases, cases, ofCases);
        var exposedOthers = Exposed(table.ExposedOthers, others, ofOthers);
        var corrected = new FourfoldTable(exposedCases, cases - exposedCases, exposedOthers, others - exposedOthers);
        return corrected.HasOdds ? new(CorrectionStatus.Estimated, corrected) : new(CorrectionStatus.Incompatible, table);

        static double Exposed(double recorded, double all, Recording r) =>
            (recorded - ((1 - r.Specificity) * all)) / (r.Sensitivity + r.Specificity - 1);
    }

    /// <summary>Takes an unmeasured binary confounder out of a ratio: bias = (p₁(c − 1) + 1)/(p₀(c − 1) + 1).</summary>
    /// <param name="ratio">Observed, &gt; 0.</param>
    /// <exception cref="ArgumentException">A ratio is not positive and finite, or a prevalence outside [0, 1].</exception>
    public static AdjustedRatio Confounding(double ratio, UnmeasuredConfounder confounder)
    {
        CheckRatio(ratio);
        CheckRatio(confounder.Ratio);
        if (!(confounder.AmongExposed is >= 0 and <= 1 && confounder.AmongUnexposed is >= 0 and <= 1))
            throw new ArgumentException("A prevalence lies between 0 and 1.", nameof(confounder));
        var bias = ((confounder.AmongExposed * (confounder.Ratio - 1)) + 1) / ((confounder.AmongUnexposed * (confounder.Ratio - 1)) + 1);
        return new(bias, ratio / bias);
    }

    /// <summary>Takes selection out of an odds ratio: bias = (s of exposed cases × s of unexposed others)/(s of unexposed cases × s of exposed others).</summary>
    /// <param name="oddsRatio">Observed, &gt; 0.</param>
    /// <exception cref="ArgumentException">The ratio is not positive and finite, or a share outside (0, 1].</exception>
    public static AdjustedRatio Selection(double oddsRatio, SelectionShares shares)
    {
        CheckRatio(oddsRatio);
        foreach (var s in (ReadOnlySpan<double>)[shares.ExposedCases, shares.UnexposedCases, shares.ExposedOthers, shares.UnexposedOthers])
            if (!(s is > 0 and <= 1))
                throw new ArgumentException("A probability of selection lies in (0, 1].", nameof(shares));
        var bias = shares.ExposedCases * shares.UnexposedOthers / (shares.UnexposedCases * shares.ExposedOthers);
        return new(bias, oddsRatio / bias);
    }

    private static void CheckRatio(double ratio)
    {
        if (!(ratio > 0 && double.IsFinite(ratio)))
            throw new ArgumentException("A ratio is positive and finite.", nameof(ratio));
    }
}
