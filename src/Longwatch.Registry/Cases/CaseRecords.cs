using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Signatures;
using Longwatch.Domain.Specimens;
using Longwatch.Exchange;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Causality;
using Longwatch.Registry.FollowUp;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Cases;

/// <summary>Everything on which one case rests, as it lies in the store now, and what follows from it by rule.</summary>
internal sealed record CaseRecords(
    NeoplasmCaseRow Case,
    PatientRow Patient,
    NeoplasmRow Neoplasm,
    ImmutableArray<InfusionRow> Infusions,
    ImmutableArray<VisitRow> Visits,
    ImmutableArray<TherapyRow> Therapies,
    ImmutableArray<SpecimenRow> Specimens,
    ImmutableArray<TestRow> Tests,
    ImmutableDictionary<Guid, TestDetailRow> Details,
    ImmutableArray<ChecklistAnswerRow> Answers,
    LevelOverrideRow? Override,
    CaseGround Ground
)
{
    /// <summary>Specimens of the patient: those of the neoplasm, and those that belong to none.</summary>
    public static async Task<CaseRecords> Load(RegistryDb db, CaseGround ground, NeoplasmCaseRow row, CancellationToken cancellation)
    {
        var specimens = await db.Set<SpecimenRow>()
            .Where(s => s.Patient == row.Patient && !s.Voided && (s.Neoplasm == row.Neoplasm || s.Neoplasm == null))
            .OrderBy(s => s.Id)
            .ToListAsync(cancellation);
        var ids = specimens.Select(s => s.Id).ToArray();
        var tests = await db.Set<TestRow>().Where(t => !t.Voided && ids.Contains(t.Specimen)).OrderBy(t => t.Id).ToListAsync(cancellation);
        var testIds = tests.Select(t => t.Id).ToArray();
        return new(
            row,
            await db.Set<PatientRow>().SingleAsync(p => p.Id == row.Patient, cancellation),
            await db.Set<NeoplasmRow>().SingleAsync(n => n.Id == row.Neoplasm, cancellation),
            [
                .. await db.Set<InfusionRow>()
                    .Where(i => i.Patient == row.Patient && !i.Voided)
                    .OrderBy(i => i.Date)
                    .ThenBy(i => i.Id)
                    .ToListAsync(cancellation),
            ],
            [
                .. await db.Set<VisitRow>()
                    .Where(v => v.Patient == row.Patient && !v.Voided)
                    .OrderBy(v => v.Date)
                    .ThenBy(v => v.Id)
                    .ToListAsync(cancellation),
            ],
            [
                .. await db.Set<TherapyRow>()
                    .Where(t => t.Patient == row.Patient && !t.Voided)
                    .OrderBy(t => t.Start)
                    .ThenBy(t => t.Id)
                    .ToListAsync(cancellation),
            ],
            [.. specimens],
            [.. tests],
            (
                await db.Set<TestDetailRow>().Where(d => !d.Voided && testIds.Contains(d.Test)).ToListAsync(cancellation)
            ).ToImmutableDictionary(d => d.Test),
            [
                .. await db.Set<ChecklistAnswerRow>()
                    .Where(a => a.NeoplasmCase == row.Id && !a.Voided)
                    .OrderBy(a => a.Item)
                    .ToListAsync(cancellation),
            ],
            await db.Set<LevelOverrideRow>()
                .Where(o => o.NeoplasmCase == row.Id && !o.Voided)
                .OrderByDescending(o => o.Id)
                .FirstOrDefaultAsync(cancellation),
            ground
        );
    }

    public CaseChecklist Checklist
    {
        get
        {
            var settled = Answers.Any(a => a.Item == ChecklistCodes.Relation && a.Status == AnswerStatus.Known);
            var facts = new NeoplasmFacts(Neoplasm.Morphology, Neoplasm.Topography, Neoplasm.Lineage, Neoplasm.Relation, settled);
            return CaseChecklist.Of(Ground.Casework.Checklist, Answers.Select(Answer).OfType<ChecklistAnswer>(), facts);
        }
    }

    /// <summary>What assessors judge: when it changes, a signed round is over. Requests, orders and shipments are no evidence; what they bring is.</summary>
    public string Evidence
    {
        get
        {
            var content = new SignedContent("cases.evidence/1")
                .Add("neoplasm", Fact(Neoplasm))
                .Add("patient", Fact(Patient))
                .Add("infusions", Infusions.Select(Fact))
                .Add("visits", Visits.Select(Fact))
                .Add("therapies", Therapies.Select(Fact))
                .Add("tests", Tests.Where(t => t.Status != TestStatus.NotPerformed).Select(t => $"{Fact(t)} {t.Specimen}"))
                .Add("details", Details.Values.OrderBy(d => d.Test).Select(Fact))
                .Add(
                    "tumour-content",
                    Specimens
                        .Where(s => s.TumourFraction is not null)
                        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Id} {s.Type} {s.TumourFraction:R}"))
                )
                .Add(
                    "checklist",
                    Answers.Where(a => a.Status == AnswerStatus.Known).Select(a => $"{a.Item} {a.Value} {a.Date:O} {a.Source}")
                );
            return content.Hash();
        }
    }

    public PlacedTumour Placed
    {
        get
        {
            var findings = CaseFindings.Of(Tests.Select(Test), Knowledge, Ground.Thresholds);
            return PlacedTumour.Of(findings, Ground.Thresholds, Overridden, Evidence);
        }
    }

    public bool IsTested => Tests.Select(Test).Any(t => t.OfTumour && t.IsClear);

    public CaseStage Stage(RoundState? round) => CaseStages.Of([.. Specimens.Where(IsOfTumour).Select(s => s.Custody)], IsTested, round);

    public CaseTest Test(TestRow test)
    {
        var specimen = Specimens.First(s => s.Id == test.Specimen);
        var detail = Details.GetValueOrDefault(test.Id);
        return new(
            test.Code,
            specimen.Type,
            IsOfTumour(specimen),
            test.Status,
            test.Result,
            test.CopiesPerCell,
            test.LimitOfDetection,
            specimen.TumourFraction,
            detail?.CarPositivePercent,
            test.VectorClonal,
            [.. (detail?.Sites ?? []).Select(StoredSite.Parse).Where(s => s.IsConfirmed).Select(s => s.Finding)]
        );
    }

    private bool IsOfTumour(SpecimenRow specimen) => specimen.Type == SpecimenType.Tumour && specimen.Neoplasm == Neoplasm.Id;

    private LevelOverride? Overridden =>
        Override is { } o
            ? new(
                o.Level,
                o.ByRule,
                o.Reason,
                new(o.Signer, o.PrintedName, o.SignedAt, SignatureMeaning.LevelOverride, o.RecordVersion, o.ContentHash)
            )
            : null;

    private CaseKnowledge Knowledge
    {
        get
        {
            var list = Checklist;
            return new(
                Of(list.Value(ChecklistCodes.TcrClone), ChecklistCodes.SameClone, ChecklistCodes.OtherClone),
                Of(list.Value(ChecklistCodes.ExpressionEffect), ChecklistCodes.Shown, ChecklistCodes.Excluded),
                Of(list.Value(ChecklistCodes.AlternativeDriver), ChecklistCodes.Found, ChecklistCodes.Excluded)
            );
        }
    }

    private static Ternary Of(string? value, string yes, string no) =>
        value == yes ? Ternary.Yes
        : value == no ? Ternary.No
        : Ternary.Unknown;

    private ChecklistAnswer? Answer(ChecklistAnswerRow row)
    {
        if (Ground.Casework.Checklist.Item(row.Item) is not { } item)
            return null;
        var value = row.Status == AnswerStatus.Known ? row.Value ?? ValueOfNeoplasm(item) : null;
        return (ChecklistAnswer.Of(item, row.Status, value, row.Date, row.Source) as Result<ChecklistAnswer>.Ok)?.Value;
    }

    private string? ValueOfNeoplasm(ChecklistItem item) =>
        item.Fact switch
        {
            ChecklistFact.Morphology => Neoplasm.Morphology,
            ChecklistFact.Topography => Neoplasm.Topography,
            ChecklistFact.Lineage => Codes.Of(Neoplasm.Lineage),
            ChecklistFact.Relation => Codes.Of(Neoplasm.Relation),
            _ => null,
        };

    private static string Fact(Fact row) => string.Create(CultureInfo.InvariantCulture, $"{row.Id} {row.Version}");
}
