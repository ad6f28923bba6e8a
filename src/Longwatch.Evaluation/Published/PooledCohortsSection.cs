using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 6: T-cell malignancies and second primaries pooled over the published cohorts.</summary>
internal static class PooledCohortsSection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        PooledCohorts[] outcomes = [PooledCohorts.TCell(evidence, options.Level), PooledCohorts.SecondPrimary(evidence, options.Level)];
        var published = PublishedPooledFigures.Of(evidence);
        var forests = outcomes.Select(o => PooledForest.Table(o, published)).ToArray();
        return new Section(
            6,
            "pooled-cohorts",
            "Pooled cohorts",
            "What share of treated patients had a T-cell malignancy, and any second primary, over all published cohorts, and how far do the cohorts differ?",
            Answer(outcomes, published),
            [.. outcomes.SelectMany(o => o.Pooling.Estimates(options.Seed)), .. PublishedPooledFigures.Estimates(published)],
            [.. forests, PublishedPooledFigures.Table(published, outcomes[1]), .. outcomes.Select(PooledForest.LeaveOneOut)],
            [.. outcomes.Zip(forests).Select(pair => PooledForest.Chart(pair.First.Pooling, pair.Second))],
            [
                Pooling.Method
                    + " (Stijnen, Hamza and Özdemir, Stat Med 2010;29:3046); cohorts without events take part with their exact likelihood. See docs/methods/meta-analysis.md.",
                "Per cohort: Clopper–Pearson interval. Pooled share: Student t with (cohorts − 1) degrees of freedom on the logit scale; profile likelihood beside it. Of the two the first covers better with few cohorts (bench/results/coverage.md).",
                "Heterogeneity: Pearson statistic of separate shares against a common share, p by random tables with the same margins, likelihood ratio beside it; variance between cohorts with profile-likelihood interval; I²; prediction interval for a further cohort.",
                "Crude pooling adds all events over all patients and is shown only to be compared.",
                "Pooled are counted rows of cohorts.csv with pool = yes, a number of patients and a count of the outcome; meta-analyses never, since they hold the other cohorts.",
            ],
            [.. Caveats(outcomes)]
        )
        {
            Diagnostics =
            [
                .. outcomes.SelectMany(o => o.Pooling.Diagnostics(options.Seed).Select(d => ($"pooled-cohorts-{o.Pooling.Id}-share", d))),
            ],
        };
    }

    private static string Answer(PooledCohorts[] outcomes, ImmutableArray<PublishedPooledFigure> published)
    {
        var text = string.Join("; ", outcomes.Select(o => o.Pooling.Sentence()));
        var figure = PublishedPooledFigures.Sentence(published, outcomes[1]);
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}{(figure is null ? string.Empty : $"; {figure}")}.";
    }

    private static IEnumerable<string> Caveats(PooledCohorts[] outcomes)
    {
        yield return "A share of patients is not a risk: the cohorts were followed for different times, and patients die of other causes before a second primary can appear.";
        var definitions = outcomes[1]
            .Pooled.Where(c => c.SecondPrimaryDefinition is not null)
            .GroupBy(c => c.SecondPrimaryDefinition!, StringComparer.Ordinal)
            .Select(g => $"{g.Key} ({string.Join(", ", g.Select(c => c.Name))})")
            .ToArray();
        if (definitions.Length > 1)
            yield return $"What counted as a second primary differs: {string.Join("; ", definitions)}. The pooled share mixes these definitions.";
        var computed = outcomes
            .SelectMany(o => o.Pooled.Where(o.FromPercentage).Select(c => $"{c.Name} ({o.Pooling.Outcome})"))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (computed.Length > 0)
            yield return $"Counts computed from a printed percentage, pooled because the data set says so: {string.Join("; ", computed)}.";
        yield return "With few cohorts that truly differ even the Student interval is somewhat too short: in simulation with 8 of them it held the truth in about 92 of 100 samples instead of 95.";
        yield return "With few cohorts and few events the variance between cohorts is hardly determined; an estimate of 0 does not show that cohorts are alike.";
        yield return "Patients may be in more than one cohort (registries and single centres of the same country); the data do not tell.";
    }
}
