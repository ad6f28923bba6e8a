using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Association;

namespace Longwatch.Evaluation.Research;

/// <summary>The search for people at higher risk as sections of a report.</summary>
public static class ResearchReport
{
    /// <summary>Dots in a picture.</summary>
    private const int Drawn = 2500;

    private const double Power = 0.8;

    /// <summary>All sections, in order.</summary>
    /// <param name="genes">Null when no map of genes was given.</param>
    /// <param name="carriers">Null when no calls of clonal haematopoiesis were given.</param>
    /// <param name="risk">Null when no model of risk was asked for.</param>
    public static ImmutableArray<Section> Of(
        ResearchPeople people,
        ScanDigest variants,
        ScanDigest? genes,
        (ScanDigest Scan, ImmutableArray<CarrierTest> Exact)? carriers,
        Section? risk,
        ResearchOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(variants);
        ArgumentNullException.ThrowIfNull(options);
        var sections = new List<Section> { People(people, options), Scan(1, variants, options) };
        if (genes is not null)
            sections.Add(GroupSections.Genes(genes, options));
        if (carriers is { } found)
            sections.Add(GroupSections.Carriers(found.Scan, found.Exact, options));
        if (risk is not null)
            sections.Add(risk);
        return [.. sections.Select((section, i) => section with { Number = i + 1 })];
    }

    private static Section People(ResearchPeople people, ResearchOptions options)
    {
        var table = new ReportTable(
            "detectable",
            FormattableString.Invariant($"Smallest odds ratios that {people.Cases} cases can show with a chance of 80 %"),
            [
                new("exposure", "Exposure"),
                new("frequency", "Frequency", 1, true),
                TableColumn.P("significance", "Level of the test"),
                new("odds_ratio", "Odds ratio", 1),
            ],
            people.Cases == 0 ? [] : [.. Detectable(people.Cases, options)]
        );
        var left = new ReportTable(
            "left-out",
            "People of the file of genotypes who are not counted",
            [new("reason", "Reason"), new("people", "People", 0)],
            [.. people.Left.Select(l => new TableRow([l.Reason, options.Shown(l.People)]))]
        );
        return new(
            1,
            "people",
            "People",
            "Who is compared, and what can so few cases show?",
            FormattableString.Invariant(
                $"{people.Cases} people with a secondary T-cell malignancy by the data lock among {people.People:#,0} with genotypes and covariates ({(people.Covariates.IsEmpty ? "none" : string.Join(", ", people.Covariates.Select(c => c.Name)))}); {people.CasesWithout} more cases of the cohort have no genotypes or lack a covariate."
            ),
            [],
            [table, left],
            [],
            [
                "Smallest odds ratio: exp((z for the level + z for the chance) / root of cases times variance of the exposure); an approximation for rare events.",
                "Covariates were fixed beforehand: age at the first infusion, sex, prior lines, myeloma or another index disease, and those of --covariates.",
            ],
            [
                "Research use: this finds hypotheses. It is no test for a person, and no reason to watch anybody less.",
                "An odds ratio below those of the table stays unseen: that nothing was found does not say that nothing is there.",
            ]
        );
    }

    private static IEnumerable<TableRow> Detectable(int cases, ResearchOptions options)
    {
        foreach (var level in new[] { options.Significance, 0.05 / 10 })
        {
            foreach (var f in new[] { 0.01, 0.05, 0.1, 0.3 })
                yield return Row("one more copy of an allele", f, 2 * f * (1 - f), level);
            foreach (var f in new[] { 0.01, 0.1, 0.3 })
                yield return Row("carrier", f, f * (1 - f), level);
        }

        TableRow Row(string what, double f, double variance, double level) =>
            new([
                what,
                f,
                level.ToString("0.########", CultureInfo.InvariantCulture),
                DetectableEffect.OddsRatio(cases, variance, level, Power),
            ]);
    }

    /// <summary>The error of the inflation from so many independent variants is about 0.07; from fewer it says nothing.</summary>
    private const int FewestForInflation = 1000;

