using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>The cohort divided by one characteristic known at the first infusion.</summary>
/// <param name="Labels">One per stratum; the last one is for patients for whom the characteristic is not recorded.</param>
/// <param name="Codes">Per patient the index of the stratum; meaningless where not infused.</param>
internal sealed record Stratification(string Id, string Title, ImmutableArray<string> Labels, int[] Codes)
{
    public const string NotRecorded = "not recorded";

    public int Unknown => Labels.Length - 1;

    private static readonly int[] ageBounds = [18, 40, 60, 70, 80];
    private static readonly string[] ageLabels = ["under 18", "18 to 39", "40 to 59", "60 to 69", "70 to 79", "80 and over"];

    /// <summary>Every characteristic by which rates are given, in the order of the report.</summary>
    public static ImmutableArray<Stratification> All(CohortStudy study) =>
        [
            .. ByProduct(study),
            ByPatient(
                "index_disease",
                "Index disease",
                study,
                IndexLabels,
                p => p.IndexDisease == IndexDisease.Unknown ? -1 : (int)p.IndexDisease - 1
            ),
            ByPatient("sex", "Sex", study, ["female", "male"], p => (int)p.Sex - 1),
            Age(study),
            ByPatient(
                "prior_lines",
                "Prior lines",
                study,
                ["0 or 1", "2", "3", "4", "5 or more"],
                p => p.PriorLines is { } lines ? Math.Clamp(lines - 1, 0, 4) : -1
            ),
            ByPatient("prior_autologous_transplant", "Prior autologous transplant", study, NoYes, p => Code(p.Prior.AutologousTransplant)),
            ByPatient("prior_tbi", "Prior total body irradiation", study, NoYes, p => Code(p.Prior.TotalBodyIrradiation)),
            ByPatient("prior_alkylator", "Prior alkylator", study, NoYes, p => Code(p.Prior.Alkylator)),
        ];

    /// <summary>Age in years at the first infusion, from the middle of the period in which the birth lies; null when not recorded.</summary>
    public static double? AgeAtInfusion(CohortStudy study, int patient) =>
        study.Cohort.Patients[patient].Birth is { } birth
            ? (study.Times.InfusionDay[patient].DayNumber - birth.Midpoint.DayNumber) / CalendarTime.DaysPerYear
            : null;

    private static readonly string[] NoYes = ["no", "yes"];

    private static readonly string[] IndexLabels =
    [
        "large B-cell lymphoma",
        "follicular lymphoma",
        "mantle cell lymphoma",
        "marginal zone lymphoma",
        "chronic lymphocytic leukaemia",
        "acute lymphoblastic leukaemia",
        "multiple myeloma",
        "other disease",
    ];

    private static int Code(Ternary value) => (int)value - 1;

    private static Stratification ByPatient(string id, string title, CohortStudy study, string[] labels, Func<Patient, int> code)
    {
        var codes = new int[study.Cohort.Patients.Length];
        for (var p = 0; p < codes.Length; p++)
            codes[p] = code(study.Cohort.Patients[p]) is var c and >= 0 ? c : labels.Length;
        return new(id, title, [.. labels, NotRecorded], codes);
    }

    private static Stratification Age(CohortStudy study)
    {
        var codes = new int[study.Cohort.Patients.Length];
        for (var p = 0; p < codes.Length; p++)
        {
            var age = study.Times.Infused[p] ? AgeAtInfusion(study, p) : null;
            codes[p] = age is { } years ? ageBounds.Count(bound => years >= bound) : ageLabels.Length;
        }

        return new("age", "Age at infusion (years)", [.. ageLabels, NotRecorded], codes);
    }

    /// <summary>Product of the first infusion, and what the catalogue says of it.</summary>
    public static Stratification[] ByProduct(CohortStudy study)
    {
        var codes = new int[study.Cohort.Patients.Length];
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        var products = new List<string>();
        var catalogue = new List<Product?>();
        for (var p = 0; p < codes.Length; p++)
        {
            if (!study.Times.Infused[p])
                continue;
            var code = study.Cohort.Infusions[study.Times.FirstInfusion[p]].Product;
            if (!index.TryGetValue(code, out var known))
            {
                index[code] = known = products.Count;
                found[code] = known;
                products.Add(code);
                catalogue.Add(study.Product(p));
            }

            codes[p] = known;
        }

        int[] order = [.. found.Values];
        Stratification By(string id, string title, Func<int, string?> label)
        {
            string[] labels = [.. order.Select(label).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            var map = new int[products.Count];
            for (var i = 0; i < map.Length; i++)
                map[i] = label(i) is { } text ? Array.IndexOf(labels, text) : labels.Length;
            var mapped = new int[codes.Length];
            for (var p = 0; p < codes.Length; p++)
                mapped[p] = map.Length == 0 ? 0 : map[codes[p]];
            return new(id, title, [.. labels, NotRecorded], mapped);
        }

        return
        [
            By("product", "Product", i => products[i].Replace('_', ' ')),
            By("target", "Target", i => Verified(catalogue[i], "target", c => c.Target)),
            By(
                "vector",
                "Vector family",
                i =>
                    Verified(
                        catalogue[i],
                        "vector",
                        c =>
                            c.Vector switch
                            {
                                VectorFamily.Lentiviral => "lentiviral",
                                VectorFamily.Gammaretroviral => "gammaretroviral",
                                VectorFamily.Transposon => "transposon",
                                _ => null,
                            }
                    )
            ),
            By(
                "costimulatory_domain",
                "Costimulatory domain",
                i => Verified(catalogue[i], "costimulatory_domain", c => c.CostimulatoryDomain)
            ),
        ];
    }

    private static string? Verified(Product? product, string field, Func<Product, string?> value) =>
        product is null || !product.Provenance.Counts || product.UnverifiedFields.Contains(field) ? null : value(product);
}
