namespace Longwatch.Statistics.Hazards;

/// <summary>How the risk sets of a case-cohort sample are weighted.</summary>
public enum CaseCohortMethod
{
    /// <summary>A case outside the subcohort is at risk at its own event only (Prentice 1986).</summary>
    Prentice,

    /// <summary>A case outside the subcohort is never at risk (Self and Prentice 1988).</summary>
    SelfPrentice,

    /// <summary>All cases are at risk throughout; other rows stand for all who are not cases (Lin and Ying 1993).</summary>
    LinYing,

    /// <summary>Stratified subcohort: its rows stand for their sampling stratum (Borgan et al. 2000, estimator I).</summary>
    BorganOne,

    /// <summary>Stratified: all cases at risk, other rows stand for those of their sampling stratum who are not cases (Borgan et al. 2000, estimator II).</summary>
    BorganTwo,

    /// <summary>Rows of the subcohort stand for 1/sampling fraction until their own event, cases at their event for themselves; robust variance (Barlow 1994).</summary>
    Barlow,
}

/// <summary>How a case-cohort sample was drawn: every case of the cohort, and a random subcohort drawn without regard to the outcome.</summary>
public sealed class Subcohort
{
    /// <summary>A subcohort drawn from a whole cohort.</summary>
    /// <param name="members">For each row of the sample, whether it is of the subcohort; the others are cases.</param>
    /// <param name="cohortSize">People in the cohort.</param>
    public Subcohort(bool[] members, int cohortSize)
        : this(members, null, new Dictionary<int, int> { [0] = cohortSize }) { }

    /// <summary>A subcohort drawn within sampling strata.</summary>
    /// <param name="members">For each row of the sample, whether it is of the subcohort; the others are cases.</param>
    /// <param name="strata">Code of the sampling stratum of each row; null for one, of code 0.</param>
    /// <param name="cohortSizes">People in the cohort by sampling stratum.</param>
    public Subcohort(bool[] members, int[]? strata, IReadOnlyDictionary<int, int> cohortSizes)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(cohortSizes);
        if (strata is not null && strata.Length != members.Length)
            throw new ArgumentException($"{strata.Length} strata but {members.Length} rows.", nameof(strata));
        (Members, Strata, CohortSizes) = (members, strata, cohortSizes);
    }

    /// <summary>Whether each row is of the subcohort.</summary>
    public bool[] Members { get; }

    /// <summary>Sampling stratum of each row; null for one.</summary>
    public int[]? Strata { get; }

    /// <summary>People in the cohort by sampling stratum.</summary>
    public IReadOnlyDictionary<int, int> CohortSizes { get; }
}

/// <summary>A hazard regression of a case-cohort sample.</summary>
/// <param name="AffectedColumns">As in <see cref="CoxFit"/>.</param>
/// <param name="Coefficients">Log hazard ratios; NaN unless estimated.</param>
/// <param name="Covariance">Of the coefficients, with what the sampling of the subcohort adds; empty unless estimated.</param>
/// <param name="ModelCovariance">Inverse of the information alone, as if the sample were the cohort; empty unless estimated. Too small.</param>
/// <param name="Cases">Events in the sample, which are all of the cohort.</param>
/// <param name="Controls">Rows of the subcohort without an event.</param>
public sealed record CaseCohortFit(
    CoxStatus Status,
    CaseCohortMethod Method,
    IReadOnlyList<int> AffectedColumns,
    IReadOnlyList<double> Coefficients,
    double[,] Covariance,
    double[,] ModelCovariance,
    int Cases,
    int Controls
)
{
    /// <summary>Standard error of one log hazard ratio; NaN unless estimated.</summary>
    public double StandardError(int column) => Status == CoxStatus.Estimated ? Math.Sqrt(Covariance[column, column]) : double.NaN;
}

