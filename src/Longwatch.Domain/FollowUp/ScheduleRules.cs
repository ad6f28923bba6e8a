namespace Longwatch.Domain.FollowUp;

/// <summary>One thing that is wrong with a definition that came as data.</summary>
/// <param name="Path">Where, for example <c>activities[1].points[0].due</c>.</param>
public sealed record DefinitionProblem(string Path, string Found, string Expected, string Remedy);

/// <summary>What a schedule must hold to before it may plan anybody's follow-up.</summary>
public static class ScheduleRules
{
    /// <summary>Anchors on which months are shortest and longest, so that an order that holds for these holds for all that matter.</summary>
    private static readonly DateOnly[] Anchors = [new(2023, 1, 31), new(2024, 2, 29), new(2023, 8, 31)];

    private const int ItemsChecked = 60;

    /// <summary>All problems, in the order of the file.</summary>
    public static IEnumerable<DefinitionProblem> Check(Schedule schedule)
    {
        if (schedule.Activities.IsEmpty)
            yield return new("activities", "none", "at least one", "Add an activity.");
        foreach (var twice in schedule.Activities.GroupBy(a => a.Code, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            yield return new("activities", $"the code {twice.Key} more than once", "one activity of each code", "Rename or join them.");
        for (var i = 0; i < schedule.Activities.Length; i++)
            foreach (var problem in Check(schedule.Activities[i], $"activities[{i}]"))
                yield return problem;
    }

    private static IEnumerable<DefinitionProblem> Check(Activity activity, string path)
    {
        if (activity.SatisfiedBy.IsEmpty)
            yield return new($"{path}.satisfied_by", "none", "at least one code of an event", "Say what completes the activity.");
        if (activity.Points.IsEmpty && activity.Recurrences.IsEmpty)
            yield return new(path, "neither points nor recurrences", "at least one time", "Add a time point or a recurrence.");
        var sound = true;
        for (var i = 0; i < activity.Recurrences.Length; i++)
            foreach (var problem in Check(activity.Recurrences[i], $"{path}.recurrences[{i}]", i == activity.Recurrences.Length - 1))
            {
                sound = false;
                yield return problem;
            }

        if (sound && Disorder(activity) is { } disorder)
            yield return new(
                path,
                disorder,
                "windows that follow each other without overlap",
                "Correct opens, due, closes or the distances."
            );
    }

    private static IEnumerable<DefinitionProblem> Check(Recurrence recurrence, string path, bool last)
    {
        if (recurrence.Every.Base == 0)
            yield return new($"{path}.every", $"{recurrence.Every}", "a period of at least one day", "State the distance.");
        if (recurrence.From.IsOfMonths != recurrence.Every.IsOfMonths)
            yield return new(
                $"{path}.every",
                $"{recurrence.Every} with a start of {recurrence.From}",
                "both in months and years, or both in days and weeks",
                "Use one kind of unit."
            );
        if (recurrence.Until is { } until && until.IsOfMonths != recurrence.From.IsOfMonths)
            yield return new(
                $"{path}.until",
                $"{until} with a start of {recurrence.From}",
                "both in months and years, or both in days and weeks",
                "Use one kind of unit."
            );
        else if (recurrence.Until?.Base < recurrence.From.Base)
            yield return new(
                $"{path}.until",
                $"{recurrence.Until}, before the start of {recurrence.From}",
                "no time before the start",
                "Correct one of the two."
            );
        if (recurrence.Until is null && !last)
            yield return new(
                $"{path}.until",
                "none",
                "an end, because another recurrence follows",
                "State the end, or move the recurrence to the end."
            );
    }

    private static string? Disorder(Activity activity)
    {
        foreach (var anchor in Anchors)
        {
            var facts = WatchFacts.None with { Infusions = [new(anchor, "", default)], Transplants = [anchor.AddDays(1)] };
            Expectation? before = null;
            foreach (var expected in ExpectationDates.Raw(activity, facts).Take(ItemsChecked))
            {
                if (expected.Opens > expected.Due)
                    return $"{expected.Label} opens after it is due";
                if (expected.Closes < expected.Due)
                    return $"{expected.Label} closes before it is due";
                if (before is not null && expected.Due <= before.Due)
                    return $"{expected.Label} is due no later than {before.Label}";
                if (before is not null && expected.Opens <= (before.Closes ?? before.Due))
                    return $"{expected.Label} opens before {before.Label} closes";
                before = expected;
            }
        }

        return null;
    }
}
