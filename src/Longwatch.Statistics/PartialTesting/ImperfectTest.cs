using Longwatch.Statistics.Proportions;

namespace Longwatch.Statistics.PartialTesting;

/// <summary>Whether the share corrected for sensitivity and specificity lies within 0 to 1.</summary>
public enum CorrectedShareStatus
{
    Estimated,

    /// <summary>The correction leads outside 0 … 1 (more or fewer positives than the test's errors can explain); the value is cut at the end.</summary>
    CutAtEnd,

    /// <summary>Sensitivity + specificity ≤ 1: the test does not tell positives from negatives.</summary>
    UninformativeTest,

    /// <summary>Nobody was tested.</summary>
    NotIdentified,
}

/// <summary>A share corrected for the test's errors.</summary>
/// <param name="Share">In [0, 1]; NaN unless estimated or cut.</param>
/// <param name="Interval">Clopper–Pearson limits of the apparent share, corrected like it and cut to [0, 1]; the errors count as known.</param>
public readonly record struct CorrectedShare(CorrectedShareStatus Status, double Share, Interval Interval);

/// <summary>The true share of positives when the test's sensitivity and specificity are known numbers below 1.</summary>
public static class ImperfectTest
{
    /// <summary>(apparent share + specificity − 1) / (sensitivity + specificity − 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Sensitivity or specificity is not in [0, 1], or the level not in (0, 1).</exception>
    /// <remarks>Source: Rogan and Gladen (1978) Am J Epidemiol 107:71–76. Checked against <c>epiR::epi.prev</c> (D02): 1e-10.</remarks>
    public static CorrectedShare RoganGladen(PartlyTestedCases cases, double sensitivity, double specificity, double level)
    {
        if (sensitivity is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(sensitivity));
        if (specificity is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(specificity));
        ConfidenceLevel.Tail(level);
        var youden = sensitivity + specificity - 1;
        if (youden <= 0)
            return new(CorrectedShareStatus.UninformativeTest, double.NaN, new(0, 1));
        if (cases.Tested == 0)
            return new(CorrectedShareStatus.NotIdentified, double.NaN, new(0, 1));

        var apparent = ProportionInterval.ClopperPearson(cases.Positive, cases.Tested, level);
        var raw = Correct((double)cases.Positive / cases.Tested);
        var share = Math.Clamp(raw, 0, 1);
        return new(
            raw < -1e-12 || raw > 1 + 1e-12 ? CorrectedShareStatus.CutAtEnd : CorrectedShareStatus.Estimated,
            share,
            new(Math.Clamp(Correct(apparent.Lower), 0, 1), Math.Clamp(Correct(apparent.Upper), 0, 1))
        );

        double Correct(double observed) => (observed + specificity - 1) / youden;
    }
}
