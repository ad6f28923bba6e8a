using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Evaluation.Published;

/// <summary>One product in one published cohort, with what the catalogue knows of it.</summary>
internal sealed record PublishedProduct(CohortProduct Row, PublishedCohort? Cohort, Product? Product)
{
    public bool Counts => Row.Provenance.Counts && Cohort?.Provenance.Counts != false;

    public string CohortName => Cohort?.Name ?? Row.CohortId;

    public string Name => Row.Product.Replace('_', ' ');

    /// <summary>Cases of patients, where both are published and counted.</summary>
    public (int Cases, int Patients)? Split =>
        Counts && Row is { TCellMalignancies: { } x, Patients: > 0 and var n } && x <= n ? (x, n) : null;

    public string? Attribute(string field) =>
        Product is null || !Product.Provenance.Counts || Product.UnverifiedFields.Contains(field)
            ? null
            : field switch
            {
                "target" => Product.Target,
                "costimulatory_domain" => Product.CostimulatoryDomain,
                _ => Product.Vector == VectorFamily.Unknown ? null : Product.Vector.ToString().ToLowerInvariant(),
            };

    public static ImmutableArray<PublishedProduct> Of(PublishedEvidence evidence)
    {
        var cohorts = evidence.Cohorts.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var products = evidence.Products.ToDictionary(p => p.Code, StringComparer.Ordinal);
        return
        [
            .. evidence.CohortProducts.Select(row => new PublishedProduct(
                row,
                cohorts.GetValueOrDefault(row.CohortId),
                products.GetValueOrDefault(row.Product)
            )),
        ];
    }
}

