using System.Text;
using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Registry.Assays;
using static Longwatch.Registry.Tests.Cases.CaseWorld;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Registry.Tests.Cases;

/// <summary>Orders and results: what is warned of, what a result may say, and who may enter it.</summary>
public sealed class ResultTests
{
    private static async Task<(CaseWorld World, Guid Case, Guid Specimen)> WithSpecimen(string product = "ciltacabtagene_autoleucel")
    {
        var world = await Make(product);
        var id = await world.Case();
        var specimen = await world.Tumour(id, 0.5);
        await world.GiveConsent();
        return (world, id, specimen);
    }

    [Fact]
    public async Task A_blind_assay_is_ordered_only_with_a_reason_and_the_order_keeps_the_warnings()
    {
        var (world, id, specimen) = await WithSpecimen("axicabtagene_ciloleucel");
        await using var _ = world;

        Assert.Equal(
            "assay.acknowledgement",
            Refused(await world.Order.Do(Clinician, new(specimen, "ddpcr_psi", "lab", null), Cancellation))
        );
        Assert.Equal("assay.unknown", Refused(await world.Order.Do(Clinician, new(specimen, "nothing", "lab", null), Cancellation)));
        Assert.Equal(
            "assay.laboratory",
            Refused(await world.Order.Do(Clinician, new(specimen, "ddpcr_mscv", "nowhere", null), Cancellation))
        );
        Ok(await world.Order.Do(Clinician, new(specimen, "ddpcr_psi", "lab", "Negative control of the run"), Cancellation));

        var order = Assert.Single((await world.View(id)).Tests).Order!;
        Assert.Contains(order.Warnings, w => w.StartsWith("axicabtagene ciloleucel: The product has no psi", StringComparison.Ordinal));
        Assert.Equal("Negative control of the run", order.Acknowledgement);
        Assert.Single((await new ListOrders(world.Store).Do(Laboratory, new(Done: false, 1, 50), Cancellation)).Lines);
        Assert.Empty((await new ListOrders(world.Store).Do(Laboratory, new(Done: true, 1, 50), Cancellation)).Lines);
    }

    [Fact]
    public async Task What_waits_is_listed_longest_waiting_first_and_what_is_done_newest_first()
    {
        var (world, _, specimen) = await WithSpecimen();
        await using var __ = world;
        var ordered = new Dictionary<int, Guid>();
        foreach (var day in new[] { 4, 2, 3 })
            ordered[day] = Ok(
                await new OrderTest(world.Store, Ground, new OnDay(Found.AddDays(day))).Do(
                    Clinician,
                    new(specimen, "qpcr_wpre", "lab", null),
                    Cancellation
                )
            );
        var list = new ListOrders(world.Store);
        Assert.Equal(
            [ordered[2], ordered[3], ordered[4]],
            (await list.Do(Laboratory, new(Done: false, 1, 50), Cancellation)).Lines.Select(l => l.Test)
        );

        foreach (var day in new[] { 3, 4, 2 }) // in whatever order they are reported
            Ok(await Report(world, ordered[day], TestResult.NotDetected, 0.001, day: Found.AddDays(10)));
        Assert.Empty((await list.Do(Laboratory, new(Done: false, 1, 50), Cancellation)).Lines);
        var second = await list.Do(Laboratory, new(Done: true, 2, 2), Cancellation);
        Assert.Equal(ordered[2], Assert.Single(second.Lines).Test);
        Assert.Equal(3, second.Total);
        Assert.Equal(
            [ordered[4], ordered[3], ordered[2]],
            (await list.Do(Laboratory, new(Done: true, 1, 50), Cancellation)).Lines.Select(l => l.Test)
        );
    }

