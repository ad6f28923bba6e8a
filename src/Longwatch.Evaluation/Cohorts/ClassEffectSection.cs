using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Heterogeneity;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 8 of a patient-level evaluation: do products, targets, vectors and costimulatory domains differ?</summary>
internal static class ClassEffectSection
{
    public const string Margin = "class.equivalence_margin";

    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var strata = Stratification.ByProduct(study);
        ImmutableArray<ClassFactor> factors = [.. strata.Select(s => ClassFactor.Of(study, s, options))];
        var margins = AssumptionGrid.Of(study.Reference, Margin).Where(a => a.Value > 1).ToArray();
        var margin = margins.Length > 0 ? margins[0].Value : (double?)null;
        var forest = ClassEffectTables.Forest(factors);
        var power = ClassEffectPower.Table(study.Reference, factors[0].Cases, options.Level);
        var groups = ClassEffectTables.Groups(factors, margin, options.Level);
        return new(
            8,
            "class-effect",
            "Class effect",
            "Do products, targets, vector families or costimulatory domains differ in the rate of secondary T-cell malignancies?",
            Answer(factors[0], margin),
            [
                .. factors.SelectMany(f => Factor(f, margin, margins.Select(m => m.Provenance.Key).FirstOrDefault(), options.Level)),
                .. ClassEffectPower.Estimates(study.Reference, factors[0].Cases, options.Level),
            ],
            [
                groups,
                ClassEffectTables.Homogeneity(factors),
                ClassEffectTables.Statements(factors, margin),
                ClassEffectTables.Contrasts(factors),
                ClassEffectNesting.LeftOut(factors[0], margin, options.Level),
                ClassEffectNesting.Nested(study, strata, factors[0], options.Level),
                forest,
                power,
                ClassEffectTables.Aliasing(study, strata.Single(s => string.Equals(s.Id, "target", StringComparison.Ordinal))),
            ],
            [
                new(
                    "class-effect-forest",
                    "Rate ratios by product and target, raw and shrunken",
                    "Forest chart: for each product and target the raw rate ratio with its exact interval and the ratio shrunken towards the common rate; the dashed line is the common rate.",
                    VegaLite.Intervals(
                        forest,
                        "line",
                        new Axis("ratio", "Rate ratio against the common rate"),
                        new(),
                        new(Series: "kind", Reference: 1)
                    ),
                    forest.Id
                ),
                ClassEffectPower.Chart(power),
            ],
            [
                "Homogeneity: given the total the counts are multinomial with probabilities proportional to exposure; exact p by enumeration of all tables, or by seeded random tables when there are more than 2,000,000; Pearson and likelihood-ratio tests beside it.",
                "Shrinkage: gamma-Poisson empirical Bayes (Clayton and Kaldor 1987); hierarchical log-normal model, tau half-normal(0.5), mean normal(0, 2), summed on a grid.",
                "Class statement: class effect when every group's ratio lies within the margin with probability ≥ 0.90; heterogeneous when one lies outside with probability ≥ 0.95; else undetermined. Made under two priors of tau (scale 0.5 and 1); where they disagree, undetermined. A class effect needs, besides, the exact interval of every group's rate over that of the others within the margin: the prior alone does not suffice.",
                "Left out: the hierarchical model of the other products, its predictive probability of the count of the one left out, and the statement without it. Nested: products normal about their target, targets about their vector family, families about the class, three standard deviations half-normal(0.5), summed on a grid.",
                "Power: exact conditional binomial test, one-sided 0.025, at the number of cases of this cohort.",
            ],
            [
                "A p value above 0.05 is no evidence of a class effect, and an interval that holds 1 is no equality: read the posterior of tau and the power beside it.",
                "Target is almost aliased with index disease (BCMA-directed products are given for myeloma): a difference between targets may be a difference between diseases and their earlier treatment.",
                "A group with few or no cases is pulled towards the others by the model: read its raw interval beside the shrunken one, and the statement under the wider prior.",
                "Products entered use at different times: person-years differ in time since infusion, and patients differ in length of follow-up. The denominator can decide the answer, so both are shown.",
                "Groups are listed in alphabetical order. Nothing here ranks products.",
            ]
        )
        {
            Diagnostics =
            [
                .. factors.SelectMany(ClassEffectTables.Homogeneous).Select(d => ("class-effect-homogeneity", d)),
                .. factors.SelectMany(f => ClassEffectTables.Shrunken(f, margin)).Select(d => ("class-effect-shrinkage", d)),
                ("class-effect-power-at-hand", Diagnose.Events(factors[0].Cases)),
            ],
        };
    }

    private static IEnumerable<Estimate> Factor(ClassFactor factor, double? margin, string? marginSource, double level)
    {
        var id = $"class-effect-{factor.Id.Replace('_', '-')}";
        var name = factor.Title.ToLowerInvariant();
        (string Id, string Label, Unit Unit)[] wanted =
        [
            ($"{id}-p-patients", $"Exact p of one common rate per patient, by {name}", Unit.Probability),
            ($"{id}-p-person-years", $"Exact p of one common rate per person-year, by {name}", Unit.Probability),
            ($"{id}-tau", $"Standard deviation of the log rate between groups (tau), by {name}", Unit.None),
            ($"{id}-within", $"Least probability that a group lies within the margin of the common rate, by {name}", Unit.Probability),
        ];
        if (factor.Analysis is not { } analysis)
        {
            var why =
                factor.Compared.Length < 2 ? "Fewer than two groups with person-time." : "No case in the groups that can be compared.";
            foreach (var w in wanted)
                yield return Estimates.NoData(w.Id, w.Label, w.Unit, why);
            yield break;
        }

        yield return P(wanted[0], analysis.ByPatients);
        yield return P(wanted[1], analysis.ByPersonYears);
        var tau = analysis.Posterior.Tau;
        yield return Estimates.Value(
            new(
                wanted[2].Id,
                wanted[2].Label,
                analysis.Shrunken.Status == GammaPoissonStatus.NoOverDispersion
                    ? $"The gamma-Poisson fit finds no over-dispersion, which is no proof of equality; tau is below {Phrase.Number(tau.UpperLimit)} with probability {Phrase.Number(level)}."
                    : $"Tau is below {Phrase.Number(tau.UpperLimit)} with probability {Phrase.Number(level)}."
            ),
            tau.Mean,
            wanted[2].Unit,
            "Hierarchical log-normal model, by person-years",
            [Estimates.Named("posterior", level, tau.Interval)]
        );
        if (margin is not { } delta)
        {
            yield return Estimates.NoData(
                wanted[3].Id,
                wanted[3].Label,
                wanted[3].Unit,
                "Needs a margin set beforehand (assumptions.csv, class.equivalence_margin)."
            );
            yield break;
        }

        var (statement, wide, verdict) = analysis.Statement(delta);
        yield return Estimates.Value(
            new(
                wanted[3].Id,
                wanted[3].Label,
                $"By rule {ClassEffectTables.Verdict(verdict)} at margin {Phrase.Number(delta)}; the group is {factor.Compared[statement.Group].Label}; "
                    + $"{Phrase.Number(wide.LeastWithin)} with a prior of tau twice as wide.",
                marginSource is null ? [] : [marginSource]
            ),
            statement.LeastWithin,
            wanted[3].Unit,
            "Hierarchical log-normal model, by person-years"
        );
    }

    private static Estimate P((string Id, string Label, Unit Unit) name, HomogeneityTest test) =>
        Estimates.Value(
            new(
                name.Id,
                name.Label,
                test.Method == ExactMethod.MonteCarlo
                    ? $"Monte Carlo standard error {Phrase.Number(test.StandardError.ByProbability)}."
                    : null
            ),
            test.Exact.ByProbability,
            name.Unit,
            "Exact conditional multinomial test, ordered by probability"
        );

    private static string Answer(ClassFactor product, double? margin)
    {
        var years = product.Compared.Sum(g => g.PersonYears);
        var counted =
            $"{Phrase.Counted(product.Cases, "case")} in {Phrase.PersonYears(years)} over {Phrase.Counted(product.Compared.Length, "product")}";
        if (product.Analysis is not { } analysis)
            return $"Products cannot be compared: {counted}.";
        var p =
            $"one common rate: exact {P(analysis.ByPersonYears)} by person-years and {P(analysis.ByPatients)} by patients, tau "
            + $"{Phrase.Number(analysis.Posterior.Tau.Mean)} ({Phrase.Number(analysis.Posterior.Tau.Interval.Lower)} to {Phrase.Number(analysis.Posterior.Tau.Interval.Upper)})";
        if (margin is not { } delta)
            return $"With {counted}: {p}; without a margin set beforehand no class statement is made.";
        var (statement, wide, verdict) = analysis.Statement(delta);
        var probability =
            $"least probability within {Phrase.Number(delta)}-fold {Phrase.Number(statement.LeastWithin)}, {product.Compared[statement.Group].Label}; "
            + $"{Phrase.Number(wide.LeastWithin)} with a wider prior";
        return verdict switch
        {
            ClassVerdict.ClassEffect =>
                $"A class effect at a {Phrase.Number(delta)}-fold margin is supported ({probability}) by {counted}; {p}.",
            ClassVerdict.Heterogeneous =>
                $"At least one product lies outside a {Phrase.Number(delta)}-fold margin ({probability}); {counted}, {p}.",
            _ =>
                $"Undetermined: {counted} can neither show a class effect nor a difference at a {Phrase.Number(delta)}-fold margin ({probability}); {p}.",
        };

        static string P(HomogeneityTest test) => Phrase.P(test.Exact.ByProbability);
    }
}