/// <summary>What published cohorts tell by product.</summary>
internal static class PublishedProducts
{
    /// <summary>Patients and cases by product, in the order of the files; never sorted by count.</summary>
    public static ReportTable Table(ImmutableArray<PublishedProduct> products, double? overall, double level) =>
        new(
            "class-effect-products",
            "What published cohorts tell by product (exact limits; a zero is not absence)",
            [
                new("cohort", "Cohort"),
                new("product", "Product"),
                new("target", "Target"),
                new("vector", "Vector family"),
                new("costimulatory_domain", "Costimulatory domain"),
                new("cases", "T-cell malignancies", 0),
                new("patients", "Patients", 0),
                new("per_10000", "Per 10,000", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
                new("reading", "Reading"),
            ],
            [
                .. products.Select(p =>
                {
                    var exact = p.Split is { } s ? ProportionInterval.ClopperPearson(s.Cases, s.Patients, level).Scale(10_000) : default;
                    return new TableRow(
                        [
                            p.CohortName,
                            p.Name,
                            p.Attribute("target"),
                            p.Attribute("vector"),
                            p.Attribute("costimulatory_domain"),
                            p.Row.TCellMalignancies,
                            p.Row.Patients,
                            p.Split is { } split ? split.Cases * 10_000.0 / split.Patients : default(Cell),
                            p.Split is null ? default(Cell) : exact.Lower,
                            p.Split is null ? default(Cell) : exact.Upper,
                            Reading(p, overall, exact.Upper),
                        ],
                        p.Row.Provenance.NotCountedBecause() ?? p.Cohort?.Provenance.NotCountedBecause(),
                        [p.Row.Provenance.Key]
                    );
                }),
            ]
        );

    private static string? Reading(PublishedProduct p, double? overall, double upper) =>
        p.Split switch
        {
            null => "no split into cases and patients",
            { Cases: 0 } when overall is { } rate => upper > rate
                ? $"zero, but compatible with the overall {Phrase.Number(rate)} per 10,000: not evidence of absence"
                : $"zero, and below the overall {Phrase.Number(rate)} per 10,000",
            { Cases: 0 } => "zero: read the upper limit",
            _ => null,
        };

    /// <summary>Test of one common rate per patient inside each cohort that publishes both counts for at least two products.</summary>
    public static ReportTable Homogeneity(ImmutableArray<PublishedProduct> products, ulong seed) =>
        new(
            "class-effect-within-cohorts",
            "Tests of one common share inside each cohort that publishes cases and patients by product",
            [
                new("cohort", "Cohort"),
                new("factor", "By"),
                new("groups", "Groups", 0),
                new("cases", "Cases", 0),
                new("patients", "Patients", 0),
                new("exact_probability", "Exact p by probability"),
                new("exact_pearson", "Exact p by Pearson"),
                new("exact_ratio", "Exact p by likelihood ratio"),
            ],
            [
                .. Tests(products, seed)
                    .Select(t => new TableRow(
                        [
                            t.Cohort,
                            t.Factor,
                            t.Groups,
                            t.Cases,
                            t.Patients,
                            t.Test.Exact.ByProbability,
                            t.Test.Exact.ByPearson,
                            t.Test.Exact.ByLikelihoodRatio,
                        ],
                        Sources: t.Sources
                    )),
            ]
        );

    internal sealed record WithinCohort(
        string CohortId,
        string Cohort,
        string Factor,
        int Groups,
        int Cases,
        int Patients,
        HomogeneityTest Test,
        ImmutableArray<string> Sources
    );

    internal static IEnumerable<WithinCohort> Tests(ImmutableArray<PublishedProduct> products, ulong seed)
    {
        foreach (var cohort in products.Where(p => p.Split is not null).GroupBy(p => p.Row.CohortId, StringComparer.Ordinal))
        foreach (
            var (factor, key) in new (string, Func<PublishedProduct, string?>)[]
            {
                ("product", p => p.Name),
                ("target", p => p.Attribute("target")),
                ("vector family", p => p.Attribute("vector")),
                ("costimulatory domain", p => p.Attribute("costimulatory_domain")),
            }
        )
        {
            var groups = cohort.Where(p => key(p) is not null).GroupBy(p => key(p)!, StringComparer.Ordinal).ToArray();
            if (groups.Length < 2)
                continue;
            int[] cases = [.. groups.Select(g => g.Sum(p => p.Split!.Value.Cases))];
            int[] patients = [.. groups.Select(g => g.Sum(p => p.Split!.Value.Patients))];
            if (cases.Sum() == 0)
                continue;
            var test = Statistics.Heterogeneity.Homogeneity.Test(
                new CountsByGroup(cases, [.. patients.Select(n => (double)n)]),
                HomogeneityEffort.WithSeed(seed)
            );
            yield return new(
                cohort.Key,
                cohort.First().CohortName,
                factor,
                groups.Length,
                cases.Sum(),
                patients.Sum(),
                test,
                [.. cohort.Select(p => p.Row.Provenance.Key)]
            );
        }
    }

    /// <summary>Shares of second-primary reports by product: reporting, not risk, in the order of the file.</summary>
    public static ReportTable Reports(ImmutableArray<PublishedProduct> products)
    {
        var reports = products
            .Where(p => p.Cohort?.Setting == CohortSetting.SpontaneousReports && p.Row.SecondPrimaries is not null)
            .ToArray();
        return new(
            "class-effect-reports",
            "Second-primary reports by product: shares of reports, NOT a ranking (no denominator of treated patients)",
            [
                new("cohort", "Source"),
                new("product", "Product"),
                new("reports", "n", 0),
                new("of", "N", 0),
                new("share", "Share of reports", 1, Percent: true),
            ],
            [
                .. reports.Select(p =>
                {
                    var of = reports
                        .Where(r => string.Equals(r.Row.CohortId, p.Row.CohortId, StringComparison.Ordinal))
                        .Sum(r => r.Row.SecondPrimaries!.Value);
                    return new TableRow(
                        [
                            p.CohortName,
                            p.Name,
                            p.Row.SecondPrimaries,
                            of,
                            of == 0 ? default(Cell) : (double)p.Row.SecondPrimaries!.Value / of,
                        ],
                        p.Row.Provenance.NotCountedBecause(),
                        [p.Row.Provenance.Key]
                    );
                }),
            ]
        );
    }
}
