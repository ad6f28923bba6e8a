using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Completeness;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>What incomplete follow-up hides: completeness (Clark's C), overall and by centre, and the cases in the time that nobody observed.</summary>
/// <remarks>
/// Endpoint: the first secondary T-cell malignancy. A patient with it, or dead, was observed for all that was possible; for everybody else the time
/// from the last contact to the data lock was not observed. How many cases fell into that time is not identified; the table shows what each
/// assumed ratio of the unobserved to the observed rate would mean.
/// </remarks>
internal sealed class UnderAscertainment
{
    public static ImmutableArray<double> RateRatios { get; } = [0, 0.5, 1, 2];

    private readonly Dictionary<string, (List<double> Observed, List<double> Potential)> centres = new(StringComparer.Ordinal);
    private readonly FollowUpShare overall;
    private readonly int cases;

    private UnderAscertainment(CohortStudy study)
    {
        var times = study.Times;
        for (var p = 0; p < times.Infused.Length; p++)
        {
            if (!times.Infused[p])
                continue;
            var centre = study.Cohort.Patients[p].Centre;
            if (!centres.TryGetValue(centre, out var spans))
                centres.Add(centre, spans = ([], []));
            var isCase = times.SecondaryTCell[p] != CohortTimes.None;
            cases += isCase ? 1 : 0;
            var observed = (double)Math.Max(0, isCase ? times.SecondaryTCell[p] : times.Exit[p]);
            spans.Observed.Add(observed);
            spans.Potential.Add(
                isCase || times.Death[p] != CohortTimes.None
                    ? observed
                    : Math.Max(observed, study.Cohort.DataLock.DayNumber - times.InfusionDay[p].DayNumber)
            );
        }

        overall = FollowUpCompleteness.Estimate(
            [.. centres.Values.SelectMany(c => c.Observed)],
            [.. centres.Values.SelectMany(c => c.Potential)]
        );
    }

    public static UnderAscertainment Of(CohortStudy study) => new(study);

    public Estimate Completeness =>
        overall.C is { } share
            ? Estimates.Value(
                new(
                    "data-quality-clark-c",
                    "Completeness of follow-up (Clark's C)",
                    $"{Years(overall.Observed):N0} of {Years(overall.Potential):N0} possible person-years were observed; a share of time, not of persons."
                ),
                share,
                Unit.Share,
                "Observed over potential follow-up time (Clark, Altman and De Stavola 2002)"
            ) with
            {
                Numerator = Math.Round(Years(overall.Observed)),
                Denominator = Math.Round(Years(overall.Potential)),
            }
            : Estimates.NoData(
                "data-quality-clark-c",
                "Completeness of follow-up (Clark's C)",
                Unit.Share,
                "No time could have been observed up to the data lock."
            );

    /// <summary>Cases had everybody been observed to the data lock, if the unobserved time had the observed rate.</summary>
    public Estimate CompleteCases(double level) =>
        overall.C is { } share && share > 0
            ? Estimates.Value(
                new(
                    "data-quality-complete-cases",
                    "Secondary T-cell malignancies had follow-up been complete",
                    $"{cases} observed; assumes that the unobserved time had the observed rate. The table shows other assumptions: the data cannot tell which holds."
                ),
                cases / share,
                Unit.Count,
                "Observed cases over Clark's C; exact Poisson (Garwood) over the same",
                Estimates.Named("Garwood", level, PoissonInterval.Garwood(cases, level).Scale(1 / share))
            )
            : Estimates.NoData(
                "data-quality-complete-cases",
                "Secondary T-cell malignancies had follow-up been complete",
                Unit.Count,
                "No time was observed."
            );

    public ReportTable ByCentre() =>
        new(
            "data-quality-follow-up",
            "Completeness of follow-up by centre, least complete first",
            [
                new("centre", "Centre"),
                new("patients", "Patients", 0),
                new("observed", "Observed person-years", 1),
                new("potential", "Possible person-years", 1),
                new("clark_c", "Clark's C", 1, Percent: true),
            ],
            [
                .. centres
                    .Select(c => (c.Key, Share: FollowUpCompleteness.Estimate([.. c.Value.Observed], [.. c.Value.Potential])))
                    .OrderBy(c => c.Share.C ?? 1)
                    .ThenBy(c => c.Key, StringComparer.Ordinal)
                    .Select(c => new TableRow([
                        c.Key,
                        c.Share.Subjects,
                        Years(c.Share.Observed),
                        Years(c.Share.Potential),
                        c.Share.C is { } share ? share : default(Cell),
                    ])),
            ]
        );

    public ReportTable Hidden()
    {
        var unobserved = Years(overall.Potential - overall.Observed);
        var rate = overall.Observed > 0 ? cases / Years(overall.Observed) : 0;
        return new(
            "data-quality-under-ascertainment",
            "Secondary T-cell malignancies that incomplete follow-up may hide, by the assumed rate in the time that nobody observed",
            [
                new("rate_ratio", "Rate in the unobserved time over the observed rate", 1),
                new("unobserved", "Unobserved person-years", 1),
                new("hidden", "Cases expected in it", 1),
                new("cases", "Cases in all", 1),
                new("rate", "Per 100,000 person-years", 1),
            ],
            [
                .. RateRatios.Select(ratio =>
                {
                    var hidden = ratio * rate * unobserved;
                    return new TableRow([
                        ratio,
                        unobserved,
                        hidden,
                        cases + hidden,
                        overall.Potential > 0 ? (cases + hidden) / Years(overall.Potential) * 100_000 : default(Cell),
                    ]);
                }),
            ]
        );
    }

    private static double Years(double days) => days / CalendarTime.DaysPerYear;
}
