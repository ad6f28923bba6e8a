using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Domain.Specimens;
using Longwatch.Evaluation;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange;

namespace Longwatch.Benchmarks.Pipeline;

/// <summary>The estimates of <c>r/cohort_estimates.R</c> and nothing more, written in its format.</summary>
internal static class SameEstimates
{
    private const double Level = 0.95;

    internal static int Run(string dataset, string result)
    {
        if (DatasetReader.Read(dataset, Path.Combine(Home.Root, "data", "published")) is not DatasetReading.CohortSet read)
            return 2;
        var times = CohortTimes.Of(read.Cohort);
        var study = new CohortStudy(read.Cohort, times, read.Reference);
        var options = EvaluationOptions.Default;
        var patients = times.Infused.Count(i => i);
        var (cases, casesYears) = PersonTime.Total(times, times.SecondaryTCell);
        var (second, secondYears) = PersonTime.Total(times, times.SecondPrimary);
        var valid = Tested(read, times, _ => true);
        Estimate[] estimates =
        [
            Estimates.Value(("exposure-patients", ""), patients, Unit.Count, ""),
            Estimates.Value(("exposure-person-years", ""), PersonTime.FollowUp(times), Unit.PersonYears, ""),
            Estimates.CountRate(("rates-per-100000-person-years", ""), cases, casesYears, Unit.Per100000PersonYears, Level),
            Estimates.CountRate(
                ("rates-second-primary-per-100000-person-years", ""),
                second,
                secondYears,
                Unit.Per100000PersonYears,
                Level
            ),
            Estimates.Proportion(("cases-t-cell-patients", ""), cases, patients, Level),
            Estimates.Proportion(("cases-second-primary-patients", ""), second, patients, Level),
            CumulativeIncidenceEstimates.MedianFollowUp(study, options),
            .. CumulativeIncidenceEstimates.OverallSurvival(study, options),
            .. CumulativeIncidenceEstimates.At(CumulativeIncidenceEstimates.SecondaryTCell(study), "onset-incidence-stcm", Level),
            .. CumulativeIncidenceEstimates.At(CumulativeIncidenceEstimates.SecondPrimary(study), "onset-incidence-second-primary", Level),
            Estimates.Proportion(("transgene-tested", ""), valid, cases, Level),
            Estimates.Proportion(("transgene-positive", ""), Tested(read, times, t => t.Result == TestResult.Detected), valid, Level),
            Estimates.Proportion(("onset-share-12-months", ""), times.SecondaryTCell.Count(d => d is >= 0 and <= 365), cases, Level),
        ];
        File.WriteAllLines(result, ["estimate,value,lower,upper", .. estimates.Where(e => e.Value is not null).Select(Line)]);
        return 0;
    }

    /// <summary>First malignancies with a valid result that meets the condition.</summary>
    private static int Tested(DatasetReading.CohortSet read, CohortTimes times, Func<TransgeneTest, bool> condition) =>
        read
            .Cohort.Tests.Where(t => t.Status == TestStatus.Valid && condition(t))
            .Select(t => read.Cohort.Specimens[t.Specimen])
            .Where(s => s.Neoplasm is { } n && times.SecondaryTCell[s.Patient] >= 0 && times.SecondaryTCellNeoplasm[s.Patient] == n)
            .Select(s => s.Patient)
            .Distinct()
            .Count();

    private static string Line(Estimate e) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Id},{e.Value:R},{(e.Intervals.IsEmpty ? null : e.Intervals[0].Lower):R},{(e.Intervals.IsEmpty ? null : e.Intervals[0].Upper):R}"
        );
}
