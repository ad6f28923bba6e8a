using System.Collections.Immutable;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Signatures;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Causality;

/// <summary>The assessment of one case as it lies in the store, with its rows.</summary>
internal sealed class CausalityRecords
{
    private readonly List<CausalityRoundRow> rounds;
    private readonly List<CausalityVerdictRow> verdicts;

    private CausalityRecords(List<CausalityRoundRow> rounds, List<CausalityVerdictRow> verdicts)
    {
        (this.rounds, this.verdicts) = (rounds, verdicts);
        Assessment = CausalityAssessment.Restore(rounds.Select(Round));
    }

    public CausalityAssessment Assessment { get; }

    /// <summary>Printed names by account, of everybody who was ever an assessor or adjudicator of the case.</summary>
    public ImmutableDictionary<Guid, string> Names =>
        rounds
            .SelectMany(r => r.Assessors.Zip(r.Names))
            .Concat(verdicts.Where(v => v.PrintedName is not null).Select(v => (First: v.Person, Second: v.PrintedName!)))
            .GroupBy(n => n.First)
            .ToImmutableDictionary(g => g.Key, g => g.Last().Second);

    /// <summary>Version of a person's row in a round; 0 when there is none.</summary>
    public int VersionOf(int round, Guid person, bool adjudication) => Row(round, person, adjudication)?.Version ?? 0;

    /// <summary>Null when nobody has been named yet.</summary>
    public static async Task<CausalityRecords?> Load(RegistryDb db, Guid neoplasmCase, CancellationToken cancellation) =>
        (await Load(db, [neoplasmCase], cancellation)).GetValueOrDefault(neoplasmCase);

    /// <summary>By case; a case for which nobody has been named yet is not there.</summary>
    public static async Task<Dictionary<Guid, CausalityRecords>> Load(RegistryDb db, Guid[] cases, CancellationToken cancellation)
    {
        var found = await db.Set<CausalityRoundRow>()
            .Where(r => cases.Contains(r.NeoplasmCase) && !r.Voided)
            .OrderBy(r => r.Number)
            .ToListAsync(cancellation);
        Guid[] ids = [.. found.Select(r => r.Id)];
        var said =
            ids.Length == 0
                ? []
                : await db.Set<CausalityVerdictRow>()
                    .Where(v => ids.Contains(v.Round) && !v.Voided)
                    .OrderBy(v => v.Id)
                    .ToListAsync(cancellation);
        return found
            .GroupBy(r => r.NeoplasmCase)
            .ToDictionary(g => g.Key, g => new CausalityRecords([.. g], [.. said.Where(v => g.Any(r => r.Id == v.Round))]));
    }

    /// <summary>The first round of a case.</summary>
    public static void Open(
        RegistryDb db,
        NeoplasmCaseRow row,
        CausalityAssessment assessment,
        ImmutableArray<Assessor> assessors,
        DateTimeOffset now
    )
    {
        foreach (var round in assessment.Rounds)
            db.Add(New(row, round, [.. assessors.Select(a => a.PrintedName)], now));
    }

    /// <summary>Writes what differs. A draft that is no more is voided; a signed verdict is never touched, for the domain gives it back as it was.</summary>
    /// <param name="names">Printed names of assessors who came new.</param>
    /// <param name="means">How the person proved again who is there, for what was signed in this act.</param>
    public void Save(
        RegistryDb db,
        NeoplasmCaseRow row,
        CausalityAssessment after,
        IReadOnlyDictionary<Guid, string> names,
        ReauthenticationMeans? means,
        DateTimeOffset now
    )
    {
        foreach (var round in after.Rounds)
        {
            var stored = rounds.Find(r => r.Number == round.Number);
            var printed = round.Assessors.Select(a => names.GetValueOrDefault(a) ?? Names.GetValueOrDefault(a) ?? "").ToArray();
            if (stored is null)
            {
                stored = New(row, round, printed, now);
                rounds.Add(stored);
                db.Add(stored);
            }
            else if (stored.Evidence != round.Evidence || !stored.Assessors.AsSpan().SequenceEqual([.. round.Assessors]))
            {
                (stored.Evidence, stored.Assessors, stored.Names) = (round.Evidence, [.. round.Assessors], printed);
            }

            foreach (var verdict in round.Verdicts)
                Save(db, row, stored, verdict, adjudication: false, means);
            if (round.Adjudication is { } settled)
                Save(db, row, stored, settled, adjudication: true, means);
            foreach (var gone in verdicts.Where(v => v.Round == stored.Id && !v.Adjudication && round.Of(v.Person) is null))
                gone.Voided = true;
        }
    }

    private void Save(
        RegistryDb db,
        NeoplasmCaseRow row,
        CausalityRoundRow round,
        Verdict verdict,
        bool adjudication,
        ReauthenticationMeans? means
    )
    {
        var stored = Row(round.Number, verdict.Person, adjudication);
        if (stored is { ContentHash: not null })
            return;
        if (stored is null)
        {
            stored = new CausalityVerdictRow
            {
                Patient = row.Patient,
                Round = round.Id,
                Person = verdict.Person,
                Adjudication = adjudication,
                Criteria = "",
                Reason = "",
                Evidence = "",
            };
            verdicts.Add(stored);
            db.Add(stored);
        }

        var judgement = verdict.Judgement;
        (stored.Category, stored.Criteria, stored.Level) = (judgement.Category, CriteriaText.Of(judgement), judgement.Level);
        (stored.Reason, stored.Evidence) = (judgement.Reason, verdict.Evidence);
        if (verdict.Signature is not { } signature)
            return;
        (stored.PrintedName, stored.SignedAt, stored.Meaning) = (signature.PrintedName, signature.At, signature.Meaning);
        (stored.RecordVersion, stored.ContentHash, stored.Means) = (signature.RecordVersion, signature.ContentHash, means);
    }

    private CausalityVerdictRow? Row(int round, Guid person, bool adjudication) =>
        rounds.Find(r => r.Number == round) is { } of
            ? verdicts.Find(v => v.Round == of.Id && v.Person == person && v.Adjudication == adjudication)
            : null;

    private static CausalityRoundRow New(NeoplasmCaseRow row, CausalityRound round, string[] names, DateTimeOffset now) =>
        new()
        {
            Patient = row.Patient,
            NeoplasmCase = row.Id,
            Number = round.Number,
            Evidence = round.Evidence,
            Assessors = [.. round.Assessors],
            Names = names,
            Opened = now,
        };

    private CausalityRound Round(CausalityRoundRow row)
    {
        ImmutableArray<CausalityVerdictRow> own = [.. verdicts.Where(v => v.Round == row.Id)];
        return new(
            row.Number,
            row.Evidence,
            [.. row.Assessors],
            [.. own.Where(v => !v.Adjudication).Select(Of)],
            own.Where(v => v.Adjudication).Select(Of).FirstOrDefault()
        );
    }

    private static Verdict Of(CausalityVerdictRow row) =>
        new(
            row.Person,
            Judgement.Restore(row.Category, CriteriaText.Parse(row.Criteria), row.Level, row.Reason),
            row.Evidence,
            row.ContentHash is { } hash
                ? new Signature(
                    row.Person,
                    row.PrintedName ?? "",
                    row.SignedAt ?? default,
                    row.Meaning ?? default,
                    row.RecordVersion ?? 0,
                    hash
                )
                : null
        );
}
