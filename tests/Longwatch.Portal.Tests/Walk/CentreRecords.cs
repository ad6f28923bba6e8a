using Longwatch.Domain;
using Longwatch.Domain.Treatment;
using Longwatch.Portal.Tests.Accounts;
using Longwatch.Registry.Access;
using Longwatch.Registry.Assays;
using Longwatch.Registry.Cases;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.Neoplasms;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Tests.Walk;

/// <summary>One record of every kind that belongs to one centre, all of one patient.</summary>
internal sealed record CentreRecords(string Centre, Guid Patient)
{
    private static readonly DateOnly Day = new(2025, 6, 2);

    public required Guid Infusion { get; init; }
    public required Guid Therapy { get; init; }
    public required Guid Neoplasm { get; init; }
    public required Guid Case { get; init; }
    public required Guid Specimen { get; init; }

    /// <summary>A test that was ordered at the centre's own laboratory.</summary>
    public required Guid Test { get; init; }

    /// <summary>A draft of a visit form.</summary>
    public required Guid Entry { get; init; }

    /// <summary>A transfer to the centre that waits for its answer.</summary>
    public required Guid Transfer { get; init; }

    /// <summary>Somebody with a role at the centre only.</summary>
    public required Member Person { get; init; }

    /// <param name="elsewhere">Where the patient who is transferred comes from.</param>
    internal static async Task<CentreRecords> Add(AccountPortal portal, string centre, string elsewhere)
    {
        var patient = NewPatient($"LW-{centre}", centre);
        var comes = NewPatient($"LW-TO-{centre}", elsewhere);
        var infusion = new InfusionRow
        {
            Patient = patient.Id,
            Code = $"IN-{centre}",
            Date = new(2023, 3, 1),
            Product = "axicabtagene_ciloleucel",
        };
        var therapy = new TherapyRow
        {
            Patient = patient.Id,
            Start = new(2022, 3, 1),
            Kind = TherapyKind.Alkylator,
        };
        var neoplasm = new NeoplasmRow
        {
            Patient = patient.Id,
            Code = $"NE-{centre}",
            Diagnosed = Day,
            Morphology = "9702/3",
        };
        var suspicion = new NeoplasmCaseRow
        {
            Patient = patient.Id,
            Neoplasm = neoplasm.Id,
            Opened = Day,
        };
        var specimen = new SpecimenRow
        {
            Patient = patient.Id,
            Neoplasm = neoplasm.Id,
            Code = $"SP-{centre}",
        };
        var detail = new SpecimenDetailRow
        {
            Patient = patient.Id,
            Specimen = specimen.Id,
            Identifier = $"S-{centre}",
        };
        var test = new TestRow
        {
            Patient = patient.Id,
            Specimen = specimen.Id,
            Code = $"TE-{centre}",
            Assay = "ddpcr_psi",
        };
        var order = new TestOrderRow
        {
            Patient = patient.Id,
            Test = test.Id,
            Laboratory = $"LAB-{centre}",
            Ordered = Day,
            PrintedName = "Ada Example",
            Warnings = [],
        };
        var entry = new EntryRow
        {
            Patient = patient.Id,
            Form = "follow-up",
            Edition = 2,
            VisitDate = Day,
            Answers = "{}",
            Confirmed = "{}",
            AuthorName = "Ada Example",
            Saved = portal.Clock.GetUtcNow(),
        };
        var transfer = new TransferRow
        {
            Patient = comes.Id,
            FromCentre = elsewhere,
            ToCentre = centre,
            Reason = "moved",
            Requested = Day,
            RequestedBy = "Ada Example",
        };
        Fact[][] steps =
        [
            [
                patient,
                comes,
                new LaboratoryRow
                {
                    Code = $"LAB-{centre}",
                    Name = $"Laboratory of {centre}",
                    Centre = centre,
                },
            ],
            [infusion, therapy, neoplasm],
            [suspicion, specimen],
            [detail, test],
            [order, entry, transfer],
        ];
        foreach (var step in steps)
            await portal.Write(db => db.AddRange(step.AsEnumerable<object>()));
        return new(centre, patient.Id)
        {
            Infusion = infusion.Id,
            Therapy = therapy.Id,
            Neoplasm = neoplasm.Id,
            Case = suspicion.Id,
            Specimen = specimen.Id,
            Test = test.Id,
            Entry = entry.Id,
            Transfer = transfer.Id,
            Person = await portal.Add(new Grant(Role.Researcher, centre)),
        };
    }

    private static PatientRow NewPatient(string pseudonym, string centre) =>
        new()
        {
            Pseudonym = pseudonym,
            Centre = centre,
            IndexDisease = IndexDisease.LargeBCellLymphoma,
        };
}
