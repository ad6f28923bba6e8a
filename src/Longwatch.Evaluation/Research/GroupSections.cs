using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.ExactConditional;

namespace Longwatch.Evaluation.Research;

/// <summary>Sections on tests of one number a person: the burden of a gene, and who carries a mutation.</summary>
internal static class GroupSections
{
    private const string Saddlepoint =
        "Saddle-point P: score test with the same covariates, its tail by the saddle-point approximation where the score lies beyond 2 standard deviations, else normal; empty where so little is expected among the cases that it does not hold.";

    /// <summary>Rare variants of each gene together.</summary>
    public static Section Genes(ScanDigest scan, ResearchOptions options) =>
        Of(
            new("genes", "Genes", "Do rare variants of one gene together go with the malignancy?", "Odds ratio per unit of burden"),
            scan,
            [],
            [
                FormattableString.Invariant(
                    $"Burden: copies of the rarer allele of all variants up to a frequency of {100 * options.BurdenFrequency:0.###} %, each weighted by 1/√(f(1−f)) (Madsen and Browning 2009). A missing genotype counts as none."
                ),
            ]
        );

    /// <summary>Clonal haematopoiesis: any gene and each, with exact tests beside.</summary>
    public static Section Carriers(ScanDigest scan, ImmutableArray<CarrierTest> exact, ResearchOptions options) =>
        Of(
            new(
                "clonal-haematopoiesis",
                "Clonal haematopoiesis",
                "Do people with clonal haematopoiesis develop it more often?",
                "Odds ratio"
            ),
            scan,
            [Exact(exact, options)],
            [
                FormattableString.Invariant(
                    $"A carrier has a call with a variant allele fraction of at least {100 * options.AlleleFraction:0.##} %. People without a line in the table were not tested and are left out; whoever was tested without a finding has a line without gene."
                ),
                "Exact tests: of carriers and cases in strata, given the margins of each; P by mid-P (twice the smaller tail) and, beside it, the sum over what is no more probable. They need no large numbers and hold whatever the counts; they adjust for the strata alone, Firth's test for all covariates. "
                    + CarrierStrata.Note,
            ],
            Sentence(exact, options)
        );

    private static Section Of(
        Heading heading,
        ScanDigest scan,
        ImmutableArray<ReportTable> more,
        ImmutableArray<string> notes,
        string and = ""
    )
    {
        var best = scan.Best();
        return new(
            0,
            heading.Id,
            heading.Title,
            heading.Question,
            scan.Tested == 0
                ? FormattableString.Invariant($"None of {scan.Variants} could be tested.")
                : FormattableString.Invariant(
                    $"Of {scan.Tested} tested, {best.Count(b => b.Q < 0.05)} pass a false discovery rate of 5 %; the smallest P is that of {best[0].Row.Id} ({Phrase.P(best[0].Row.P)}).{and}"
                ),
            [],
            [Tests(heading, best), .. more],
            [],
            [.. notes, "P: penalised likelihood ratio (Firth) with the covariates in the model, over everybody.", Saddlepoint],
            ["Research use: a hypothesis until other people confirm it."]
        );
    }

    private static string Sentence(ImmutableArray<CarrierTest> exact, ResearchOptions options)
    {
        if (exact is not [{ Result: { Status: not ExactStatus.NotInformative } result } first, ..])
            return "";
        var limits = CarrierStrata.OddsRatios(result.MidP);
        return FormattableString.Invariant(
            $" Exactly, among people alike in {first.Strata}, carriers of {first.Name} have {Phrase.Number(Math.Exp(result.MedianUnbiased))} times the odds ({100 * options.Level:0.#} % mid-P interval {Limit(limits.Lower)} to {Limit(limits.Upper)}, {Phrase.P(result.MidTwiceP)})."
        );
    }

    private static string Limit(double value) => double.IsInfinity(value) ? "no limit" : Phrase.Number(value);

    private static ReportTable Tests(Heading heading, ImmutableArray<(ScanRow Row, double Q, double AnyQ)> best) =>
        new(
            $"{heading.Id}-tests",
            heading.Title,
            [
                new("name", "Name"),
                new("people", "People", 0),
                new("carriers", "Carriers", 2, true),
                new("case_carriers", "Carriers among cases", 0),
                new("odds_ratio", heading.OddsRatio, 2),
                .. ScanRow.Limits,
                TableColumn.P("p", "P"),
                TableColumn.P("saddlepoint_p", "Saddle-point P"),
                TableColumn.P("q", "q (BH)"),
                TableColumn.P("q_any", "q (BY)"),
            ],
            [
                .. best.Take(100)
                    .Select(b => new TableRow([
                        b.Row.Id,
                        b.Row.People,
                        b.Row.Frequency,
                        b.Row.CaseCopies,
                        .. b.Row.OddsRatio,
                        b.Row.P,
                        Finite(b.Row.SaddlepointP),
                        b.Q,
                        b.AnyQ,
                    ])),
            ]
        );

    private static ReportTable Exact(ImmutableArray<CarrierTest> tests, ResearchOptions options) =>
        new(
            "clonal-haematopoiesis-exact",
            "Exact tests among people who are alike",
            [
                new("name", "Name"),
                new("strata", "Alike in"),
                new("informative", "Strata that say something", 0),
                new("carriers", "Carriers", 0),
                new("case_carriers", "Carriers among cases", 0),
                new("odds_ratio", "Odds ratio", 2),
                new("median_unbiased", "Median-unbiased", 2),
                new("lower", FormattableString.Invariant($"{100 * options.Level:0.#} % lower (mid-P)"), 2),
                new("upper", "Upper (mid-P)", 2),
                TableColumn.P("mid_p", "Mid-P"),
                TableColumn.P("p", "Exact P"),
                new("status", "Status"),
            ],
            [.. tests.Select(Row)]
        );

    private static TableRow Row(CarrierTest test)
    {
        var (result, limits) = (test.Result, test.Result is { } r ? CarrierStrata.OddsRatios(r.MidP) : default);
        var speaks = result is { Status: not ExactStatus.NotInformative };
        return new([
            test.Name,
            test.Strata,
            test.Informative,
            test.Carriers,
            test.CaseCarriers,
            speaks ? Finite(Math.Exp(result!.LogOddsRatio)) : default,
            speaks ? Finite(Math.Exp(result!.MedianUnbiased)) : default,
            speaks ? Finite(limits.Lower) : default,
            speaks ? Finite(limits.Upper) : default,
            speaks ? result!.MidTwiceP : default(Cell),
            speaks ? result!.P : default(Cell),
            result?.Status switch
            {
                ExactStatus.Estimated => "estimated",
                ExactStatus.AtBoundary => "no finite estimate: at the end of what the margins allow",
                _ when test.Informative == 0 => "no stratum has carriers and others, cases and others",
                _ => "so many that the other tests hold",
            },
        ]);
    }

    private static Cell Finite(double number) => double.IsFinite(number) ? Cell.Of(number) : default;

    private readonly record struct Heading(string Id, string Title, string Question, string OddsRatio);
}
