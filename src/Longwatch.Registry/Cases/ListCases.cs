using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Neoplasms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Causality;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>One line of the list of cases.</summary>
/// <param name="Known">Items of the checklist that are answered, of <paramref name="Items"/>.</param>
public sealed record CaseLine(
    Guid Id,
    string Pseudonym,
    string Centre,
    DateOnly Opened,
    DateOnly Diagnosed,
    string Morphology,
    Lineage Lineage,
    NeoplasmRelation Relation,
    CaseStage Stage,
    EvidenceLevel Level,
    bool Reopened,
    int Known,
    int Items
);

/// <summary>Lists the cases that a caller may see, newest first; stage and level are derived, never stored.</summary>
public sealed class ListCases(RegistryStore store, CaseGround ground) : IUseCase
{
    /// <summary>What is asked for.</summary>
    /// <param name="Page">From 1.</param>
    public sealed record Query(int Page, int Size);

    public sealed record Answer(ImmutableArray<CaseLine> Lines, int Total);

    public Task<Answer> Do(Caller caller, Query query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.Read(
            async (db, stop) =>
            {
                var cases = db.Set<NeoplasmCaseRow>().Visible(db, caller, Permission.CasesRead);
                var total = await cases.CountAsync(stop);
                var rows = await cases
                    .OrderByDescending(c => c.Opened)
                    .ThenByDescending(c => c.Id)
                    .Skip((query.Page - 1) * query.Size)
                    .Take(query.Size)
                    .ToListAsync(stop);
                var records = await CaseRecords.Load(db, ground, rows, stop);
                var causality = await CausalityRecords.Load(db, [.. rows.Select(r => r.Id)], stop);
                return new Answer([.. records.Select(r => Line(r, causality.GetValueOrDefault(r.Case.Id)))], total);
            },
            cancellation
        );
    }

    private static CaseLine Line(CaseRecords records, CausalityRecords? stored)
    {
        var causality = stored?.Assessment.Know(records.Evidence);
        var list = records.Checklist;
        return new(
            records.Case.Id,
            records.Patient.Pseudonym,
            records.Patient.Centre,
            records.Case.Opened,
            records.Neoplasm.Diagnosed,
            records.Neoplasm.Morphology,
            records.Neoplasm.Lineage,
            records.Neoplasm.Relation,
            records.Stage(causality?.Current.State),
            records.Placed.Level,
            causality?.IsReopened ?? false,
            list.Known,
            list.Total
        );
    }
}
