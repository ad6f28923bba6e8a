using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Statistics;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Evaluation.Published;

/// <summary>The observed share of early onset with its own denominator: cases whose onset is known, never all cases.</summary>
/// <param name="Early">Onset within 12 months.</param>
/// <param name="Known">Onset known.</param>
/// <param name="Cases">All cases of the same evaluation.</param>
/// <param name="Printed">The percentage as the agency printed it, with the counts it can stand for; null when it printed none.</param>
internal sealed record OnsetObservation(
    int Early,
    int Known,
    int Cases,
    PrintedPercentage? Printed,
    Interval Limits,
    ImmutableArray<string> Sources
)
{
    public int Missing => Cases - Known;

    public double Share => (double)Early / Known;

    /// <summary>Null when the counts are not all there or contradict each other (more early than known, more known than cases).</summary>
    public static OnsetObservation? Of(PublishedEvidence evidence, PrimaryEvaluation? primary, double level)
    {
        if (
            primary
                is not {
                    Cases: { Value: { } cases } casesRow,
                    OnsetKnown: { Value: { } known } knownRow,
                    OnsetWithin12Months: { Value: { } early } earlyRow
                }
            || known < 1
            || early < 0
            || early > known
            || known > cases
        )
            return null;
        var printed = PrintedPercentages
            .Of(evidence, primary)
            .FirstOrDefault(p => string.Equals(p.Row.Evaluation, primary.Evaluation, StringComparison.Ordinal));
        ImmutableArray<string> sources = [earlyRow.Provenance.Key, knownRow.Provenance.Key, casesRow.Provenance.Key];
        return new(
            (int)early,
            (int)known,
            (int)cases,
            printed,
            ProportionInterval.ClopperPearson((int)early, (int)known, level),
            printed is null ? sources : sources.Add(printed.Row.Provenance.Key)
        );
    }
}
