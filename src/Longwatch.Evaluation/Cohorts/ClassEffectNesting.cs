using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Heterogeneity;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Does one product decide the class statement, and what do target and vector family add to the products?</summary>
internal static class ClassEffectNesting
{
    private static readonly (string Name, Func<StratumCount, double> Exposure)[] denominators =
    [
        ("patients", g => g.Patients),
        ("person-years", g => g.PersonYears),
    ];

    /// <summary>Each product against what the others predict of it, and the statement without it.</summary>
    public static ReportTable LeftOut(ClassFactor products, double? margin, double level) =>
        new(
            "class-effect-left-out",
            "Each product left out in turn: would the others have predicted its cases, and what would be said without it",
            [
                new("product", "Left out"),
                new("denominator", "Denominator"),
                new("cases", "Cases", 0),
                new("predicted", "Predicted by the others", 2),
                new("at_most", "P(at most this many)", 3),
                new("at_least", "P(at least this many)", 3),
                new("mid_p", "Two-sided mid-P", 3),
                new("tau", "Tau of the others", 2),
                new("least_within", "Least P(within margin) of the others", 3),
                new("status", "Status"),
            ],
            products.Analysis is null
                ? []
                :
                [
                    .. denominators.SelectMany(d =>
                        LeaveOneOut
                            .Of(Counts(products, d.Exposure), HierarchyPrior.Standard, level)
                            .Select((l, i) => Row(products.Compared[i].Label, d.Name, l, margin))
                    ),
                ]
        );

    /// <summary>Products within target within vector family.</summary>
    public static ReportTable Nested(CohortStudy study, IReadOnlyList<Stratification> strata, ClassFactor products, double level)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (products.Analysis is not null)
        {
            string[] targets = [.. products.Compared.Select(p => LabelOf(study, strata, p.Label, "target"))];
            string[] families = [.. products.Compared.Select(p => LabelOf(study, strata, p.Label, "vector"))];
            foreach (var (name, exposure) in denominators)
                AddTo(rows, name, new NestedGroups(Counts(products, exposure), targets, families), products, level);
        }

        return new(
            "class-effect-nested",
            "Products within target within vector family: spreads between the levels, and ratios against the common rate",
            [
                new("denominator", "Denominator"),
                new("level", "Level"),
                new("name", "Name"),
                new("value", "Spread or ratio", 2),
                new("lower", "Lower", 2),
                new("upper", "Upper", 2),
                new("above_2", "P(ratio > 2)", 3),
                new("members", "Members", 0),
            ],
            rows.ToImmutable()
        );
    }

    private static void AddTo(
        ImmutableArray<TableRow>.Builder rows,
        string denominator,
        NestedGroups groups,
        ClassFactor products,
        double level
    )
    {
        var posterior = NestedHierarchy.Fit(groups, NestedPrior.Standard, level);
        if (posterior.Status != NestedStatus.Estimated)
        {
            rows.Add(
                new([
                    denominator,
                    "not estimated: too many cases of one product",
                    default,
                    default,
                    default,
                    default,
                    default,
                    groups.Data.Groups,
                ])
            );
            return;
        }

        Spread("between families", posterior.BetweenFamilies, groups.Families.Count);
        Spread("between targets of a family", posterior.BetweenTargets, groups.Targets.Count);
        Spread("between products of a target", posterior.BetweenGroups, groups.Data.Groups);
        for (var v = 0; v < groups.Families.Count; v++)
            Ratio("family", groups.Families[v], posterior.Families[v], groups.FamilyOfTarget.Count(f => f == v));
        for (var t = 0; t < groups.Targets.Count; t++)
            Ratio("target", Name(t), posterior.Targets[t], groups.TargetOfGroup.Count(g => g == t));
        for (var g = 0; g < groups.Data.Groups; g++)
            Ratio("product", products.Compared[g].Label, posterior.Groups[g], null);
        for (var t = 0; t < groups.Targets.Count; t++)
            Ratio("a new product", Name(t), posterior.NewGroups[t], null);
        Ratio("a new product", "of a new family", posterior.NewFamily!, null);

        string Name(int target) => $"{groups.Targets[target].Target}, {groups.Targets[target].Family}";

        void Spread(string name, TauPosterior tau, int members) =>
            rows.Add(new([denominator, "spread", name, tau.Mean, tau.Interval.Lower, tau.Interval.Upper, default, members]));

        void Ratio(string kind, string name, RatioPosterior ratio, int? members) =>
            rows.Add(new([denominator, kind, name, ratio.Mean, ratio.Interval.Lower, ratio.Interval.Upper, 1 - ratio.Below(2), members]));
    }

    private static TableRow Row(string product, string denominator, LeftOutGroup left, double? margin)
    {
        if (left.Others is not { } others)
            return new([
                product,
                denominator,
                left.Observed,
                default,
                default,
                default,
                default,
                default,
                default,
                left.Status == LeaveOneOutStatus.NoEventElsewhere
                    ? "the others have no case: nothing is predicted"
                    : "there is no other product",
            ]);
        var statement = margin is { } m ? ClassStatement.Of(others.Groups, m) : (ClassStatement?)null;
        return new([
            product,
            denominator,
            left.Observed,
            left.Predicted,
            left.AtMost,
            left.AtLeast,
            left.MidP,
            others.Tau.Mean,
            statement?.LeastWithin,
            statement is { } s ? $"{ClassEffectTables.Verdict(s.Verdict)} without it, by the model alone" : "no margin set",
        ]);
    }

    private static CountsByGroup Counts(ClassFactor products, Func<StratumCount, double> exposure) =>
        new([.. products.Compared.Select(g => g.Events)], [.. products.Compared.Select(exposure)]);

    /// <summary>Target or vector family of a product, by any patient who got it.</summary>
    private static string LabelOf(CohortStudy study, IReadOnlyList<Stratification> strata, string product, string factor)
    {
        var (of, by) = (
            strata.Single(s => string.Equals(s.Id, "product", StringComparison.Ordinal)),
            strata.Single(s => string.Equals(s.Id, factor, StringComparison.Ordinal))
        );
        var code = of.Labels.IndexOf(product);
        for (var p = 0; p < of.Codes.Length; p++)
            if (study.Times.Infused[p] && of.Codes[p] == code)
                return by.Labels[by.Codes[p]];
        return Stratification.NotRecorded;
    }
}
