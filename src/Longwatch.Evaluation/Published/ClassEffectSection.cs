using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 8: what published data can and cannot tell about differences between products.</summary>
internal static class ClassEffectSection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var primary = PrimaryEvaluation.Of(evidence);
        var cases = primary?.Cases.Whole();
        var overall = primary is { Treated.Value: > 0 and var treated } ? primary.Cases.Value / treated * 10_000 : null;
        var products = PublishedProduct.Of(evidence);
        var table = PublishedProducts.Table(products, overall, options.Level);
        var power = ClassEffectPower.Table(evidence, cases, options.Level);
        var tests = PublishedProducts.Tests(products, options.Seed).ToArray();
        return new(
            8,
            "class-effect",
            "Class effect",
            "Can products, targets, vector families or costimulatory domains be told apart?",
            Answer(evidence, primary, tests, options.Level),
            [
                Estimates.NoData(
                    "class-effect-split",
                    "Reported cases by product",
                    Unit.Count,
                    cases is { } n
                        ? $"The {n} cases are not published by product, target, vector family or costimulatory domain."
                        : "No evaluation with cases and treated patients."
                ),
                .. products.Where(p => p.Split is not null).Select(p => Share(p, options.Level)),
                .. tests.Where(t => string.Equals(t.Factor, "product", StringComparison.Ordinal)).Select(HomogeneityP),
                .. ClassEffectPower.Estimates(evidence, cases, options.Level),
            ],
            [
                table,
                PublishedProducts.Homogeneity(products, options.Seed),
                power,
                PublishedProducts.Reports(products),
                Molecular(evidence),
                Catalogue.Products(evidence),
            ],
            [
                ClassEffectPower.Chart(power),
                new(
                    "class-effect-products",
                    "T-cell malignancies by product in published cohorts",
                    "Intervals: for each product of each cohort that publishes cases and patients, cases per 10,000 patients with exact limits; the dashed line is the overall reporting rate.",
                    VegaLite.Intervals(
                        Split(table),
                        "product",
                        new Axis("per_10000", "T-cell malignancies per 10,000 patients"),
                        new(),
                        new(Series: "cohort", Reference: overall)
                    ),
                    table.Id
                ),
            ],
            [
                "By product: exact binomial limits (Clopper and Pearson 1934) per patient, as no person-years by product are published.",
                "Inside a cohort: given the total the counts are multinomial with probabilities proportional to patients; exact p by enumeration of all tables.",
                "Power: exact conditional binomial test of one product's count given the total, one-sided 0.025; share of the exposure and relative rate as stated.",
            ],
            [
                "Reporting shares are not rates and rank nothing: they follow use, time on the market and attention.",
                "A product without a case is not a product without risk: read its upper limit against the overall rate.",
                "Cohorts, safety databases and the regulators' cases overlap; their counts are never added. Definitions and follow-up differ between them, so only products of one cohort are compared.",
                "Target and indication are almost aliased: BCMA-directed products are given for myeloma, CD19-directed ones for B-cell lymphoma and leukaemia.",
                "p above 0.05 is not evidence of a class effect; nor does the regulators' wording \"class effect\" say that the rates are equal.",
                "Published molecular cases are selected for publication: counts by vector family, without denominators.",
            ]
        )
        {
            Diagnostics =
            [
                (
                    "class-effect-within-cohorts",
                    Diagnose.AtLeast(
                        "cohorts",
                        "Cohorts with cases and patients by product",
                        tests.Count(t => string.Equals(t.Factor, "product", StringComparison.Ordinal)),
                        2
                    )
                ),
                ("class-effect-within-cohorts", Diagnose.MonteCarlo(tests.Length == 0 ? null : tests.Max(t => Diagnose.ErrorOf(t.Test)))),
                ("class-effect-power-at-hand", Diagnose.Events(cases ?? 0)),
            ],
        };
    }

    private static Estimate Share(PublishedProduct p, double level) =>
        Estimates.Proportion(
            new(
                $"class-effect-{p.Row.CohortId}-{p.Row.Product.Replace('_', '-')}",
                $"T-cell malignancies among patients given {p.Name}, {p.CohortName}",
                null,
                p.Row.Provenance.Key
            ),
            p.Split!.Value.Cases,
            p.Split.Value.Patients,
            level
        );

    private static Estimate HomogeneityP(PublishedProducts.WithinCohort test) =>
        Estimates.Value(
            new(
                $"class-effect-p-{test.CohortId}",
                $"Exact p of one common share over {test.Groups} products, {test.Cohort}",
                $"{Phrase.Counted(test.Cases, "case")} among {Phrase.Whole(test.Patients)} patients; follow-up differs between products.",
                test.Sources
            ),
            test.Test.Exact.ByProbability,
            Unit.Probability,
            "Exact conditional multinomial test, ordered by probability"
        );

    /// <summary>The rows of the table with a share; the chart shows these.</summary>
    private static ReportTable Split(ReportTable table)
    {
        var share = table.Columns.Select(c => c.Id).ToList().IndexOf("per_10000");
        return table with { Rows = [.. table.Rows.Where(r => !r.Cells[share].IsMissing)] };
    }

    /// <summary>Molecular cases by vector family and result, in people.</summary>
    private static ReportTable Molecular(PublishedEvidence evidence)
    {
        static VectorFamily Vector(MolecularCase c) => c.UnverifiedFields.Contains("vector") ? VectorFamily.Unknown : c.Vector;
        static bool Is(MolecularCase c, params ReadOnlySpan<PublishedTransgeneResult> results) =>
            !c.UnverifiedFields.Contains("transgene") && results.Contains(c.Transgene);
        var counted = evidence.Cases.Where(c => c.Provenance.Counts).ToArray();
        return new(
            "class-effect-molecular",
            "Published molecular cases by vector family: people, without any denominator of the treated",
            [
                new("vector", "Vector family"),
                new("cases", "People", 0),
                new("positive", "Transgene-positive", 0),
                new("very_low", "Very low", 0),
                new("negative", "Negative", 0),
                new("unknown", "Not tested or not reported", 0),
            ],
            [
                .. counted
                    .GroupBy(Vector)
                    .OrderBy(g => g.Key)
                    .Select(g =>
                    {
                        var all = g.Sum(c => c.Patients);
                        var positive = g.Where(c => Is(c, PublishedTransgeneResult.Positive)).Sum(c => c.Patients);
                        var low = g.Where(c => Is(c, PublishedTransgeneResult.VeryLow)).Sum(c => c.Patients);
                        var negative = g.Where(c => Is(c, PublishedTransgeneResult.Negative)).Sum(c => c.Patients);
                        return new TableRow(
                            [
                                g.Key == VectorFamily.Unknown ? "not published" : g.Key.ToString().ToLowerInvariant(),
                                all,
                                positive,
                                low,
                                negative,
                                all - positive - low - negative,
                            ],
                            Sources: [.. g.Select(c => c.Provenance.Key)]
                        );
                    }),
            ]
        );
    }

    private static string Answer(
        PublishedEvidence evidence,
        PrimaryEvaluation? primary,
        PublishedProducts.WithinCohort[] tests,
        double level
    )
    {
        if (primary is null)
            return "Cannot be answered: no evaluation in the data set has both cases and treated patients.";
        var text =
            $"Not from these data: the {Phrase.Counted(primary.Cases.Whole(), "case")} among {primary.Treated.Qualifier.Words()}{Phrase.Whole(primary.Treated.Whole())} treated {(primary.Cases.Whole() == 1 ? "is" : "are")} not published by product, "
            + "target, vector family or costimulatory domain"
            + Within(tests);
        var cells = ClassEffectPower.Cells(evidence, primary.Cases.Whole(), level).ToArray();
        if (cells.Length == 0)
            return text + ".";
        var (first, last) = (cells[0], cells.Last(c => c.Ratio == cells[0].Ratio));
        return text
            + $"; even with the split, the power to see a {Phrase.Number(first.Ratio.Value)}-fold product would be {first.Power.Power:0.00} to {last.Power.Power:0.00} (with {Phrase.Number(100 * first.Share.Value)} to {Phrase.Number(100 * last.Share.Value)} of 100 patients).";
    }

    private static string Within(PublishedProducts.WithinCohort[] tests)
    {
        double[] p =
        [
            .. tests
                .Where(t => string.Equals(t.Factor, "product", StringComparison.Ordinal))
                .Select(t => t.Test.Exact.ByProbability)
                .Order(),
        ];
        return p.Length == 0
            ? string.Empty
            : $"; inside the {Phrase.Counted(p.Length, "cohort that splits its own", "cohorts that split their own")} cases the exact p of one common share is {Phrase.Range(p[0], p[^1])}";
    }
}