    /// <summary>A clock that stands still.</summary>
    private sealed class OnDay(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day, new TimeOnly(9, 0), TimeSpan.Zero);
    }

    [Fact]
    public async Task After_withdrawal_of_consent_neither_an_order_nor_a_result_is_taken()
    {
        var (world, _, specimen) = await WithSpecimen();
        await using var __ = world;
        var test = Ok(await world.Order.Do(Clinician, new(specimen, "ddpcr_wpre", "lab", null), Cancellation));
        Ok(await world.Consent.Do(Clinician, new(world.Patient, 1, new(Ternary.Yes, Infused, Found), "Letter"), Cancellation));

        Assert.Equal("consent.withdrawn", Refused(await world.Order.Do(Clinician, new(specimen, "ddpcr_wpre", "lab", null), Cancellation)));
        Assert.Equal("consent.withdrawn", Refused(await Report(world, test, TestResult.NotDetected, 0.001)));
        Assert.Equal("record.conflict", Refused(await world.Consent.Do(Clinician, new(world.Patient, 1, default, "Letter"), Cancellation)));
    }

    [Fact]
    public async Task A_negative_is_M1_only_when_it_says_what_it_could_have_seen_and_a_correction_says_why()
    {
        var (world, id, specimen) = await WithSpecimen();
        await using var _ = world;
        var test = Ok(await world.Order.Do(Clinician, new(specimen, "qpcr_wpre", "lab", null), Cancellation));

        Ok(await Report(world, test, TestResult.NotDetected, null));
        Assert.Equal(Domain.Cases.EvidenceLevel.M0, (await world.View(id)).Placed.Level);
        Assert.Equal("result.reason", Refused(await Report(world, test, TestResult.NotDetected, 0.001)));
        Ok(await Report(world, test, TestResult.NotDetected, 0.001, "The limit was left out"));
        Assert.Equal(Domain.Cases.EvidenceLevel.M1, (await world.View(id)).Placed.Level);
        Assert.True((await world.Test(test)).Version > 2);
    }

    [Fact]
    public async Task Results_that_contradict_themselves_or_come_from_elsewhere_are_refused()
    {
        var (world, _, specimen) = await WithSpecimen();
        await using var __ = world;
        var test = Ok(await world.Order.Do(Clinician, new(specimen, "qpcr_wpre", "lab", null), Cancellation));

        Assert.Equal("patient.not-found", Refused(await Report(world, test, TestResult.Detected, 0.001, caller: Clinician)));
        Assert.Equal("rule.result", Refused(await Report(world, test, TestResult.None, 0.001)));
        Assert.Equal("rule.test-date", Refused(await Report(world, test, TestResult.Detected, 0.001, day: Found.AddDays(-1))));
        Assert.Equal("rule.vector-clonal", Refused(await Report(world, test, TestResult.NotDetected, 0.001, clonal: Ternary.Yes)));
        Assert.Equal("result.date", Refused(await Report(world, test, TestResult.Detected, 0.001, day: new DateOnly(2190, 1, 1))));
        Assert.Equal("result.method", Refused(await Drop(world, test, new(1, 100))));
        Assert.Equal(
            "result.method",
            Refused(
                await world.Verdict.Do(Laboratory, new(new(test, 1, Found, null, null, null), VerdictFiles.Negative("LW-1")), Cancellation)
            )
        );
        Assert.Equal(TestStatus.NotPerformed, (await world.Test(test)).Status);
    }

    [Theory]
    [InlineData(101, 100)]
    [InlineData(-1, 100)]
    [InlineData(0, 0)]
    public async Task Impossible_droplet_counts_are_refused(int positive, int total)
    {
        await using var world = await Make();

        Assert.Equal("result.droplets", Refused(await Drop(world, Guid.NewGuid(), new(positive, total))));
    }

    [Fact]
    public async Task Droplets_without_a_usable_reference_are_a_failed_test_and_no_negative()
    {
        var (world, _, specimen) = await WithSpecimen();
        await using var __ = world;
        var test = Ok(await world.Order.Do(Clinician, new(specimen, "ddpcr_wpre", "lab", null), Cancellation));

        Ok(
            await world.Droplets.Do(
                Laboratory,
                new(new(test, 1, Found, null, null, null), new(0, 20_000), new(0, 20_000), "RPP30", null, null),
                Cancellation
            )
        );

        var row = await world.Test(test);
        Assert.Equal((TestStatus.Failed, TestResult.None), (row.Status, row.Result));
    }

    [Fact]
    public async Task A_verdict_of_sequencing_becomes_a_result_of_the_right_person_and_specimen_only()
    {
        var (world, id, specimen) = await WithSpecimen();
        await using var _ = world;
        var test = Ok(await world.Order.Do(Clinician, new(specimen, "wgs", "lab", null), Cancellation));
        Task<Result<int>> Import(byte[] file) =>
            world.Verdict.Do(Laboratory, new(new(test, 1, Found, null, null, null), file), Cancellation);

        Assert.Equal("result.other-person", Refused(await Import(VerdictFiles.Negative("LW-2"))));
        Assert.Equal("result.other-specimen", Refused(await Import(VerdictFiles.Negative("LW-1", "blood"))));
        Assert.Equal("result.file", Refused(await Import(Encoding.UTF8.GetBytes("<html>"))));
        Ok(await Import(VerdictFiles.Clonal("LW-1", "TP53")));

        var row = await world.Test(test);
        Assert.Equal((TestResult.Detected, Ternary.Yes, 0.9), (row.Result, row.VectorClonal, row.CopiesPerCell));
        var view = await world.View(id);
        Assert.Equal("TP53", Assert.Single(view.Tests[0].Sites).Gene);
        Assert.Equal(Domain.Cases.EvidenceLevel.M4, view.Placed.Level);
    }

    private static Task<Result<int>> Drop(CaseWorld world, Guid test, Statistics.Partitions.PartitionCount vector) =>
        world.Droplets.Do(Laboratory, new(new(test, 1, Found, null, null, null), vector, new(50, 100), "RPP30", null, null), Cancellation);

    private static async Task<Result<int>> Report(
        CaseWorld world,
        Guid test,
        TestResult result,
        double? limit,
        string? reason = null,
        DateOnly? day = null,
        Ternary clonal = Ternary.Unknown,
        Registry.Access.Caller? caller = null
    ) =>
        await world.Result.Do(
            caller ?? Laboratory,
            new(
                new(test, (await world.Test(test)).Version, day ?? Found, null, null, reason),
                TestStatus.Valid,
                result,
                result == TestResult.Detected ? 0.3 : null,
                null,
                null,
                limit,
                null,
                clonal,
                null
            ),
            Cancellation
        );
}
