using System.Collections.Immutable;
using Longwatch.Domain.Causality;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Causality;

/// <summary>One case that waits for the caller, or has been assessed by them.</summary>
public sealed record AssessmentLine(
    Guid Case,
    string Pseudonym,
    string Centre,
    int Round,
    RoundState State,
    bool Reopened,
    bool SignedByMe
);

/// <summary>The caller's own assessments: what waits for a signature first.</summary>
public sealed class ListAssessments(RegistryStore store, CaseGround ground) : IUseCase
{
    /// <summary>What is asked for.</summary>
    /// <param name="Page">From 1.</param>
    public sealed record Query(int Page, int Size);

    /// <summary>One page of the caller's assessments, of <paramref name="Total"/> in all.</summary>
    public sealed record Answer(ImmutableArray<AssessmentLine> Lines, int Total);

    public Task<Answer> Do(Caller caller, Query query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(query);
        return store.Read(
            async (db, stop) =>
            {
                var person = caller.Account ?? Guid.Empty;
                var cases = await db.Set<NeoplasmCaseRow>()
                    .Visible(db, caller, Permission.CausalityAssess)
                    .Where(c => db.Set<CausalityRoundRow>().Any(r => r.NeoplasmCase == c.Id && !r.Voided && r.Assessors.Contains(person)))
                    .OrderByDescending(c => c.Id)
                    .ToListAsync(stop);
                var lines = new List<AssessmentLine>();
                var causality = await CausalityRecords.Load(db, [.. cases.Select(c => c.Id)], stop);
                foreach (var records in await CaseRecords.Load(db, ground, cases, stop))
                {
                    if (causality.GetValueOrDefault(records.Case.Id)?.Assessment.Know(records.Evidence) is not { } now)
                        continue;
                    lines.Add(
                        new(
                            records.Case.Id,
                            records.Patient.Pseudonym,
                            records.Patient.Centre,
                            now.Current.Number,
                            now.Current.State,
                            now.IsReopened,
                            now.Current.HasSigned(person)
                        )
                    );
                }

                // Which round is the current one follows from the evidence: what waits is known only when all are read.
                var page = lines.OrderBy(l => l.SignedByMe).Skip((query.Page - 1) * query.Size).Take(query.Size);
                return new Answer([.. page], lines.Count);
            },
            cancellation
        );
    }
}
