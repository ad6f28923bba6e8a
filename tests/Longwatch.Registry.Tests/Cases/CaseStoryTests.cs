using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Evaluation;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange;
using Longwatch.Registry.Access;
using Longwatch.Registry.Cohorts;
using static Longwatch.Registry.Tests.Cases.CaseWorld;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Registry.Tests.Cases;

/// <summary>One story from suspicion to verdict against the real database.</summary>
public sealed class CaseStoryTests
{
    [Fact]
    public async Task A_suspicion_becomes_a_case_a_specimen_a_result_two_verdicts_an_adjudication_and_a_count()
    {
        await using var world = await Make();

        // A suspicion opens a case; opening it again gives the same one.
        var id = await world.Case();
        var opened = await world.View(id);
        Assert.Equal(
            id,
            Ok(await world.Open.Do(Clinician, new(opened.Neoplasm.Id, Registry.Cases.CaseSource.VisitForm, null), Cancellation))
        );
        Assert.Equal(CaseStage.NeedsSpecimen, opened.Stage);
        Assert.Equal(16, opened.Checklist.Total);
        Assert.Equal(["lineage"], opened.Checklist.Lines.Where(l => l.Status == AnswerStatus.Known).Select(l => l.Item.Code));

        // The checklist: histology is written to the neoplasm itself.
        Ok(
            await world.Answer.Do(Clinician, new(id, "histology", 0, AnswerStatus.Known, "9702/3", Found, "Pathology report"), Cancellation)
        );
        Ok(await world.Answer.Do(Clinician, new(id, "hiv", 0, AnswerStatus.Known, "negative", Found, "Serology"), Cancellation));
        Ok(await world.Answer.Do(Clinician, new(id, "germline", 0, AnswerStatus.Asked, null, Found, "Human genetics"), Cancellation));
        var asked = await world.View(id);
        Assert.Equal("9702/3", asked.Neoplasm.Morphology);
        Assert.Equal((3, "germline"), (asked.Checklist.Known, Assert.Single(asked.Checklist.Waiting).Code));

        // A specimen goes to the laboratory; the receiver confirms and finds a difference; nothing is tested without consent.
        var specimen = await world.Tumour(id);
        Assert.Equal("consent.not-known", Refused(await world.Order.Do(Safety, new(specimen, "ddpcr_psi", "lab", null), Cancellation)));
        await world.GiveConsent();
        Ok(await world.Step(Manager, specimen, new(CustodyStep.ManufacturerContacted, "A", Found)));
        Ok(await world.Step(Manager, specimen, new(CustodyStep.Shipped, "A", Found.AddDays(1), "lab")));
        Assert.Equal("custody.not-yours", Refused(await world.Step(Manager, specimen, new(CustodyStep.Received, "lab", Found.AddDays(2)))));
        Ok(await world.Step(Laboratory, specimen, new(CustodyStep.Received, "lab", Found.AddDays(2), null, "10 mg instead of 20")));
        var held = Ok(await world.Specimen.Do(Laboratory, specimen, Cancellation));
        Assert.Equal((CustodyStatus.Received, "lab", "A"), (held.Log.Status, held.Log.Holder, held.Log.Discrepancy?.Sender));
        Ok(await world.Step(Manager, specimen, new(CustodyStep.DiscrepancyAcknowledged, "A", Found.AddDays(3))));

        // A test is ordered and answered by droplets. By hand: 2 × ln(1 − 1200/20000) / ln(1 − 8000/20000) = 0.24225646 copies per cell;
        // limit of detection −ln 0.05 / (cells = 0.5108256 × 20000 / 2) = 0.000586449; per tumour cell at 40 %: 0.6056, so M3.
        var test = Ok(await world.Order.Do(Safety, new(specimen, "ddpcr_psi", "lab", null), Cancellation));
        Assert.Equal(TestStatus.NotPerformed, (await world.Test(test)).Status);
        Assert.Equal(EvidenceLevel.M0, (await world.View(id)).Placed.Level);
        Ok(
            await world.Droplets.Do(
                Laboratory,
                new(new(test, 1, Found.AddDays(9), 66, 0.4, null), new(1200, 20_000), new(8000, 20_000), "RPP30", new(0, 20_000), 0),
                Cancellation
            )
        );
        var result = await world.Test(test);
        Assert.Equal((TestStatus.Valid, TestResult.Detected), (result.Status, result.Result));
        Assert.Equal(0.24225646, result.CopiesPerCell!.Value, 1e-7);
        Assert.Equal(0.000586449, result.LimitOfDetection!.Value, 1e-8);
        var tested = await world.View(id);
        // Delta method by hand: sd of the log 0.031006, so 0.2280 to 0.2574; the profile interval lies within 1 % of that.
        Assert.Equal(0.2280, tested.Tests[0].Detail!.CopiesLower!.Value, 0.002);
        Assert.Equal(0.2574, tested.Tests[0].Detail!.CopiesUpper!.Value, 0.002);
        Assert.Equal((EvidenceLevel.M3, CaseStage.AwaitsVerdicts), (tested.Placed.Level, tested.Stage));

        // Two verdicts, blinded until both have signed; a third person settles the difference.
        Ok(await world.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        Ok(await world.SignAs(One, id, CausalityCategory.Probable));
        Ok(await world.SignAs(Two, id, CausalityCategory.Possible));
        var differing = await world.View(id);
        Assert.Equal((RoundState.Disagreed, CaseStage.AwaitsAdjudication), (differing.Causality!.Current.State, differing.Stage));
        Ok(await world.Adjudicate.Do(Safety, new(id, differing.Evidence, Judge(CausalityCategory.Probable), Proof), Cancellation));
        var settled = await world.View(id);
        Assert.Equal(
            (RoundState.Adjudicated, CausalityCategory.Probable),
            (settled.Causality!.Current.State, settled.Causality.Current.Outcome)
        );
        Assert.Equal(CaseStage.Concluded, settled.Stage);
        Assert.Contains(settled.Acts, a => a.Command == "causality.adjudicate" && a.PrintedName == Safety.PrintedName);

        // The evaluation counts it: one case, tested, positive.
        var cohort = await new ExportCohort(world.Store).Do(Caller.Operator, null, Permission.DataExport, Cancellation);
        var evidence = Assert.IsType<DatasetReading.PublishedSet>(DatasetReader.Read(TestStore.Published, TestStore.Published)).Evidence;
        var figures = CohortEvaluation
            .Evaluate(cohort, evidence, new Dataset("registry", new string('0', 64)), EvaluationOptions.Default)
            .Sections.SelectMany(s => s.Estimates)
            .ToDictionary(f => f.Id, StringComparer.Ordinal);
        Assert.Equal((1.0, 1.0), (figures["transgene-tested"].Numerator, figures["transgene-tested"].Denominator));
        Assert.Equal((1.0, 1.0), (figures["transgene-positive"].Numerator, figures["transgene-positive"].Denominator));

        // New evidence re-opens the case by itself, and keeps what was said.
        Ok(
            await world.Answer.Do(
                Clinician,
                new(id, "ebv", 0, AnswerStatus.Known, "positive", Found.AddDays(30), "In situ hybridisation"),
                Cancellation
            )
        );
        var reopened = await world.View(id);
        Assert.True(reopened.Causality!.Reopened);
        Assert.Equal((2, RoundState.Open), (reopened.Causality.Current.Number, reopened.Causality.Current.State));
        Assert.Equal(CausalityCategory.Probable, reopened.Causality.Rounds[0].Outcome);
        Assert.Equal(CaseStage.AwaitsVerdicts, reopened.Stage);
        Ok(await world.SignAs(Two, id, CausalityCategory.Possible));
        Assert.Equal(2, (await world.View(id)).Causality!.Rounds.Length);
    }

    [Fact]
    public async Task What_is_entered_by_hand_passes_the_rules_of_an_import()
    {
        await using var world = await Make();

        // Before the infusion; of the index disease's own lineage; a code that is none.
        Assert.Equal("rule.diagnosis-date", Refused(await Suspect(world, Infused.AddDays(-1), "9702/3", Lineage.TCell)));
        Assert.Equal("rule.relation", Refused(await Suspect(world, Found, "9732/3", Lineage.PlasmaCell)));
        Assert.Equal("rule.morphology", Refused(await Suspect(world, Found, "C84.4", Lineage.TCell)));
        Assert.Equal(0, (await world.List.Do(Safety, new(1, 10), Cancellation)).Total);

        static Task<Result<Guid>> Suspect(CaseWorld world, DateOnly day, string morphology, Lineage lineage) =>
            world.Suspect.Do(
                Clinician,
                new(world.Patient, day, morphology, null, lineage, NeoplasmRelation.SecondPrimary, null),
                Cancellation
            );
    }

    [Fact]
    public async Task Another_level_is_placed_beside_the_rule_and_falls_with_new_evidence()
    {
        await using var world = await Make();
        var id = await world.Case();
        var view = await world.View(id);
        const string reason = "Outside laboratory report shows the vector in the clone.";
        Assert.Equal(
            "reauthentication.failed",
            Refused(await world.Override.Do(One, new(id, view.Evidence, EvidenceLevel.M3, reason, "wrong"), Cancellation))
        );
        Assert.Equal(
            "level.reason",
            Refused(await world.Override.Do(One, new(id, view.Evidence, EvidenceLevel.M3, "no", Proof), Cancellation))
        );
        Ok(await world.Override.Do(One, new(id, view.Evidence, EvidenceLevel.M3, reason, Proof), Cancellation));

        var placed = (await world.View(id)).Placed;
        Assert.Equal(
            (EvidenceLevel.M0, EvidenceLevel.M3, One.PrintedName),
            (placed.ByRule.Level, placed.Level, placed.Override!.Signature.PrintedName)
        );

        Ok(await world.Answer.Do(Clinician, new(id, "ebv", 0, AnswerStatus.Known, "negative", Found, "Report"), Cancellation));
        var later = (await world.View(id)).Placed;
        Assert.True(later.OverrideIsOld);
        Assert.Equal(EvidenceLevel.M0, later.Level);
    }
}
