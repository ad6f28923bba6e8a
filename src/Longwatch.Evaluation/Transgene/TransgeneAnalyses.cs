using Longwatch.Evaluation.Analyses;

namespace Longwatch.Evaluation.Transgene;

/// <summary>The analyses of partial testing, the same for published counts and for patients.</summary>
internal static class TransgeneAnalyses
{
    public const string Testing = "transgene-testing";

    /// <summary>In the order of the section.</summary>
    /// <param name="cases">What a case is, in words.</param>
    /// <param name="patients">Who is in the denominator of the rate, in words.</param>
    public static IEnumerable<FixedAnalysis> Of(string cases, string patients)
    {
        yield return new(
            Testing,
            "How far testing went, and what was found",
            cases,
            "offered, attempted, tested, positive",
            "Exact binomial shares, each of its own denominator",
            ["transgene-*"],
            ["transgene-denominators", "transgene-statements"]
        );
        yield return new(
            "transgene-total",
            "Positive cases among all",
            cases,
            "number of transgene-positive cases, tested or not",
            "Bounds; beta-binomial prediction under three priors; hypergeometric interval",
            ["transgene-total-*"],
            ["transgene-predictive"]
        );
        yield return new(
            "transgene-pattern-mixture",
            "If the untested differ",
            cases,
            "share positive, for each odds ratio of untested against tested cases",
            "Pattern mixture; tipping point at one half",
            ["transgene-tipping-half"],
            ["transgene-odds-ratio"]
        )
        {
            Answers = ["transgene-odds-ratio"],
            Assumptions = ["transgene.odds_ratio"],
        };
        yield return new(
            "transgene-selection-model",
            "If testing depended on the result",
            cases,
            "share positive, for each ratio of testing probabilities",
            "Selection model; ratios that no data could give are refused",
            [],
            ["transgene-selection"]
        )
        {
            Assumptions = ["transgene.relative_testing"],
            WithoutLevel = true,
        };
        yield return new(
            "transgene-imperfect-tests",
            "If tests err",
            cases,
            "share truly positive",
            "Rogan and Gladen for each sensitivity and specificity; exact Beta-mixture posterior over them",
            ["transgene-share-uncertain-test"],
            ["transgene-imperfect-test"]
        )
        {
            Answers = ["transgene-imperfect-test"],
            Assumptions = ["test.sensitivity", "test.specificity"],
        };
        yield return new(
            "transgene-rate",
            "Transgene-positive disease per 10,000",
            patients,
            "transgene-positive cases",
            "Gamma posterior of the rate of cases × Beta posterior of the share; bounds with Garwood limits",
            ["transgene-rate-*"],
            ["transgene-rates"]
        );
    }
}
