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
    public static async Task<CaseRecords> Load(RegistryDb db, CaseGround ground, NeoplasmCaseRow row, CancellationToken cancellation) =>
        (await Load(db, ground, [row], cancellation))[0];

    /// <summary>Several cases in the order given, each table asked once. Specimens are those of the neoplasm, and those of the patient that belong to none.</summary>
    public static async Task<ImmutableArray<CaseRecords>> Load(
        RegistryDb db,
        CaseGround ground,
        IReadOnlyList<NeoplasmCaseRow> rows,
        CancellationToken cancellation
    )
    {
        Guid[] patients = [.. rows.Select(r => r.Patient).Distinct()];
        Guid[] neoplasms = [.. rows.Select(r => r.Neoplasm)];
        Guid[] cases = [.. rows.Select(r => r.Id)];
        var specimens = await db.Set<SpecimenRow>()
            .Where(s => patients.Contains(s.Patient) && !s.Voided)
            .OrderBy(s => s.Id)
            .ToListAsync(cancellation);
        Guid[] specimenIds = [.. specimens.Select(s => s.Id)];
        // What hangs on nothing is not asked for: most cases have no specimen yet.
        List<TestRow> tests =
            specimenIds.Length == 0
                ? []
                : await db.Set<TestRow>()
                    .Where(t => !t.Voided && specimenIds.Contains(t.Specimen))
                    .OrderBy(t => t.Id)
                    .ToListAsync(cancellation);
        Guid[] testIds = [.. tests.Select(t => t.Id)];
        List<TestDetailRow> details =
            testIds.Length == 0
                ? []
                : await db.Set<TestDetailRow>().Where(d => !d.Voided && testIds.Contains(d.Test)).ToListAsync(cancellation);
        var patientOf = await db.Set<PatientRow>().Where(p => patients.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var neoplasmOf = await db.Set<NeoplasmRow>().Where(n => neoplasms.Contains(n.Id)).ToDictionaryAsync(n => n.Id, cancellation);
        var infusions = (
            await db.Set<InfusionRow>().Where(i => patients.Contains(i.Patient) && !i.Voided).ToListAsync(cancellation)
        ).ToLookup(i => i.Patient);
        var visits = (await db.Set<VisitRow>().Where(v => patients.Contains(v.Patient) && !v.Voided).ToListAsync(cancellation)).ToLookup(
            v => v.Patient
        );
        var therapies = (
            await db.Set<TherapyRow>().Where(t => patients.Contains(t.Patient) && !t.Voided).ToListAsync(cancellation)
        ).ToLookup(t => t.Patient);
        var answers = (
            await db.Set<ChecklistAnswerRow>().Where(a => cases.Contains(a.NeoplasmCase) && !a.Voided).ToListAsync(cancellation)
        ).ToLookup(a => a.NeoplasmCase);
        var overrides = (
            await db.Set<LevelOverrideRow>().Where(o => cases.Contains(o.NeoplasmCase) && !o.Voided).ToListAsync(cancellation)
        ).ToLookup(o => o.NeoplasmCase);
        return [.. rows.Select(One)];

        CaseRecords One(NeoplasmCaseRow row)
        {
            ImmutableArray<SpecimenRow> own =
            [
                .. specimens.Where(s => s.Patient == row.Patient && (s.Neoplasm == row.Neoplasm || s.Neoplasm is null)),
            ];
            ImmutableArray<TestRow> tested = [.. tests.Where(t => own.Any(s => s.Id == t.Specimen))];
            return new(
                row,
                patientOf[row.Patient],
                neoplasmOf[row.Neoplasm],
                [.. infusions[row.Patient].OrderBy(i => i.Date).ThenBy(i => i.Id)],
                [.. visits[row.Patient].OrderBy(v => v.Date).ThenBy(v => v.Id)],
                [.. therapies[row.Patient].OrderBy(t => t.Start).ThenBy(t => t.Id)],
                own,
                tested,
                details.Where(d => tested.Any(t => t.Id == d.Test)).ToImmutableDictionary(d => d.Test),
                [.. answers[row.Id].OrderBy(a => a.Item, StringComparer.Ordinal)],
                overrides[row.Id].MaxBy(o => o.Id),
                ground
            );
        }
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
