using Longwatch.Domain.FollowUp;

namespace Longwatch.Registry.FollowUp.Work;

/// <summary>One row of <c>watch.expectation</c>: dates of the first thing not done after the last that was.</summary>
internal sealed record KeptExpectation(
    Guid Patient,
    string Schedule,
    string Activity,
    string Centre,
    DateOnly Anchor,
    int Ordinal,
    string Label,
    DateOnly Opens,
    DateOnly Due,
    DateOnly OverdueFrom,
    DateOnly? Closes
);

/// <summary>One row of <c>watch.standing</c>: dates from which a patient's standing follows.</summary>
internal sealed record KeptStanding(
    Guid Patient,
    string Centre,
    DateOnly Infused,
    DateOnly? LastHeard,
    DateOnly? LostFrom,
    DateOnly? Ended,
    WatchEndKind? EndKind,
    DateOnly? NextDue
);

/// <summary>What the store keeps of patients, derived from their facts.</summary>
internal sealed record KeptDates(List<KeptExpectation> Expectations, List<KeptStanding> Standings)
{
    public static KeptDates Of(IEnumerable<WatchedPatient> patients, ScheduleBook book)
    {
        var kept = new KeptDates([], []);
        foreach (var patient in patients)
            kept.Add(patient, book);
        return kept;
    }

    private void Add(WatchedPatient patient, ScheduleBook book)
    {
        var facts = patient.Facts;
        if (facts.FirstInfusion is not { } infused)
            return;
        DateOnly? next = null;
        foreach (var schedule in book.For(facts, patient.ByHand))
        foreach (var activity in schedule.Activities)
            if (WatchPlan.FirstUnmet(activity, facts) is { } e)
            {
                Expectations.Add(
                    new(
                        patient.Id,
                        schedule.Id,
                        activity.Code,
                        facts.Centre,
                        e.Anchor,
                        e.Ordinal,
                        e.Label,
                        e.Opens,
                        e.Due,
                        e.OverdueFrom,
                        e.Closes
                    )
                );
                next = next < e.Due ? next : e.Due;
            }

        Standings.Add(
            new(
                patient.Id,
                facts.Centre,
                infused,
                Standing.LastHeard(DateOnly.MaxValue, facts),
                Standing.LostFrom(DateOnly.MaxValue, facts, book.LossFor(facts, patient.ByHand)),
                facts.End?.Date,
                facts.End?.Kind,
                next
            )
        );
    }
}
