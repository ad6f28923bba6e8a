using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Confounding;
using Longwatch.Statistics.Hazards;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 11 of a patient-level evaluation: what else than the product could explain the rates, and who was counted only because they lived to be.</summary>
internal static class ConfoundingSection
{
    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var times = study.Times;
        var cases = times.SecondaryTCell.Count(d => d != CohortTimes.None);
        var budget = CovariateBudget.Most(cases, study.Reference);
        ImmutableArray<(Stratification Strata, AdjustmentMethods? Methods)> contrasts =
        [
            .. Stratification
                .ByProduct(study)
                .Where(s => s.Id is "target" or "vector")
                .Select(s => (s, AdjustedContrast.Of(study, s) is { } c ? AdjustmentMethods.Of(c, budget, options.Level) : null)),
        ];
        ImmutableArray<AdjustmentMethods> methods = [.. contrasts.Select(c => c.Methods).OfType<AdjustmentMethods>()];
        var landmark = AssumptionGrid.Of(study.Reference, AssumptionGrid.LandmarkDays).FirstOrDefault();
        ImmutableArray<ImmortalLook> looks =
        [
            .. LaterExposures
                .All(study)
                .Select(e => new ImmortalLook(
                    landmark is null && e.Data is not null
                        ? e with
                        {
                            Why = $"assumptions.csv does not give {AssumptionGrid.LandmarkDays}.",
                        }
                        : e,
                    e.Data is { } data && landmark is not null ? ImmortalTime.Compare(data, landmark.Value) : null
                )),
        ];
        var adjustment = ConfoundingTables.Adjustment(methods);
        var death = ConfoundingTables.Death(study);
        var claimed = Claimed(death);
        return new(
            11,
            "confounding",
            "Confounding and survivor bias",
            "What else than the product could explain the rates, and who was counted only because they lived long enough?",
            Answer(study, cases, methods, looks, claimed),
            [
                Died(study, options.Level),
                claimed,
                .. contrasts.SelectMany(c => Contrast(c.Strata, c.Methods, cases, options.Level)),
                .. looks.Select(l => Immortal(l, options.Level)),
            ],
            [
                ConfoundingTables.Characteristics(study, options.Level),
                death,
                ConfoundingTables.Immortal(looks, landmark?.Value ?? 0, options.Level),
                adjustment,
                ConfoundingTables.Balance(methods),
                WeightedSurvivalTable.Of(methods, options.Level),
            ],
            [
                new(
                    "confounding-adjustment-chart",
                    "What adjustment changes",
                    "Forest chart: each contrast of products by five methods, from the crude rate ratio to the adjusted hazard ratio; the dashed line is no difference.",
                    VegaLite.Intervals(adjustment, "line", "ratio", new(), new(Reference: 1)),
                    adjustment.Id
                ),
            ],
            [
                "Contrasts: the target and the vector family with most person-time against all others together; covariates known at the first infusion in a fixed order (age, prior lines, prior autologous transplant, alkylator, total body irradiation). A covariate that is not recorded for more than 20 % is left out and said so; the adjusted methods use the patients for whom all others are recorded.",
                "Standardised: rates of both groups over the halves of the first two covariates, standard the person-time of both. Weighted: overlap weights from a propensity score with all covariates, Cox with robust variance. Adjusted: cause-specific Cox, death censors, with as many covariates as the cases carry, the exposure counted as one; Firth's penalty where a group has no case.",
                "Survival of the groups: product limit, plain and with the overlap weights (Xie and Liu 2005), infinitesimal jackknife over patients, log(−log) interval.",
                "E-value: the weakest association of an unmeasured confounder with exposure and outcome, as risk ratios, that could alone explain the ratio or its nearer limit (VanderWeele and Ding 2017); secondary T-cell malignancy is rare, so rate and hazard ratios stand as risk ratios.",
                "Immortal time: ever against never from the origin (wrong, shown to be compared), exposure as it begins (Mantel and Byar 1974), and from a landmark set beforehand (Anderson, Cain and Gelber 1983).",
            ],
            [
                "Adjustment removes only what was measured, before the infusion, and recorded well. Index disease goes with the target and cannot be adjusted for.",
                "The E-value says how strong a confounder must be, not whether there is one, and nothing on who was followed or tested.",
                "Death is no censoring in the sense of the cumulative incidence: a cause-specific ratio compares hazards among the living, not how many will fall ill.",
                "Later exposures have causes of their own (relapse, remission): a time-dependent ratio is free of immortal time, not of confounding.",
            ]
        )
        {
            Diagnostics =
            [
                .. methods.SelectMany(m => m.Diagnostics().Select(d => ($"confounding-by-{m.Contrast.Id}", d))),
                .. looks.Select(l =>
                    (
                        "confounding-immortal-time",
                        Diagnose.AtLeast(
                            $"{l.Exposure.Id.Replace('-', '_')}_events",
                            $"{l.Exposure.Label}: cases after it",
                            l.Comparison?.EventsExposed ?? 0,
                            Diagnose.FewestExpected,
                            "below, limits of large samples are doubtful"
                        )
                    )
                ),
            ],
        };
    }

    private static Estimate Died(CohortStudy study, double level)
    {
        var times = study.Times;
        var died = 0;
        for (var p = 0; p < times.Death.Length; p++)
            died += times.Infused[p] && times.Death[p] != CohortTimes.None && times.SecondaryTCell[p] == CohortTimes.None ? 1 : 0;
        return Estimates.Proportion(
            ("confounding-died-before", "Infused patients who died without a secondary T-cell malignancy"),
            died,
            PersonTime.Infused(times),
            level
        );
    }

    /// <summary>By how much 1 − Kaplan–Meier overstates the incidence, at the last horizon that somebody reached.</summary>
    private static Estimate Claimed(ReportTable death)
    {
        const string id = "confounding-one-minus-kaplan-meier";
        const string label = "1 − Kaplan–Meier over the cumulative incidence with death competing";
        var last = death.Rows.LastOrDefault(r => r.Cells[^1].Number is not null);
        return last is null
            ? Estimates.NoData(id, label, Unit.Ratio, "No case within the first year, or nobody followed for a year.")
            : Estimates.Value(
                new(
                    id,
                    label,
                    $"At {Phrase.Years(last.Cells[0].Number!.Value)}; taking the dead as still at risk claims more than can happen."
                ),
                last.Cells[^1].Number!.Value,
                Unit.Ratio,
                "Kaplan–Meier and Aalen–Johansen"
            );
    }

    private static IEnumerable<Estimate> Contrast(Stratification strata, AdjustmentMethods? methods, int cases, double level)
    {
        var id = $"confounding-{strata.Id.Replace('_', '-')}";
        var name = strata.Title.ToLowerInvariant();
        (string Id, string Label) crude = ($"{id}-crude", $"Crude rate ratio by {name}");
        (string Id, string Label) adjusted = ($"{id}-adjusted", $"Adjusted hazard ratio by {name}");
        (string Id, string Label) strength = ($"{id}-e-value", $"E-value of the adjusted ratio by {name}");
        if (methods is null)
        {
            var why = $"Fewer than two groups by {name} have person-time; {Phrase.Counted(cases, "case")}.";
            foreach (var (given, label) in new[] { crude, adjusted, strength })
                yield return Estimates.NoData(given, label, Unit.Ratio, why);
            yield break;
        }

        var title = ConfoundingTables.Title(methods.Contrast);
        yield return Of(crude, methods.Crude, title, level, "exact");
        yield return Of(adjusted, methods.Adjusted, title, level, "Wald or profile");
        yield return methods.Adjusted.Strength is { } s && double.IsFinite(s.OfEstimate)
            ? Estimates.Value(
                new(strength.Id, strength.Label, $"{title}; of the limit nearer to 1: {Phrase.Number(s.OfLimit)}."),
                s.OfEstimate,
                Unit.Ratio,
                "VanderWeele and Ding 2017"
            )
            : Estimates.NotIdentified(
                strength.Id,
                strength.Label,
                Unit.Ratio,
                $"{title}: there is no adjusted ratio ({methods.Adjusted.Status})."
            );
    }

    private static Estimate Of((string Id, string Label) name, AdjustedRatioRow row, string title, double level, string kind)
    {
        var counts =
            $"{title}; {row.Rows.Count(true, true)} cases of {Phrase.Counted(row.Rows.Count(true, false), "patient")} against "
            + $"{row.Rows.Count(false, true)} of {Phrase.Whole(row.Rows.Count(false, false))}; adjusted for {row.Adjusted}";
        if (row.Ratio is not { } ratio)
            return Estimates.NotIdentified(name.Id, name.Label, Unit.Ratio, $"{counts}: {row.Status}.");
        ImmutableArray<IntervalEstimate> intervals =
            row.Interval is { } i && double.IsFinite(i.Upper) ? [Estimates.Named(kind, level, i)] : [];
        return Estimates.Value(new(name.Id, name.Label, $"{counts}; {row.Status}."), ratio, Unit.Ratio, row.Method, intervals);
    }

    private static Estimate Immortal(ImmortalLook look, double level)
    {
        var (id, label) = ($"confounding-{look.Exposure.Id}", $"{look.Exposure.Label}: time-dependent hazard ratio");
        if (look.Comparison is not { } c)
            return Estimates.NoData(id, label, Unit.Ratio, look.Exposure.Why);
        var counts =
            $"{Phrase.Counted(c.Exposed, "patient")} of {Phrase.Whole(c.People)} exposed, {c.EventsExposed} of {Phrase.Counted(c.Events, "case")} afterwards, "
            + $"{Phrase.PersonYears(c.ImmortalTime / CalendarTime.DaysPerYear)} immortal";
        if (c.TimeDependent.Status != CoxStatus.Estimated)
            return Estimates.NotIdentified(id, label, Unit.Ratio, $"{counts}: {AdjustmentMethods.Words(c.TimeDependent.Status)}.");
        var naive =
            c.Naive.Status == CoxStatus.Estimated
                ? $"ever against never would say {Phrase.Number(Math.Exp(c.Naive.Coefficients[0]))}"
                : "ever against never has no estimate";
        return Estimates.Value(
            new(id, label, $"{counts}; {naive}."),
            Math.Exp(c.TimeDependent.Coefficients[0]),
            Unit.Ratio,
            "Cox regression, exposure as it begins, death censors",
            Estimates.Named("Wald", level, c.TimeDependent.HazardRatioInterval(0, level))
        );
    }

    private static string Answer(
        CohortStudy study,
        int cases,
        ImmutableArray<AdjustmentMethods> methods,
        ImmutableArray<ImmortalLook> looks,
        Estimate claimed
    )
    {
        var events = new EventCount("secondary T-cell malignancies", cases);
        var changed = methods
            .Select(m =>
                m.Crude.Ratio is { } crude && m.Adjusted.Ratio is { } adjusted
                    ? $"{ConfoundingTables.Title(m.Contrast)} {Phrase.Number(crude)} crude and {Phrase.Number(adjusted)} adjusted for {m.Adjusted.Adjusted}"
                    : $"{ConfoundingTables.Title(m.Contrast)} cannot be adjusted ({(m.Adjusted.Ratio is null ? m.Adjusted.Status : m.Crude.Status)})"
            )
            .ToArray();
        var estimated = looks.Count(l => l.Comparison?.TimeDependent.Status == CoxStatus.Estimated);
        return (changed.Length == 0 ? "No two groups of products can be compared" : string.Join("; ", changed))
            + $"; {CovariateBudget.Sentence(events, study.Reference)}; "
            + (
                claimed.Value is { } factor
                    ? $"leaving death out would overstate the incidence {Phrase.Number(factor)}-fold"
                    : "what leaving death out would claim cannot be estimated"
            )
            + $"; of {looks.Length} exposures that a patient must live to have, {estimated} can be estimated without immortal time.";
    }
}
