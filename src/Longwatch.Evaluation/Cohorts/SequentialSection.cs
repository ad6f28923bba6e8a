using System.Collections.Immutable;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Sequential;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>What a sequential watch would have signalled, and when, had it run over the months of the cohort.</summary>
internal static class SequentialSection
{
    public const int Number = 12;
    public const string Title = "Sequential history";
    public const string Question = "Had somebody watched month by month, when would more cases than expected have been signalled?";
    private const string Id = "sequential";

    public static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var events = study.Times.SecondaryTCell;
        var (cases, personYears) = PersonTime.Total(study.Times, events);
        var months = CalendarMonths.Of(study);
        var choices = SequentialChoices.Of(study.Reference);
        double[] yearsByMonth = [];
        ImmutableArray<MonitorHistory> histories = [];
        ImmutableArray<(ExpectedCases Total, double[] ByMonth)> backgrounds = [];
        if (months is not null && choices is not null && personYears > 0)
        {
            var byMonth = BackgroundExpectation.ByMonth(study, events, months);
            yearsByMonth = Array.ConvertAll(byMonth, m => m.PersonYears);
            var diagnosed = Diagnosed(study, events, months);
            backgrounds = [.. BackgroundExpectation.Of(study, events).Against(study.Reference, byMonth).Where(b => b.Total.Expected > 0)];
            histories =
            [
                .. backgrounds
                    .Where(b => b.Total.Expected <= SequentialChoices.MostExpected)
                    .Select(b => MonitorHistory.Of(b.Total, diagnosed, b.ByMonth, choices, 1 - options.Level)),
            ];
        }

