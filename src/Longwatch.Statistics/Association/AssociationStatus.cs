namespace Longwatch.Statistics.Association;

/// <summary>Whether a variant could be tested.</summary>
public enum AssociationStatus
{
    /// <summary>The tests were made.</summary>
    Estimated,

    /// <summary>Everybody whose genotype is known has the same one.</summary>
    NoVariation,

    /// <summary>The genotype is a combination of the covariates.</summary>
    Collinear,

    /// <summary>Among the people whose genotype is known there is no case, or nobody else.</summary>
    OneOutcome,

    /// <summary>The likelihood has no maximum that could be found.</summary>
    NoConvergence,
}

/// <summary>Which p value a row of a scan gives as its own.</summary>
public enum AssociationTest
{
    /// <summary>No test could be made.</summary>
    None,

    /// <summary>Score test against the normal distribution.</summary>
    Score,

    /// <summary>Score test against the saddle-point approximation of its distribution.</summary>
    Saddlepoint,

    /// <summary>Firth's penalised likelihood ratio; everybody who does not carry the variant through a Taylor polynomial with a bound of its error.</summary>
    FirthExpanded,

    /// <summary>Firth's penalised likelihood ratio by passes over everybody until no digit changes.</summary>
    Firth,
}
