using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Causality;
using Longwatch.Registry.FollowUp;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Treatment;

namespace Longwatch.Registry.Cases;

/// <summary>One specimen of a case.</summary>
public sealed record CaseSpecimen(SpecimenRow Row, SpecimenDetailRow? Detail, bool OfTumour);

/// <summary>One test of a case, with how it came about.</summary>
public sealed record CaseTestView(
    TestRow Row,
    string SpecimenCode,
    SpecimenType Type,
    TestOrderRow? Order,
    TestDetailRow? Detail,
    bool ReadByLadder
)
{
    public ImmutableArray<StoredSite> Sites => [.. (Detail?.Sites ?? []).Select(StoredSite.Parse)];
}

/// <summary>One act on the case: who, when, what.</summary>
public sealed record CaseAct(DateTimeOffset At, string PrintedName, string Command);

/// <summary>The whole evidence of one case.</summary>
/// <param name="Evidence">Fingerprint of the evidence: what is signed is bound to it.</param>
/// <param name="Answers">The record of each answer and its version, by item.</param>
public sealed record CaseView(
    NeoplasmCaseRow Row,
    PatientRow Patient,
    NeoplasmRow Neoplasm,
    CaseStage Stage,
    CaseChecklist Checklist,
    ImmutableDictionary<string, (Guid Record, int Version)> Answers,
    ImmutableArray<InfusionRow> Infusions,
    ImmutableArray<VisitRow> Visits,
    ImmutableArray<PersistenceReading> Persistence,
    ImmutableArray<TherapyRow> Therapies,
    ImmutableArray<CaseSpecimen> Specimens,
    ImmutableArray<CaseTestView> Tests,
    PlacedTumour Placed,
    string Evidence,
    ConsentView Consent,
    CausalityView? Causality,
    ImmutableArray<CaseAct> Acts
);
