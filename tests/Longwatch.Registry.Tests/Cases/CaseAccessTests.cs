using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Causality;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Access;
using Longwatch.Registry.Causality;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Registry.Tests.Cases;

/// <summary>Who sees and does what; blinding; concurrency.</summary>
public sealed class CaseAccessTests
{
    [Fact]
    public async Task A_case_of_another_centre_is_as_one_that_does_not_exist()
    {
        await using var world = await Make();
        var id = await world.Case();
        var specimen = await world.Tumour(id);
        var neoplasm = (await world.View(id)).Neoplasm.Id;

        Assert.Equal("patient.not-found", Refused(await world.Read.Do(OtherCentre, id, Cancellation)));
        Assert.Equal("patient.not-found", Refused(await world.Read.Do(OtherCentre, Guid.NewGuid(), Cancellation)));
        Assert.Equal(0, (await world.List.Do(OtherCentre, new(1, 10), Cancellation)).Total);
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Open.Do(OtherCentre, new(neoplasm, Registry.Cases.CaseSource.Person, null), Cancellation))
        );
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Answer.Do(OtherCentre, new(id, "ebv", 0, AnswerStatus.Asked, null, Found, "x"), Cancellation))
        );
        Assert.Equal("patient.not-found", Refused(await world.Specimen.Do(OtherCentre, specimen, Cancellation)));
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Custody.Do(OtherCentre, new(specimen, 1, new(CustodyStep.Stored, "B", Found)), Cancellation))
        );
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Order.Do(OtherCentre, new(specimen, "ddpcr_psi", "lab", null), Cancellation))
        );
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Consent.Do(OtherCentre, new(world.Patient, null, new(Ternary.Yes, null, null), "x"), Cancellation))
        );
        Assert.Equal(0, (await new ListSpecimens(world.Store).Do(OtherCentre, new(null, null, 1, 10), Cancellation)).Total);
    }

    [Fact]
    public async Task A_role_without_the_permission_finds_nothing()
    {
        await using var world = await Make();
        var id = await world.Case();

        Assert.Equal("patient.not-found", Refused(await world.Read.Do(Researcher, id, Cancellation)));
        Assert.Equal("patient.not-found", Refused(await world.Read.Do(Laboratory, id, Cancellation)));
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Answer.Do(Manager, new(id, "ebv", 0, AnswerStatus.Asked, null, Found, "x"), Cancellation))
        );
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Name.Do(Clinician, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation))
        );
        Assert.Equal(
            "patient.not-found",
            Refused(await world.Draft.Do(Safety, new(id, 0, Judge(CausalityCategory.Possible)), Cancellation))
        );
    }

    [Fact]
    public async Task Nobody_sees_a_verdict_before_all_have_signed_by_any_way_out_of_the_registry()
    {
        await using var world = await Make();
        var id = await world.Case();
        Ok(await world.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        Ok(await world.SignAs(One, id, CausalityCategory.Possible));

        foreach (var reader in new[] { Two, Safety, Clinician, Manager })
        {
            var seen = (await world.View(id, reader)).Causality!;
            Assert.All(seen.Rounds, r => Assert.Empty(r.Verdicts));
            Assert.Null(seen.Draft);
            Assert.Null(seen.Current.Outcome);
            Assert.Equal([true, false], seen.Current.Assessors.Select(a => a.IsSigned));
        }

        var evidence = (await world.View(id)).Evidence;
        Assert.Equal(
            "level.round-open",
            Refused(
                await world.Override.Do(
                    Two,
                    new(id, evidence, EvidenceLevel.M5, "Insertion into a driver gene, seen elsewhere", Proof),
                    Cancellation
                )
            )
        );

        Assert.Single((await world.View(id, One)).Causality!.Current.Verdicts);
        Assert.DoesNotContain((await world.View(id, Two)).Acts, a => a.Command.Contains("possible", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            [RoundState.Open],
            (await new ListAssessments(world.Store, Ground).Do(Two, new(1, 10), Cancellation)).Lines.Select(a => a.State)
        );

        // New evidence cuts the round short: the signed verdict stays closed to the other.
        Ok(await world.Answer.Do(Clinician, new(id, "ebv", 0, AnswerStatus.Known, "negative", Found, "Report"), Cancellation));
        Assert.All((await world.View(id, Two)).Causality!.Rounds, r => Assert.Empty(r.Verdicts));

        Ok(await world.SignAs(One, id, CausalityCategory.Possible));
        Ok(await world.SignAs(Two, id, CausalityCategory.Possible));
        Assert.Equal([1, 2], (await world.View(id, Two)).Causality!.Rounds.Select(r => r.Verdicts.Length));
    }

    [Fact]
    public async Task Signing_needs_a_proof_the_own_draft_and_the_evidence_that_was_seen()
    {
        await using var world = await Make();
        var id = await world.Case();
        var both = new[] { One.Account!.Value, Two.Account!.Value };
        Assert.Equal("causality.assessors", Refused(await world.Name.Do(Safety, new(id, [Safety.Account!.Value, both[0]]), Cancellation)));
        Ok(await world.Name.Do(Safety, new(id, [.. both]), Cancellation));
        Assert.Equal("causality.named.conflict", Refused(await world.Name.Do(Safety, new(id, [.. both]), Cancellation)));

        var evidence = (await world.View(id)).Evidence;
        Assert.Equal("causality.nothing-to-sign", Refused(await world.Sign.Do(One, new(id, 0, evidence, Proof), Cancellation)));
        Assert.Equal("reauthentication.failed", Refused(await world.SignAs(One, id, CausalityCategory.Possible, "wrong")));
        Assert.False((await world.View(id)).Causality!.Current.Assessors[0].IsSigned);
        Assert.Equal("record.conflict", Refused(await world.Sign.Do(One, new(id, 1, new string('0', 64), Proof), Cancellation)));
        Assert.Equal("record.conflict", Refused(await world.Sign.Do(One, new(id, 7, evidence, Proof), Cancellation)));
        Assert.Equal(
            "causality.above-ceiling",
            Refused(await world.Draft.Do(Two, new(id, 0, Judge(CausalityCategory.Probable) with { Reason = "Sure." }), Cancellation))
        );
        Ok(await world.SignAs(One, id, CausalityCategory.Possible));
        Assert.Equal(
            "causality.signed.conflict",
            Refused(await world.Draft.Do(One, new(id, 2, Judge(CausalityCategory.Unlikely)), Cancellation))
        );
        Assert.Equal(
            "causality.not-disagreed",
            Refused(await world.Adjudicate.Do(Safety, new(id, evidence, Judge(CausalityCategory.Possible), Proof), Cancellation))
        );
    }

    [Fact]
    public async Task A_verdict_that_is_changed_beside_the_program_loses_its_signature()
    {
        await using var world = await Make();
        var id = await world.Case();
        Ok(await world.Name.Do(Safety, new(id, [One.Account!.Value, Two.Account!.Value]), Cancellation));
        Ok(await world.SignAs(One, id, CausalityCategory.Possible));
        Ok(await world.SignAs(Two, id, CausalityCategory.Possible));
        Assert.Equal(RoundState.Agreed, (await world.View(id)).Causality!.Current.State);

        await world.Store.Write<bool>(
            Caller.System,
            new Act("test.tamper"),
            async (db, stop) =>
            {
                (await db.Set<CausalityVerdictRow>().FirstAsync(v => v.Person == One.Account, stop)).Category = CausalityCategory.Unlikely;
                return true;
            },
            Cancellation
        );

        var current = (await world.View(id)).Causality!.Current;
        Assert.Equal((RoundState.Open, true, null), (current.State, current.Assessors[0].IsVoid, current.Outcome));
    }

    [Fact]
    public async Task Whoever_saw_an_older_version_is_told_and_nothing_is_overwritten()
    {
        await using var world = await Make();
        var id = await world.Case();
        Ok(await world.Answer.Do(Clinician, new(id, "stage", 0, AnswerStatus.Asked, null, Found, "Ward"), Cancellation));

        Assert.Equal(
            "record.conflict",
            Refused(await world.Answer.Do(Safety, new(id, "stage", 0, AnswerStatus.Known, "IV", Found, "Report"), Cancellation))
        );
        var specimen = await world.Tumour(id);
        Ok(await world.Custody.Do(Manager, new(specimen, 1, new(CustodyStep.Stored, "A", Found)), Cancellation));
        Assert.Equal(
            "record.conflict",
            Refused(await world.Custody.Do(Clinician, new(specimen, 1, new(CustodyStep.Shipped, "A", Found, "lab")), Cancellation))
        );

        // Two at the same moment: one of them wins.
        var version = Ok(await world.Specimen.Do(Clinician, specimen, Cancellation)).Version;
        var both = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(_ => world.Custody.Do(Manager, new(specimen, version, new(CustodyStep.Stored, "A", Found)), Cancellation))
        );
        Assert.Single(both.OfType<Result<CustodyStatus>.Ok>());
        Assert.Single(both.OfType<Result<CustodyStatus>.Refused>());
    }
}
