using System.Collections.Immutable;

namespace Longwatch.Statistics.Disproportionality;

/// <summary>One drug-event pair of a <see cref="PairTable"/>.</summary>
/// <param name="Drug">Index into the margins of the drugs.</param>
/// <param name="Event">Index into the margins of the events.</param>
/// <param name="Reports">n11: distinct reports that name both.</param>
public readonly record struct PairCount(int Drug, int Event, int Reports);

/// <summary>All measures of one pair side by side. None of them is a risk: they measure reporting.</summary>
/// <param name="Pair">The pair, as it stands in the table.</param>
/// <param name="Table">Its table of two by two, over all reports.</param>
/// <param name="Expected">Reports if drug and event were independent (within strata, when the table was given stratified expectations).</param>
/// <param name="Prr">Proportional reporting ratio, Wald interval.</param>
/// <param name="Ror">Reporting odds ratio, Wald interval.</param>
/// <param name="ChiSquared">With Yates' correction.</param>
/// <param name="Evans">True when reports, PRR and chi-squared reach the three thresholds.</param>
/// <param name="Ic">Information component with exact gamma interval, from <paramref name="Expected"/>.</param>
/// <param name="BetaIc">Information component in its older form (BCPNN).</param>
/// <param name="Ebgm">Shrunken ratio of MGPS, from <paramref name="Expected"/>; NaN throughout when there is no prior (see the fit's status).</param>
/// <param name="LogLikelihoodRatio">Huang's log-likelihood ratio, 0 where the pair is not reported more than the rest.</param>
/// <param name="MidP">One-sided exact p (hypergeometric, mid-P) that the pair is reported no more than by chance.</param>
/// <param name="AdjustedP">The same after Benjamini and Hochberg over the whole drug-event space.</param>
public readonly record struct PairScore(
    PairCount Pair,
    TwoByTwo Table,
    double Expected,
    RatioEstimate Prr,
    RatioEstimate Ror,
    double ChiSquared,
    bool Evans,
    InformationComponent Ic,
    BetaInformationComponent BetaIc,
    EbgmScore Ebgm,
    double LogLikelihoodRatio,
    double MidP,
    double AdjustedP
);

/// <summary>The scores of a table of pairs.</summary>
/// <param name="Pairs">One per pair, in the order of the table.</param>
/// <param name="Mgps">The fit of the prior; null when a prior was given.</param>
/// <param name="Prior">The prior the MGPS scores were made with; null when none could be fitted.</param>
/// <param name="Tests">How many pairs the multiplicity correction counted.</param>
/// <param name="Scoring">What was asked for.</param>
/// <param name="GivenUp">The fit that was asked for, where it ended at a boundary and another took its place; null otherwise.</param>
public sealed record PairScores(
    ImmutableArray<PairScore> Pairs,
    MgpsFit? Mgps,
    GammaMixture? Prior,
    long Tests,
    PairScoring Scoring,
    MgpsFit? GivenUp
);
