using System.Text.Json;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Portal.Tests.Stories;
using Longwatch.Registry.Access;
using Longwatch.Registry.FollowUp.Forms;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Portal.Tests.Cases;

/// <summary>Pages that no link leads to as they are here: corrections, a persistence curve, and what is shown to whoever comes second; in every window.</summary>
public sealed class CaseLooksTests(Chromium chromium) : IAsyncLifetime
{
    private CasePortal house = null!;
    private Guid id;

    public async ValueTask InitializeAsync()
    {
        house = await CasePortal.Start("ciltacabtagene_autoleucel");
        id = await house.World.Case();
    }

    public ValueTask DisposeAsync() => house.DisposeAsync();

    private Task<PortalPage> As(string person, string address) => chromium.Open(house.Server, address, person);

    [Fact]
    public async Task The_corrections_of_a_therapy_and_of_a_laboratory_fit_every_window()
    {
        var facts = new TherapyFacts(new(2024, 5, 6), TherapyKind.AutologousTransplant, "melphalan 200 mg/m²");
        Ok(await new AddTherapy(house.World.Store, TimeProvider.System).Do(Clinician, new(house.World.Patient, facts), Cancellation));
        await using (var page = await As("clinician", $"/patients/{house.World.Patient}"))
        {
            await page.Page.Locator("main a[href$='/correct'][href*='/therapies/']").First.ClickAsync();
            await page.Unfold("Void this therapy");
            await Looks(page, "therapy-correction");
        }

        var laboratory = Assert.Single(await new ListLaboratories(house.World.Store).Do(Cancellation));
        await using (var page = await As("administrator", "/centres"))
        {
            await page.Follow("Correct lab");
            await page.Unfold("Void this laboratory");
            await Looks(page, "laboratory-correction");
            await page.Fill("name", "Institute of Pathology");
            Ok(
                await new CorrectLaboratory(house.World.Store).Do(
                    Administrator,
                    new(laboratory.Id, 1, new("Department of Molecular Pathology", "A"), "it was merged"),
                    Cancellation
                )
            );
            await page.Page.Locator("main [name='reason']").First.FillAsync("typing error");
            await page.Press("Save the correction");
            await page.Sees("Department of Molecular Pathology");
            await Looks(page, "laboratory-conflict");
        }
    }

    [Fact]
    public async Task A_case_with_a_curve_of_persistence_fits_every_window()
    {
        // Two units, the second with values below the limit of detection: two curves under the events.
        (string Day, string Copies, string? Percent)[] readings =
        [
            ("2025-01-24", "48000", "22.5"),
            ("2025-02-10", "9100", "6.4"),
            ("2025-03-12", "1250", null),
            ("2025-04-15", "310", "0.4"),
            ("2025-05-20", "95", null),
        ];
        Ok(
            await house.World.Store.Write<bool>(
                Caller.System,
                new Act("test.readings", house.World.Patient),
                (db, _) =>
                {
                    foreach (var (day, copies, percent) in readings)
                        db.Add(Entry(day, copies, percent));
                    return Task.FromResult<Result<bool>>(true);
                },
                Cancellation
            )
        );
        var specimen = await house.World.Tumour(id, 0.4);
        await house.World.GiveConsent();
        var test = Ok(
            await house.World.Order.Do(Clinician, new(specimen, "ddpcr_psi", "lab", "One product only was given."), Cancellation)
        );
        Ok(
            await house.World.Droplets.Do(
                Laboratory,
                new(new(test, 1, Found.AddDays(9), 66, 0.4, null), new(1200, 20_000), new(8000, 20_000), "RPP30", new(0, 20_000), 0),
                Cancellation
            )
        );

        await using var page = await As("clinician", $"/cases/{id}");

        await Looks(page, "case-with-persistence");
    }

    [Fact]
    public async Task What_whoever_comes_second_is_shown_fits_every_window()
    {
        await using (var page = await As("clinician", $"/cases/{id}/checklist/ebv"))
        {
            var command = new Registry.Cases.AnswerChecklist.Command(id, "ebv", 0, AnswerStatus.Known, "positive", Found, "Report 4711");
            Ok(await house.World.Answer.Do(Safety, command, Cancellation));
            await page.Choose("status", "known");
            await page.Select("value", "negative");
            await page.Fill("date", "2025-06-05");
            await page.Fill("source", "Serology of the ward");
            await page.Press("Save");
            await page.Sees("Sara Safety");
            await Looks(page, "conflict-of-answers");
        }

        var specimen = await house.World.Tumour(id);
        await using (var page = await As("clinician", $"/specimens/{specimen}"))
        {
            Ok(await house.World.Step(Manager, specimen, new(CustodyStep.Stored, "A", Found)));
            await page.Choose("step", "shipped");
            await page.Select("party", "A");
            await page.Fill("date", "2025-06-05");
            await page.Select("to", "lab");
            await page.Fill("note", "on dry ice");
            await page.Press("Enter the step");
            await page.Sees("Mara Manager saved a newer version");
            await Looks(page, "conflict-of-custody");
        }

        await using (var page = await As("one", $"/cases/{id}/level"))
        {
            await house.World.GiveConsent();
            var answer = new Registry.Cases.AnswerChecklist.Command(id, "hiv", 0, AnswerStatus.Known, "negative", Found, "Serology");
            Ok(await house.World.Answer.Do(Clinician, answer, Cancellation));
            await page.Choose("level", "m_3");
            await page.Fill("reason", "Seen in an outside report of the reference laboratory.");
            await page.Fill("proof", Proof);
            await page.Press("Sign");
            await page.Sees("The evidence changed after you opened this page");
            await Looks(page, "conflict-of-evidence");
        }
    }

    private static async Task Looks(PortalPage page, string name)
    {
        var problems = await page.CheckEveryWindow(name);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private EntryRow Entry(string day, string copies, string? percent)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["persistence_done"] = "yes",
            ["persistence_date"] = day,
            ["persistence_source"] = "blood",
            ["persistence_methods"] = "qpcr,flow",
            ["qpcr_result"] = "detected",
            ["qpcr_value"] = copies,
            ["flow_result"] = percent is null ? "not_detected" : "detected",
            [percent is null ? "flow_lod" : "flow_value"] = percent ?? "0.1",
        };
        var date = DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new()
        {
            Patient = house.World.Patient,
            Form = "follow-up",
            Edition = 2,
            VisitDate = date,
            Answers = JsonSerializer.Serialize(answers),
            Confirmed = "{}",
            AuthorName = "Clara Clinician",
            Saved = new(date, new TimeOnly(9, 0), TimeSpan.Zero),
            Completed = date,
        };
    }
}