/// <summary>Proportional hazards regression where covariates are known of all cases and of a subcohort only.</summary>
/// <remarks>
/// Prentice (1986) Biometrika 73:1; Self and Prentice (1988) Ann Stat 16:64; Lin and Ying (1993) J Am Stat Assoc 88:1341; Therneau and Li (1999) Lifetime Data
/// Anal 5:99 for the computation; Borgan et al. (2000) Lifetime Data Anal 6:39; Barlow (1994) Biometrics 50:1064. Efron's ties, as
/// in R's <c>cch</c>; for Barlow's method Breslow's, as in his programs.
/// Checked against R survival 3.5-3 <c>cch</c> and weighted <c>coxph</c> on <c>nwtco</c> (G04): 1e-7 (the reference stops at 1e-9).
/// </remarks>
public static class CaseCohort
{
    /// <summary>Fits the sample by one of the methods.</summary>
    /// <param name="data">Rows of the sample: entries and strata of the baseline hazard as in <see cref="Cox"/>; no weights, offsets or clusters.</param>
    /// <param name="subcohort">How the sample was drawn.</param>
    /// <exception cref="ArgumentException">
    /// A row is neither a case nor of the subcohort; a cohort is smaller than its sample or has no size; a sampling stratum has too few rows; strata are given to
    /// a method that does not use them; the data have weights, offsets or clusters.
    /// </exception>
    public static CaseCohortFit Fit(CoxData data, Subcohort subcohort, CaseCohortMethod method)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(subcohort);
        var design = CaseCohortDesign.Of(data, subcohort);
        if (
            subcohort.Strata is not null
            && method is (CaseCohortMethod.Prentice or CaseCohortMethod.SelfPrentice or CaseCohortMethod.LinYing)
        )
            throw new ArgumentException($"{method} is for a subcohort that was drawn without strata.", nameof(method));
        return method switch
        {
            CaseCohortMethod.Prentice => Prentice(design),
            CaseCohortMethod.SelfPrentice => Finish(design, method, design.CasesApart(null)),
            CaseCohortMethod.LinYing => Finish(design, method, design.Whole(design.LogShareOfOthers(), null)),
            CaseCohortMethod.BorganOne => Finish(design, method, design.CasesApart(design.Share(ofOthers: false))),
            CaseCohortMethod.BorganTwo => Finish(design, method, design.Whole(null, design.Share(ofOthers: true))),
            CaseCohortMethod.Barlow => Barlow(design),
            _ => throw new ArgumentOutOfRangeException(nameof(method)),
        };
    }

    /// <summary>Estimate with cases at risk at their event, variance as by Self and Prentice, which is the same in large samples.</summary>
    private static CaseCohortFit Prentice(CaseCohortDesign design)
    {
        var estimate = Cox.Fit(design.CasesAtTheirEvent());
        if (estimate.Status != CoxStatus.Estimated)
            return Report(design, CaseCohortMethod.Prentice, estimate, null);
        var other = Finish(design, CaseCohortMethod.SelfPrentice, design.CasesApart(null));
        return other with
        {
            Method = CaseCohortMethod.Prentice,
            Coefficients = other.Status == CoxStatus.Estimated ? estimate.Coefficients : other.Coefficients,
        };
    }

    private static CaseCohortFit Barlow(CaseCohortDesign design)
    {
        var data = design.UntilEvent(design.Share(ofOthers: false));
        var fit = Cox.Fit(data, new(CoxTies.Breslow));
        return Report(
            design,
            CaseCohortMethod.Barlow,
            fit,
            fit.Status == CoxStatus.Estimated ? RobustVariance.Of(data, fit).Covariance : null
        );
    }

    private static CaseCohortFit Finish(CaseCohortDesign design, CaseCohortMethod method, CoxData data)
    {
        var fit = Cox.Fit(data);
        return Report(design, method, fit, fit.Status == CoxStatus.Estimated ? design.Covariance(method, data, fit) : null);
    }

    private static CaseCohortFit Report(CaseCohortDesign design, CaseCohortMethod method, CoxFit fit, double[,]? covariance) =>
        new(
            fit.Status,
            method,
            fit.AffectedColumns,
            fit.Coefficients,
            covariance ?? new double[0, 0],
            fit.Covariance,
            design.Cases,
            design.Controls
        );
}