    private static Section Scan(int number, ScanDigest scan, ResearchOptions options)
    {
        var best = scan.Best();
        var (hits, discoveries) = (best.Count(b => b.Row.P < options.Significance), best.Count(b => b.Q < 0.05));
        var inflation = scan.Inflation();
        var enough = scan.Tested >= FewestForInflation;
        var (top, quantiles, dots) = (Top("variants-top", "Variants with the smallest P", best), Quantiles(scan), Dots(scan));
        return new(
            number,
            "variants",
            "Variants",
            "Does a single variant go with the malignancy?",
            scan.Tested == 0
                ? FormattableString.Invariant($"None of the {scan.Variants} variants could be tested.")
                : FormattableString.Invariant(
                    $"Of {scan.Tested} variants tested, {hits} pass the level of the whole genome ({options.Significance:0.##e-0}) and {discoveries} a false discovery rate of 5 %; {(enough ? FormattableString.Invariant($"genomic inflation {inflation:0.000}") : FormattableString.Invariant($"too few for the genomic inflation, which needs {FewestForInflation:N0}"))}."
                ),
            [],
            [top, quantiles, dots, Status(scan)],
            scan.Tested == 0
                ? []
                :
                [
                    Picture(
                        "qq",
                        "Observed against expected P",
                        "−log10 of the P values against what chance alone gives; dots above the line are smaller than expected.",
                        quantiles,
                        """
                        {"height":300,"layer":[{"mark":{"type":"line","strokeDash":[4,4]},"encoding":{"x":{"field":"expected","type":"quantitative"},"y":{"field":"expected","type":"quantitative"}}},
                         {"mark":{"type":"point","filled":true,"size":16,"tooltip":true},"encoding":{"x":{"field":"expected","type":"quantitative","title":"Expected −log10 P"},"y":{"field":"observed","type":"quantitative","title":"Observed −log10 P"}}}]}
                        """
                    ),
                    Picture(
                        "manhattan",
                        "P along the genome",
                        "−log10 of the P values by chromosome and position; all of the smallest, and a part of the others.",
                        dots,
                        """
                        {"height":300,"mark":{"type":"point","filled":true,"size":14,"tooltip":true},"encoding":{"x":{"field":"place","type":"quantitative","title":"Place in the order of chromosomes","axis":{"labels":false}},
                         "y":{"field":"minus_log_p","type":"quantitative","title":"−log10 P"},"color":{"field":"chromosome","type":"nominal","legend":null}}}
                        """
                    ),
                    Picture(
                        "volcano",
                        "P against the size of the effect",
                        "−log10 of the P values against the log odds ratio per copy, with Firth's method.",
                        dots,
                        """
                        {"height":300,"mark":{"type":"point","filled":true,"size":14,"tooltip":true},"encoding":{"x":{"field":"log_odds_ratio","type":"quantitative","title":"Log odds ratio per copy"},
                         "y":{"field":"minus_log_p","type":"quantitative","title":"−log10 P"}}}
                        """
                    ),
                ],
            [
                "Test: penalised likelihood ratio (Firth) with the covariates in the model; the score test and its saddle-point P are in variants.tsv beside it. The column test says which P a row carries (docs/methods/association.md).",
                "q: Benjamini–Hochberg over all variants tested; the second by Benjamini–Yekutieli holds under any dependence.",
            ],
            [
                enough && inflation > 1.1
                    ? "The P values are smaller throughout than chance gives: ancestry or relatives may confound. Give principal components by --covariates."
                    : "Variants in linkage tell of one signal, and none of them need be the cause.",
                "With so few cases the largest of many estimates are too large (winner's curse); only other people can confirm them.",
            ]
        );
    }

    private static ReportTable Top(string id, string caption, ImmutableArray<(ScanRow Row, double Q, double AnyQ)> best) =>
        new(
            id,
            caption,
            [
                new("chromosome", "Chromosome"),
                new("position", "Position", 0),
                new("id", "Id"),
                new("alleles", "Counted/other"),
                new("people", "People", 0),
                new("frequency", "Frequency", 2, true),
                new("case_copies", "Copies in cases", 0),
                new("odds_ratio", "Odds ratio", 2),
                .. ScanRow.Limits,
                TableColumn.P("p", "P"),
                TableColumn.P("q", "q (BH)"),
                TableColumn.P("q_any", "q (BY)"),
                new("test", "Test"),
            ],
            [
                .. best.Take(100)
                    .Select(b => new TableRow([
                        b.Row.Chromosome,
                        b.Row.Place == 0 ? default : Cell.Of((double)b.Row.Place),
                        b.Row.Id,
                        b.Row.Alleles,
                        b.Row.People,
                        b.Row.Frequency,
                        b.Row.CaseCopies,
                        .. b.Row.OddsRatio,
                        b.Row.P,
                        b.Q,
                        b.AnyQ,
                        b.Row.Test.ToString(),
                    ])),
            ]
        );

    private static ReportTable Quantiles(ScanDigest scan) =>
        new(
            "quantiles",
            "Quantiles of P, thinned",
            [new("expected", "Expected −log10 P", 3), new("observed", "Observed −log10 P", 3)],
            [.. scan.Quantiles(600).Select(q => new TableRow([q.Expected, q.Observed]))]
        );

    private static ReportTable Dots(ScanDigest scan)
    {
        var offsets = new Dictionary<string, double>(StringComparer.Ordinal);
        var (end, last) = (0.0, 0.0);
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var dot in scan.Dots(Drawn))
        {
            if (!offsets.TryGetValue(dot.Chromosome, out var offset))
                offsets[dot.Chromosome] = offset = end == 0 ? 0 : end + 1;
            last = offset + dot.Place;
            end = Math.Max(end, last);
            rows.Add(new([dot.Chromosome, dot.Place, last, -Math.Log10(Math.Max(dot.P, double.Epsilon)), Finite(dot.Beta)]));
        }

        return new(
            "dots",
            "Variants drawn: all with the smallest P, and every n-th of the others",
            [
                new("chromosome", "Chromosome"),
                new("position", "Position", 0),
                new("place", "Place", 0),
                new("minus_log_p", "−log10 P", 3),
                new("log_odds_ratio", "Log odds ratio", 3),
            ],
            rows.ToImmutable()
        );
    }

    private static ReportTable Status(ScanDigest scan) =>
        new(
            "scan-status",
            "What came of the variants",
            [new("what", "Status, or test whose P is given"), new("variants", "Variants", 0)],
            [
                .. scan.Statuses.OrderBy(s => s.Key).Select(s => new TableRow([s.Key.ToString(), s.Value])),
                .. scan.Tests.OrderBy(t => t.Key).Select(t => new TableRow([$"test: {t.Key}", t.Value])),
            ]
        );

    private static Chart Picture(string id, string title, string description, ReportTable table, string body) =>
        new(id, title, description, VegaLite.Chart(table, body), table.Id);

    private static Cell Finite(double number) => double.IsFinite(number) ? Cell.Of(number) : default;
}
