using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.MetaAnalysis;
using Estimated = Longwatch.Statistics.MetaAnalysis.RandomInterceptResult.Estimated;

namespace Longwatch.Evaluation.Published;

/// <summary>A pooled share that somebody else published.</summary>
internal sealed record PublishedPooledFigure(PublishedCohort Cohort, PublishedPooledShare Figure)
{
    public double Share => Figure.Percent / 100;
}

/// <summary>The published pooled figures beside ours, with the reasons for the difference as far as the data show them.</summary>
internal static class PublishedPooledFigures
{
    public static ImmutableArray<PublishedPooledFigure> Of(PublishedEvidence evidence) =>
        [
            .. evidence
                .Cohorts.Where(c => c.Setting == CohortSetting.MetaAnalysis && c.Provenance.Counts)
                .Where(c => c.Pooled is not null && !c.UnverifiedFields.Contains("pooled_percent"))
                .Select(c => new PublishedPooledFigure(c, c.Pooled!)),
        ];

    public static IEnumerable<Estimate> Estimates(ImmutableArray<PublishedPooledFigure> published)
    {
        if (published.IsEmpty)
            yield return Report.Estimates.NoData(
                "pooled-cohorts-published",
                "Published pooled share of second primaries",
                Unit.Share,
                "cohorts.csv has no counted row with setting meta_analysis and a pooled percentage."
            );
        for (var i = 0; i < published.Length; i++)
        {
            var p = published[i];
            yield return Report.Estimates.Value(
                new(
                    $"pooled-cohorts-published{(i == 0 ? string.Empty : $"-{i + 1}")}",
                    $"Published pooled share of second primaries ({p.Cohort.Name})",
                    p.Cohort.Patients is { } n ? $"Over {Phrase.Whole(n)} patients." : null,
                    p.Cohort.Provenance.Key
                ),
                p.Share,
                Unit.Share,
                "As published",
                new IntervalEstimate("as published", 0.95, p.Figure.LowerPercent / 100, p.Figure.UpperPercent / 100)
            );
        }
    }

    /// <summary>The latest published figure in words, with whether our interval contains it; the others and the reasons are in the table.</summary>
    public static string? Sentence(ImmutableArray<PublishedPooledFigure> published, PooledCohorts ours)
    {
        if (published.OrderByDescending(p => p.Cohort.Provenance.Date.Latest).FirstOrDefault() is not { } p)
            return null;
        var of = p.Cohort.Patients is { } n ? $" of {Phrase.Whole(n)} patients" : string.Empty;
        var where =
            ours.Pooling.Fit is not Estimated fit ? string.Empty
            : Pooling.OnShareScale(fit.StudentInterval).Contains(p.Share) ? ", inside that interval"
            : ", outside that interval";
        return $"{p.Cohort.Name}: {Phrase.Percent(p.Share)} % ({Phrase.Percent(p.Figure.LowerPercent / 100)} to {Phrase.Percent(p.Figure.UpperPercent / 100)} %){of}{where}";
    }

    public static ReportTable Table(ImmutableArray<PublishedPooledFigure> published, PooledCohorts ours)
    {
        var pooling = ours.Pooling;
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (var p in published)
        {
            rows.Add(
                new(
                    [
                        $"{p.Cohort.Name}, as published",
                        p.Share,
                        p.Figure.LowerPercent / 100,
                        p.Figure.UpperPercent / 100,
                        p.Cohort.SecondPrimaries,
                        p.Cohort.Patients,
                        string.Join("; ", Reasons(p, pooling)),
                    ],
                    null,
                    [p.Cohort.Provenance.Key]
                )
            );
            if (CrudeOf(p) is { Value: { } crude, Intervals: [var limits, ..] })
                rows.Add(
                    new(
                        [
                            $"{p.Cohort.Name}, crude share of its own counts",
                            crude,
                            limits.Lower,
                            limits.Upper,
                            p.Cohort.SecondPrimaries,
                            p.Cohort.Patients,
                            "All events over all patients: not the random-effects figure, and not to be expected to equal it.",
                        ],
                        null,
                        [p.Cohort.Provenance.Key]
                    )
                );
        }

        foreach (var line in pooling.Summary().Where(l => l.Share is not null))
            rows.Add(
                new([
                    $"Ours: {line.Label}",
                    line.Share,
                    line.Lower,
                    line.Upper,
                    pooling.Events,
                    pooling.Patients,
                    $"{pooling.Studies.Length} cohorts of this data set",
                ])
            );
        return new(
            "pooled-cohorts-published-figure",
            "The published pooled share of second primaries beside ours",
            [
                new("figure", "Figure"),
                new("share", "Share", 2, Percent: true),
                new("lower", "Lower limit", 2, Percent: true),
                new("upper", "Upper limit", 2, Percent: true),
                new("events", "n", 0),
                new("patients", "N", 0),
                new("difference", "Why it differs"),
            ],
            rows.ToImmutable()
        );
    }

    private static IEnumerable<string> Reasons(PublishedPooledFigure p, Pooling ours)
    {
        if (p.Cohort.Patients is { } n)
            yield return $"it pools {Phrase.Whole(n)} patients at study level, of which this data set holds {ours.Studies.Length} cohorts with {Phrase.Whole(ours.Patients)} patients and a printed or computable count, not all of them necessarily the same";
        if (ours.Fit is Estimated fit && CrudeOf(p).Value is { } theirs)
            yield return Math.Abs(BinomialNormal.Share(fit.Mean) - p.Share) < Math.Abs(theirs - p.Share)
                ? "ours lies nearer to it than its own crude share does"
                : "its own crude share is nearer to it than ours, so what differs is mainly which cohorts are in, their follow-up and their definitions, not the model";
        yield return "definitions of a second primary and follow-up differ between the cohorts in either pool";
        if (ours.Fit is Estimated { AtBoundary: false } spread && Pooling.OnShareScale(spread.StudentInterval).Contains(p.Share))
            yield return "our interval contains it";
    }

    private static Estimate CrudeOf(PublishedPooledFigure p) =>
        p.Cohort is { SecondPrimaries: { } x, Patients: { } n } && x <= n
            ? Report.Estimates.Proportion(("crude", "crude"), x, n, 0.95)
            : Report.Estimates.NoData("crude", "crude", Unit.Share, "counts not published");
}
