using Longwatch.Domain;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Registry.Access;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Causality;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Tests.Cases;

/// <summary>A registry with two centres, a laboratory, one treated patient in centre A, and a person for each role.</summary>
internal sealed class CaseWorld : IAsyncDisposable
{
    public const string Proof = "the right password";
    public static readonly DateOnly Infused = new(2025, 1, 10);
    public static readonly DateOnly Found = new(2025, 6, 2);

    private static readonly Lazy<CaseGround> Shared = new(() =>
        CaseGround.Load(TestStore.Published, Path.Combine(Path.GetDirectoryName(TestStore.Published)!, "genomics"))
    );

    private readonly StoreConnections connections;

    private CaseWorld(StoreConnections connections) => (this.connections, Store) = (connections, new RegistryStore(connections));

    public RegistryStore Store { get; }

    public StoreConnections Connections => connections;

    public static CaseGround Ground => Shared.Value;

    public Guid Patient { get; private set; }

    public static Caller Clinician { get; } = Person("Clara Clinician", Role.Clinician, "A");
    public static Caller Manager { get; } = Person("Mara Manager", Role.CentreDataManager, "A");
    public static Caller OtherCentre { get; } = Person("Otto Other", Role.Clinician, "B");
    public static Caller Laboratory { get; } = Person("Lars Laboratory", Role.Laboratory, null);
    public static Caller Safety { get; } = Person("Sara Safety", Role.SafetyOfficer, null);
    public static Caller One { get; } = Person("Ada Assessor", Role.Assessor, null);
    public static Caller Two { get; } = Person("Ben Assessor", Role.Assessor, null);
    public static Caller Researcher { get; } = Person("Rita Researcher", Role.Researcher, null);
    public static Caller Administrator { get; } = Person("Alba Administrator", Role.Administrator, null);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static TimeProvider Time => TimeProvider.System;

    private static Caller Person(string name, Role role, string? centre) => new(Guid.CreateVersion7(), name, [new(role, centre)]);

    private AssessorDirectory Directory => new(Store, [new(One.Account!.Value, One.PrintedName), new(Two.Account!.Value, Two.PrintedName)]);

    public static IReauthentication Proofs { get; } = new KnowsProof();

    public SuspectNeoplasm Suspect => new(Store, Time);
    public OpenCase Open => new(Store, Time);
    public ReadCase Read => new(Store, Ground, Time);
    public ListCases List => new(Store, Ground);
    public AnswerChecklist Answer => new(Store, Ground, Time);
    public OverrideLevel Override => new(Store, Ground, Proofs);
    public RequestSpecimen Request => new(Store, Time);
    public RecordCustody Custody => new(Store, Time);
    public RecordConsent Consent => new(Store, Time);
    public ReadSpecimen Specimen => new(Store, Time);
    public OrderTest Order => new(Store, Ground, Time);
    public EnterDroplets Droplets => new(Store, Ground, Time);
    public EnterResult Result => new(Store, Ground, Time);
    public ImportVerdict Verdict => new(Store, Ground, Time);
    public NameAssessors Name => new(Store, Ground, Directory, Time);
    public DraftVerdict Draft => new(Store, Ground, Time);
    public SignVerdict Sign => new(Store, Ground, Proofs, Time);
    public Adjudicate Adjudicate => new(Store, Ground, Proofs, Time);

    public static async Task<CaseWorld> Make(string product = "ciltacabtagene_autoleucel")
    {
        var world = new CaseWorld(await TestStore.Open());
        var patient = new PatientRow
        {
            Pseudonym = "LW-1",
            Centre = "A",
            IndexDisease = IndexDisease.MultipleMyeloma,
        };
        world.Patient = patient.Id;
        await world.Store.Write<bool>(
            Caller.System,
            new Act("test.make"),
            async (db, stop) =>
            {
                foreach (var code in new[] { "A", "B" })
                    db.Add(
                        new CentreRow
                        {
                            Code = code,
                            Name = $"Centre {code}",
                            TimeZone = "Europe/Berlin",
                        }
                    );
                await db.SaveChangesAsync(stop);
                db.Add(patient);
                await db.SaveChangesAsync(stop);
                db.Add(
                    new InfusionRow
                    {
                        Patient = patient.Id,
                        Code = "IN-1",
                        Date = Infused,
                        Product = product,
                    }
                );
                return true;
            },
            Cancellation
        );
        Ok(await new AddLaboratory(world.Store).Do(Administrator, new("lab", new("Reference laboratory", null)), Cancellation));
        return world;
    }

