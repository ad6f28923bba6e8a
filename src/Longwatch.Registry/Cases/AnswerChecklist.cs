using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Neoplasms;
using Longwatch.Exchange;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>Answers one item of a checklist, or says that it was asked for or cannot be had.</summary>
/// <remarks>An item that the neoplasm itself answers is written there: histology, lineage, site and relation are facts of the clinical record.</remarks>
public sealed class AnswerChecklist(RegistryStore store, CaseGround ground, TimeProvider time) : IUseCase
{
    /// <summary>What is to be done.</summary>
    /// <param name="Version">Of the answer that the caller saw; 0 when there was none.</param>
    /// <param name="ClonallyUnrelated">With the relation only: whether a comparison of clones showed no relation to the index disease.</param>
    public sealed record Command(
        Guid Case,
        string Item,
        int Version,
        AnswerStatus Status,
        string? Value,
        DateOnly? Date,
        string? Source,
        Ternary? ClonallyUnrelated = null
    );

    public async Task<Result<int>> Do(Caller caller, Command command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var found = await store.Read((db, stop) => CaseAccess.Find(db, caller, Permission.CasesWrite, command.Case, stop), cancellation);
        if (found is null)
            return Visibility.NotFound;
        if (ground.Casework.Checklist.Item(command.Item) is not { } item)
            return new Refusal("checklist.item", "The checklist has no such item.");
        if (command.Date is { } day && time.IsFuture(day))
            return new Refusal("checklist.date-missing", "A day that has not come yet.");
        var answer = ChecklistAnswer.Of(item, command.Status, command.Value, command.Date, command.Source);
        if (answer is not Result<ChecklistAnswer>.Ok { Value: var given })
            return ((Result<ChecklistAnswer>.Refused)answer).Why;
        return await store.Write<int>(
            caller,
            new Act("cases.answer-checklist", found.Patient),
            (db, stop) => Save(db, found, item, given, command, stop),
            cancellation
        );
    }

    private static async Task<Result<int>> Save(
        RegistryDb db,
        NeoplasmCaseRow found,
        ChecklistItem item,
        ChecklistAnswer given,
        Command command,
        CancellationToken cancellation
    )
    {
        var row = await db.Set<ChecklistAnswerRow>()
            .SingleOrDefaultAsync(a => a.NeoplasmCase == found.Id && a.Item == item.Code, cancellation);
        if ((row?.Version ?? 0) != command.Version)
            return RegistryStore.Conflict;
        if (row is null)
            db.Add(
                row = new ChecklistAnswerRow
                {
                    Patient = found.Patient,
                    NeoplasmCase = found.Id,
                    Item = item.Code,
                }
            );
        (row.Status, row.Date, row.Source) = (given.Status, given.Date, given.Source);
        row.Value = item.Fact == ChecklistFact.None ? given.Value : null;
        if (item.Fact != ChecklistFact.None && given.Status == AnswerStatus.Known)
        {
            var neoplasm = await db.Set<NeoplasmRow>().SingleAsync(n => n.Id == found.Neoplasm, cancellation);
            Tell(neoplasm, item.Fact, given.Value!);
            if (item.Fact == ChecklistFact.Relation && command.ClonallyUnrelated is { } unrelated)
                neoplasm.ClonallyUnrelated = unrelated;
            if (await PatientCheck.Against(db, found.Patient, [CohortTable.Neoplasms], cancellation) is { } broken)
                return broken;
        }

        await db.SaveChangesAsync(cancellation);
        return row.Version;
    }

    private static void Tell(NeoplasmRow neoplasm, ChecklistFact fact, string value)
    {
        switch (fact)
        {
            case ChecklistFact.Morphology:
                neoplasm.Morphology = value;
                break;
            case ChecklistFact.Topography:
                neoplasm.Topography = value;
                break;
            case ChecklistFact.Lineage:
                neoplasm.Lineage = Codes.Parse<Lineage>(value);
                break;
            case ChecklistFact.Relation:
                neoplasm.Relation = Codes.Parse<NeoplasmRelation>(value);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fact));
        }
    }
}