        // Chosen among all backgrounds, so that a limit of the method does not choose a lower one.
        var background = Quoted(backgrounds);
        var quoted = histories.FirstOrDefault(h => h.Background == background);
        var signals = SequentialTables.Signals(histories, months);
        var paths = SequentialTables.Paths(quoted, months);
        var why = Missing(study, choices, background, cases, personYears);
        return new(
            Number,
            Id,
            Title,
            Question,
            quoted is null ? $"No monitor can be set up: {why}" : Answer(quoted, histories, months!, cases),
            [.. quoted is null ? WithoutBackground(why) : Estimated(quoted, months!, choices!, options.Level)],
            [signals, SequentialTables.Months(quoted, months, yearsByMonth), paths],
            [
                new(
                    "sequential-paths-chart",
                    "The monitors month by month",
                    "Lines: each monitor's statistic over its threshold by calendar month, against the quoted background; dashed line at 1, where it signals. A monitor without a threshold has no line.",
                    SequentialTables.PathChart(paths),
                    paths.Id
                ),
                new(
                    "sequential-signals-chart",
                    "First signal by background",
                    "Points: the month of the first signal of each monitor for each background; a monitor that never signals has no point.",
                    SequentialTables.SignalChart(signals),
                    signals.Id
                ),
            ],
            Methods,
            Caveats
        )
        {
            Diagnostics = [.. quoted is null ? [] : quoted.Diagnostics()],
        };
    }

    private static ImmutableArray<string> Methods { get; } =
    [
        "Cases by calendar month of diagnosis (first secondary T-cell malignancy); expected: person-years at risk in that month × background, as in section 5. Monitors look at the end of each month.",
        "MaxSPRT: Poisson log-likelihood ratio with the exact group-sequential boundary of these looks (Kulldorff et al. 2011, Sequential Analysis 30:58–78); length: the expected count at the data lock.",
        "E-process: likelihood ratio mixed over a gamma distribution of rate ratios above 1; signals at 1/α, valid at any time (Ville 1939); its confidence sequence is two-sided.",
        "CUSUM: S = max(0, S + cases − k) with k for the assumed rate ratio; threshold by average run length (Brook and Evans 1972) at the mean month.",
        "α is 1 − the confidence level; minimum of cases, mixture, rate ratio and run length are in assumptions.csv (sequential.*). See docs/methods/sequential.md.",
    ];

    private static ImmutableArray<string> Caveats { get; } =
    [
        "The background decides: a signal says that the cases do not fit that background, not that treatment caused them. The table shows every background.",
        $"Backgrounds under which more than {SequentialChoices.MostExpected:0} cases would be expected are left out: these methods are for rare disease.",
        "The history is of the months of diagnosis as they are known today. A watch at the time would have known of each case later, by the delay of diagnosis, testing and reporting.",
        "The length of a MaxSPRT must be fixed before it starts; here it is the expected count at the data lock, known only afterwards.",
        "The expected counts are taken as known; where the background rests on few events the conditional test is the right one (docs/methods/sequential.md).",
    ];

    private static int[] Diagnosed(CohortStudy study, int[] events, CalendarMonths months)
    {
        var diagnosed = new int[months.Count];
        for (var p = 0; p < events.Length; p++)
            if (study.Times.Infused[p] && events[p] != CohortTimes.None)
                diagnosed[months.IndexOf(study.Times.InfusionDay[p].AddDays(events[p]))]++;
        return diagnosed;
    }

    /// <summary>The background by age where there is one, else the middle one of the others, the lower one of two.</summary>
    private static ExpectedCases? Quoted(ImmutableArray<(ExpectedCases Total, double[] ByMonth)> all) =>
        all.IsEmpty ? null : all.Select(b => b.Total).FirstOrDefault(b => b.ByAge) ?? all[(all.Length - 1) / 2].Total;

    private static string Missing(
        CohortStudy study,
        SequentialChoices? choices,
        ExpectedCases? background,
        int cases,
        double personYears
    ) =>
        personYears <= 0 ? "there is no person-time after infusion in the data set."
        : choices is null ? SequentialChoices.Missing(study.Reference)
        : background is null
            ? $"{Phrase.Counted(cases, "case")} in {Phrase.PersonYears(personYears)}, but no background rate that may be counted."
        : $"{Phrase.Number(background.Expected)} cases would be expected in {Phrase.PersonYears(personYears)} ({background.Background}); these methods are for at most {SequentialChoices.MostExpected:0}.";

    private static IEnumerable<Estimate> WithoutBackground(string why)
    {
        foreach (
            var (id, name) in new[]
            {
                ("maxsprt", MonitorHistory.MaxSprtName),
                ("e-process", MonitorHistory.EProcessName),
                ("cusum", MonitorHistory.CusumName),
            }
        )
            yield return Estimates.NoData($"{Id}-{id}", Label(name), Unit.Ratio, $"Cannot be estimated: {why}");
    }

    private static IEnumerable<Estimate> Estimated(MonitorHistory quoted, CalendarMonths months, SequentialChoices choices, double level)
    {
        ImmutableArray<string> sources = [.. quoted.Background.Sources, .. choices.Sources];
        foreach (var monitor in quoted.Monitors)
        {
            var note = $"{FirstSignal(monitor, months)}; {monitor.Promise}.";
            var method = $"{monitor.Name} at the end of each month, background {quoted.Background.Background}";
            yield return (monitor.Path, SequentialTables.Largest(monitor)) switch
            {
                ({ Threshold: > 0 } path, { } largest) => Estimates.Value(
                    new($"{Id}-{monitor.Id}", Label(monitor.Name), note, sources),
                    largest / path.Threshold,
                    Unit.Ratio,
                    method
                ),
                ({ Threshold: 0 }, { } largest) => Estimates.Value(
                    new($"{Id}-{monitor.Id}", $"{monitor.Name}: largest statistic, without a threshold", note, sources),
                    largest,
                    Unit.None,
                    method
                ),
                _ => Estimates.NotIdentified($"{Id}-{monitor.Id}", Label(monitor.Name), Unit.Ratio, note),
            };
        }

        var (cases, expected) = (quoted.Series.Events[^1], quoted.Series.Expected[^1]);
        yield return Estimates.Value(
            new($"{Id}-rate-ratio", "Rate over background, with an interval that holds at all looks together", null, sources),
            cases / expected,
            Unit.Ratio,
            $"Observed over expected; confidence sequence of the gamma mixture, background {quoted.Background.Background}",
            Estimates.Named("confidence sequence", level, PoissonEProcess.ConfidenceSequence(cases, expected, choices.Mixture, level))
        ) with
        {
            Numerator = cases,
            Denominator = expected,
        };
    }

    private static string Label(string monitor) => $"{monitor}: largest statistic as a multiple of its threshold (signals from 1)";

    private static string FirstSignal(Monitor monitor, CalendarMonths months) =>
        monitor.Path?.Signal is { } signal
            ? $"First signal at the end of {months.Words(signal.Period)}, with {Phrase.Counted(signal.Events, "case")} where {Phrase.Number(signal.Expected)} were expected"
        : monitor.Path is { Threshold: > 0 } ? "No signal"
        : "No signal was possible: there is no threshold for so few expected cases";

    private static string Answer(MonitorHistory quoted, ImmutableArray<MonitorHistory> histories, CalendarMonths months, int cases)
    {
        var monitors = quoted.Monitors.Select(m =>
            m.Path?.Signal is { } s
                ? $"the {m.Name} at the end of {months.Words(s.Period)} ({Phrase.Counted(s.Events, "case")}, {Phrase.Number(s.Expected)} expected)"
            : m.Path is { Threshold: > 0 } ? $"the {m.Name} never"
            : $"the {m.Name} not at all (it has no threshold for so few expected cases)"
        );
        var signalled = histories.Count(h => h.Monitors.Any(m => m.Path?.Signal is not null));
        return $"{Phrase.Counted(cases, "case")} by the data lock where {Phrase.Number(quoted.Series.Expected[^1])} were expected ({quoted.Background.Background}): "
            + $"it would have been signalled by {string.Join(", by ", monitors)}; over the {Phrase.Counted(histories.Length, "background")} compared, from "
            + $"{Phrase.Range(histories.Min(h => h.Series.Expected[^1]), histories.Max(h => h.Series.Expected[^1]))} expected, "
            + $"{signalled}/{histories.Length} {(histories.Length == 1 ? "leads" : "lead")} to a signal of at least one monitor.";
    }
}
