using System.Collections.Immutable;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Heterogeneity;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>The tables of section 8 of a patient-level evaluation.</summary>
internal static class ClassEffectTables
{
    private const double PerYears = 100_000;

    public static ReportTable Groups(ImmutableArray<ClassFactor> factors, double? margin, double level)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var factor in factors)
        foreach (var group in factor.Groups)
        {
            var at = factor.Compared.IndexOf(group);
            var compared = at >= 0 && factor.Analysis is not null;
            var years = group.PersonYears > 0 ? PoissonInterval.Garwood(group.Events, level).Scale(PerYears / group.PersonYears) : default;
            var shrunken =
                compared && factor.Analysis!.Shrunken.Status == GammaPoissonStatus.Estimated
                    ? factor.Analysis.Shrunken.Groups[at]
                    : (ShrunkenRatio?)null;
            var posterior = compared ? factor.Analysis!.Posterior.Groups[at] : null;
            rows.Add(
                new(
                    [
                        factor.Title,
                        group.Label,
                        group.Patients,
                        group.PersonYears,
                        group.Events,
                        (double)group.Events / group.Patients * 10_000,
                        group.PersonYears > 0 ? group.Events / group.PersonYears * PerYears : default(Cell),
                        group.PersonYears > 0 ? years.Lower : default(Cell),
                        group.PersonYears > 0 ? years.Upper : default(Cell),
                        compared ? factor.Analysis!.Raw[at].Ratio : default(Cell),
                        shrunken?.Mean,
                        shrunken?.Interval.Lower,
                        shrunken?.Interval.Upper,
                        posterior?.Mean,
                        posterior?.Interval.Lower,
                        posterior?.Interval.Upper,
                        posterior is null ? default(Cell) : 1 - posterior.Below(2),
                        posterior is null || margin is null ? default(Cell) : posterior.Within(margin.Value),
                    ],
                    at < 0 ? "Characteristic not recorded, or no person-time: shown, not compared." : null
                )
            );
        }

        return new(
            "class-effect-groups",
            "Cases by product, target, vector family and costimulatory domain; ratios against the common rate per person-year",
            [
                new("factor", "By"),
                new("group", "Group"),
                new("patients", "Patients", 0),
                new("person_years", "Person-years", 0),
                new("cases", "Cases", 0),
                new("per_10000", "Per 10,000 patients", 1),
                new("rate", "Per 100,000 person-years", 1),
                new("lower", "Lower", 1),
                new("upper", "Upper", 1),
                new("raw_ratio", "Raw ratio", 2),
                new("shrunken_ratio", "Gamma-Poisson ratio", 2),
                new("shrunken_lower", "Lower", 2),
                new("shrunken_upper", "Upper", 2),
                new("posterior_ratio", "Hierarchical ratio", 2),
                new("posterior_lower", "Lower", 2),
                new("posterior_upper", "Upper", 2),
                new("above_2", "P(ratio > 2)", 3),
                new("within_margin", "P(within margin)", 3),
            ],
            rows.ToImmutable()
        );
    }

    public static ReportTable Homogeneity(ImmutableArray<ClassFactor> factors)
    {
        static TableRow Row(ClassFactor factor, string denominator, HomogeneityTest test) =>
            new([
                factor.Title,
                denominator,
                factor.Compared.Length,
                factor.Cases,
                test.Pearson,
                test.LikelihoodRatio,
                test.DegreesOfFreedom,
                test.Asymptotic.ByPearson,
                test.Asymptotic.ByLikelihoodRatio,
                test.Exact.ByProbability,
                test.Exact.ByPearson,
                test.Exact.ByLikelihoodRatio,
                test.Method == ExactMethod.Enumeration
                    ? $"all {Phrase.Whole(test.Tables)} tables"
                    : $"{Phrase.Whole(test.Tables)} random tables",
                test.StandardError.ByProbability,
            ]);

        return new(
            "class-effect-homogeneity",
            "Tests of one common rate, by patients and by person-years: the denominator can decide",
            [
                new("factor", "By"),
                new("denominator", "Denominator"),
                new("groups", "Groups", 0),
                new("cases", "Cases", 0),
                new("pearson", "Pearson", 2),
                new("likelihood_ratio", "Likelihood ratio", 2),
                new("degrees", "Degrees of freedom", 0),
                new("p_pearson", "p Pearson, asymptotic"),
                new("p_ratio", "p likelihood ratio, asymptotic"),
                new("exact_probability", "Exact p by probability"),
                new("exact_pearson", "Exact p by Pearson"),
                new("exact_ratio", "Exact p by likelihood ratio"),
                new("method", "Exact by"),
                new("monte_carlo_error", "Monte Carlo error", 4),
            ],
            [
                .. factors
                    .Where(f => f.Analysis is not null)
                    .SelectMany(f =>
                        new[] { Row(f, "patients", f.Analysis!.ByPatients), Row(f, "person-years", f.Analysis.ByPersonYears) }
                    ),
            ]
        );
    }

    public static ReportTable Statements(ImmutableArray<ClassFactor> factors, double? margin)
    {
        static TableRow Row(ClassFactor factor, HierarchyPrior prior, HierarchyPosterior posterior, double? margin)
        {
            var tau = posterior.Tau;
            var statement = margin is { } m ? ClassStatement.Of(posterior.Groups, m) : (ClassStatement?)null;
            return new([
                factor.Title,
                prior.TauScale,
                tau.Mean,
                tau.Interval.Lower,
                tau.Interval.Upper,
                tau.UpperLimit,
                margin,
                statement?.LeastWithin,
                statement is { } s ? factor.Compared[s.Group].Label : null,
                margin is { } w ? posterior.NewGroup.Within(w) : default(Cell),
                statement is { } v ? Verdict(v.Verdict) : "no margin set",
            ]);
        }

        return new(
            "class-effect-statements",
            "Spread between groups and class statement under two priors of tau; where they disagree the prior decides, and the statement is undetermined; a class effect needs exact intervals within the margin besides",
            [
                new("factor", "By"),
                new("prior_scale", "Prior scale of tau", 2),
                new("tau", "Tau, posterior mean", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
                new("upper_limit", "One-sided upper limit", 2),
                new("margin", "Margin", 2),
                new("least_within", "Least P(within margin)", 3),
                new("group", "Group with the least"),
                new("new_group", "P(a new group within margin)", 3),
                new("statement", "Statement"),
            ],
            [
                .. factors
                    .Where(f => f.Analysis is not null)
                    .SelectMany(f =>
                        new[]
                        {
                            Row(f, HierarchyPrior.Standard, f.Analysis!.Posterior, margin),
                            Row(f, ClassAnalysis.Wide, f.Analysis.WidePosterior, margin),
                        }
                    ),
            ]
        );
    }

    public static string Verdict(ClassVerdict verdict) =>
        verdict switch
        {
            ClassVerdict.ClassEffect => "class effect",
            ClassVerdict.Heterogeneous => "heterogeneous",
            _ => "undetermined",
        };

    public static ReportTable Contrasts(ImmutableArray<ClassFactor> factors) =>
        new(
            "class-effect-contrasts",
            "Rate ratios where a characteristic has two groups",
            [
                new("factor", "By"),
                new("contrast", "Contrast"),
                new("denominator", "Denominator"),
                new("ratio", "Rate ratio", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
                new("p", "Exact p (central)"),
            ],
            [
                .. factors
                    .Where(f => f.Analysis?.Contrast is not null)
                    .SelectMany(f =>
                        new[] { ("patients", f.Analysis!.ContrastByPatients!), ("person-years", f.Analysis.Contrast!) }.Select(
                            c => new TableRow([
                                f.Title,
                                $"{f.Compared[0].Label} against {f.Compared[1].Label}",
                                c.Item1,
                                Finite(c.Item2.Ratio),
                                c.Item2.Exact.Lower,
                                Finite(c.Item2.Exact.Upper),
                                c.Item2.CentralP,
                            ])
                        )
                    ),
            ]
        );

    /// <summary>Raw and shrunken ratios by product and by target, one per line: the table of the forest chart.</summary>
    public static ReportTable Forest(ImmutableArray<ClassFactor> factors) =>
        new(
            "class-effect-forest",
            "Rate ratios against the common rate per person-year: raw, and shrunken by the hierarchical model",
            [
                new("line", "Group"),
                new("kind", "Estimate"),
                new("cases", "Cases", 0),
                new("person_years", "Person-years", 0),
                new("ratio", "Rate ratio", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
            ],
            [
                .. factors
                    .Where(f => f.Analysis is not null && f.Id is "product" or "target")
                    .SelectMany(f =>
                        f.Compared.SelectMany(
                            (g, i) =>
                            {
                                var (ratio, raw) = f.Analysis!.Raw[i];
                                var posterior = f.Analysis.Posterior.Groups[i];
                                return new[]
                                {
                                    new TableRow([$"{g.Label}, raw", "raw", g.Events, g.PersonYears, ratio, raw.Lower, raw.Upper]),
                                    new TableRow([
                                        $"{g.Label}, shrunken",
                                        "shrunken",
                                        g.Events,
                                        g.PersonYears,
                                        posterior.Mean,
                                        posterior.Interval.Lower,
                                        posterior.Interval.Upper,
                                    ]),
                                };
                            }
                        )
                    ),
            ]
        );

    /// <summary>Patients by target and index disease.</summary>
    public static ReportTable Aliasing(CohortStudy study, Stratification target)
    {
        var diseases = Enum.GetValues<IndexDisease>();
        var counts = new int[target.Labels.Length, diseases.Length];
        var totals = new int[target.Labels.Length];
        for (var p = 0; p < target.Codes.Length; p++)
        {
            if (!study.Times.Infused[p])
                continue;
            counts[target.Codes[p], (int)study.Cohort.Patients[p].IndexDisease]++;
            totals[target.Codes[p]]++;
        }

        var rows = ImmutableArray.CreateBuilder<TableRow>();
        for (var t = 0; t < totals.Length; t++)
        for (var d = 0; d < diseases.Length; d++)
            if (counts[t, d] > 0)
                rows.Add(new([target.Labels[t], Words(diseases[d]), counts[t, d], totals[t], (double)counts[t, d] / totals[t]]));
        return new(
            "class-effect-aliasing",
            "Target and index disease: where each disease has one target, their effects cannot be told apart",
            [
                new("target", "Target"),
                new("index_disease", "Index disease"),
                new("patients", "n", 0),
                new("of", "N", 0),
                new("share", "n/N", 1, Percent: true),
            ],
            rows.ToImmutable()
        );
    }

    private static Cell Finite(double value) => double.IsFinite(value) ? value : default(Cell);

    private static string Words(IndexDisease disease) =>
        disease switch
        {
            IndexDisease.LargeBCellLymphoma => "large B-cell lymphoma",
            IndexDisease.FollicularLymphoma => "follicular lymphoma",
            IndexDisease.MantleCellLymphoma => "mantle cell lymphoma",
            IndexDisease.MarginalZoneLymphoma => "marginal zone lymphoma",
            IndexDisease.ChronicLymphocyticLeukaemia => "chronic lymphocytic leukaemia",
            IndexDisease.AcuteLymphoblasticLeukaemia => "acute lymphoblastic leukaemia",
            IndexDisease.MultipleMyeloma => "multiple myeloma",
            IndexDisease.OtherDisease => "other disease",
            _ => Stratification.NotRecorded,
        };

    /// <summary>How exact the tests of one factor are.</summary>
    internal static IEnumerable<AnalysisDiagnostic> Homogeneous(ClassFactor factor) =>
        factor.Analysis is not { } analysis
            ? [OfFactor(factor, Diagnose.Events(factor.Cases))]
            : Diagnose
                .Exact(
                    factor.Cases
                        * Math.Min(
                            factor.Compared.Min(g => g.PersonYears) / factor.Compared.Sum(g => g.PersonYears),
                            factor.Compared.Min(g => g.Patients) / (double)factor.Compared.Sum(g => g.Patients)
                        ),
                    Diagnose.ErrorOf(analysis.ByPatients),
                    Diagnose.ErrorOf(analysis.ByPersonYears)
                )
                .Select(d => OfFactor(factor, d));

    /// <summary>How far the answer of one factor is the prior's.</summary>
    internal static IEnumerable<AnalysisDiagnostic> Shrunken(ClassFactor factor, double? margin)
    {
        yield return OfFactor(
            factor,
            Diagnose.AtLeast(
                "fewest_events",
                "Cases in the group with fewest",
                factor.Compared.IsEmpty ? null : factor.Compared.Min(g => g.Events),
                1,
                "a group without a case is held by the others alone"
            )
        );
        if (factor.Analysis is not { } analysis || margin is not { } delta)
            yield break;
        var (standard, wide, _) = analysis.Statement(delta);
        yield return OfFactor(
            factor,
            Diagnose.AtMost(
                "prior_sensitivity",
                "Change of the least probability within the margin when the prior is twice as wide",
                Math.Abs(standard.LeastWithin - wide.LeastWithin),
                0.05,
                "above, the prior decides"
            )
        );
    }

    private static AnalysisDiagnostic OfFactor(ClassFactor factor, AnalysisDiagnostic diagnostic) =>
        diagnostic with
        {
            Id = $"{factor.Id}_{diagnostic.Id}",
            Label = $"{factor.Title}: {diagnostic.Label}",
        };
}