    public static T Ok<T>(Result<T> result) =>
        result is Result<T>.Refused refused
            ? throw new InvalidOperationException($"{refused.Why.Code}: {refused.Why.Message}")
            : ((Result<T>.Ok)result).Value;

    public static string Refused<T>(Result<T> result) => Assert.IsType<Result<T>.Refused>(result).Why.Code;

    public async Task<Guid> Case() =>
        Ok(
            await Suspect.Do(
                Clinician,
                new(Patient, Found, null, null, Lineage.TCell, NeoplasmRelation.SecondPrimary, "Swollen node"),
                Cancellation
            )
        );

    public async Task<CaseView> View(Guid id, Caller? caller = null) => Ok(await Read.Do(caller ?? Safety, id, Cancellation));

    public async Task<Guid> Tumour(Guid caseId, double? fraction = null)
    {
        var neoplasm = (await View(caseId)).Neoplasm.Id;
        var detail = ((Result<SpecimenDetail>.Ok)SpecimenDetail.Of("T-1", 20, AmountUnit.Milligrams, Fixation.FreshFrozen)).Value;
        return Ok(await Request.Do(Clinician, new(Patient, neoplasm, SpecimenType.Tumour, detail, fraction, Found, "A"), Cancellation));
    }

    public async Task GiveConsent() =>
        Ok(await Consent.Do(Clinician, new(Patient, null, new(Ternary.Yes, Infused, null), "Consent form 3"), Cancellation));

    public async Task<Result<CustodyStatus>> Step(Caller caller, Guid specimen, CustodyEvent entry)
    {
        var version = Ok(await Specimen.Do(Clinician, specimen, Cancellation)).Version;
        return await Custody.Do(caller, new(specimen, version, entry), Cancellation);
    }

    public async Task<TestRow> Test(Guid test) =>
        await Store.Read((db, stop) => db.Set<TestRow>().SingleAsync(t => t.Id == test, stop), Cancellation);

    public static JudgementInput Judge(CausalityCategory category) =>
        new(
            category,
            new Dictionary<CausalityCriterion, CriterionAnswer>
            {
                [CausalityCriterion.Time] = CriterionAnswer.Met,
                [CausalityCriterion.NoOtherCause] = CriterionAnswer.Met,
                [CausalityCriterion.Definitive] = CriterionAnswer.Met,
            },
            "Clonal vector in a T-cell lymphoma five months after the infusion."
        );

    public async Task<Result<int>> SignAs(Caller caller, Guid caseId, CausalityCategory category, string proof = Proof)
    {
        var before = (await View(caseId, caller)).Causality!;
        if (await Draft.Do(caller, new(caseId, before.DraftVersion, Judge(category)), Cancellation) is Result<int>.Refused refused)
            return refused;
        var view = await View(caseId, caller);
        return await Sign.Do(caller, new(caseId, view.Causality!.DraftVersion, view.Evidence, proof), Cancellation);
    }

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    /// <summary>Stands for the accounts, which ask for the password or a code.</summary>
    private sealed class KnowsProof : IReauthentication
    {
        public Task<Result<Reauthentication>> Confirm(Caller caller, string proof, CancellationToken cancellation) =>
            Task.FromResult<Result<Reauthentication>>(
                proof == Proof
                    ? new Reauthentication(caller.Account!.Value, caller.PrintedName, DateTimeOffset.UtcNow, ReauthenticationMeans.Password)
                    : new Refusal("reauthentication.failed", "Not confirmed.")
            );
    }
}
