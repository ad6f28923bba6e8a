using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>Custody logs as they lie in the store.</summary>
internal static class CustodyRecords
{
    public static CustodyEventRow Row(SpecimenRow specimen, int ordinal, CustodyEvent entry, Caller caller) =>
        new()
        {
            Patient = specimen.Patient,
            Specimen = specimen.Id,
            Ordinal = ordinal,
            Step = entry.Step,
            Party = entry.Party,
            Date = entry.Date,
            Recipient = entry.To,
            Note = string.IsNullOrWhiteSpace(entry.Note) ? null : entry.Note.Trim(),
            Account = caller.Account,
            PrintedName = caller.PrintedName,
        };

    public static async Task<ImmutableArray<CustodyEventRow>> Load(RegistryDb db, Guid specimen, CancellationToken cancellation) =>
        [
            .. await db.Set<CustodyEventRow>()
                .Where(e => e.Specimen == specimen && !e.Voided)
                .OrderBy(e => e.Ordinal)
                .ToListAsync(cancellation),
        ];

    /// <summary>
    /// The log of a specimen. One that came with a data set has no events: its state is taken as one first step, without a claim of how it came there.
    /// </summary>
    public static CustodyLog Log(SpecimenRow specimen, IReadOnlyCollection<CustodyEventRow> events, string centre, DateOnly today)
    {
        if (events.Count > 0 && CustodyLog.Replay(events.Select(e => e.Event)) is Result<CustodyLog>.Ok { Value: var log })
            return log;
        var holder = specimen.Holder ?? centre;
        var day = specimen.Collected ?? today;
        const string Note = "as it came with a data set";
        CustodyEvent[] told = specimen.Custody switch
        {
            CustodyStatus.Requested => [new(CustodyStep.Requested, holder, day, null, Note)],
            CustodyStatus.Exhausted =>
            [
                new(CustodyStep.Collected, holder, day, null, Note),
                new(CustodyStep.Exhausted, holder, day, null, Note),
            ],
            CustodyStatus.Destroyed =>
            [
                new(CustodyStep.Collected, holder, day, null, Note),
                new(CustodyStep.Destroyed, holder, day, null, Note),
            ],
            _ => [new(CustodyStep.Collected, holder, day, null, Note)],
        };
        return ((Result<CustodyLog>.Ok)CustodyLog.Replay(told)).Value;
    }
}
