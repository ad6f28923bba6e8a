using System.Text;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.FollowUp.Contacts;
using Longwatch.Registry.FollowUp.Linkage;
using Longwatch.Registry.FollowUp.Transfers;
using Longwatch.Registry.Tests.FollowUp;
using static Longwatch.Registry.Tests.FollowUp.WatchedRegistry;

namespace Longwatch.Registry.Tests.Audit;

/// <summary>Who finds which acts: the trail of a patient belongs to the centre where the patient is now.</summary>
public sealed class SearchAuditTests : IAsyncLifetime
{
    private static readonly Caller OfA = new(Guid.CreateVersion7(), "Auditor of A", [new(Role.CentreAdministrator, "a")]);
    private static readonly Caller OfB = new(Guid.CreateVersion7(), "Auditor of B", [new(Role.CentreAdministrator, "b")]);

    private WatchedRegistry registry = null!;
    private Guid inA;
    private Guid inB;

    public async ValueTask InitializeAsync()
    {
        registry = await Open();
        (inA, inB) = (await registry.Patient("p1"), await registry.Patient("p2", centre: "b"));
        var keep = new AssignKeeper(registry.Store);
        await Ok(keep.Do(Ada, inA, true, Cancellation));
        await Ok(keep.Do(Ben, inB, true, Cancellation));
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    private async Task<IReadOnlyList<AuditedAct>> Find(Caller caller, string? pseudonym = null) =>
        (await Ok(new SearchAudit(registry.Store).Do(caller, new(pseudonym, null, null, null, null), 0, 100, Cancellation))).Acts;

    [Fact]
    public async Task The_auditor_of_a_centre_finds_the_acts_about_its_patients_and_no_others()
    {
        Assert.Equal([inA], (await Find(OfA)).Select(a => a.Patient!.Value).Distinct());
        Assert.Equal([inB], (await Find(OfB)).Select(a => a.Patient!.Value).Distinct());
        Assert.Equal([null, inA, inB], (await Find(Administrator)).Select(a => a.Patient).Distinct().Order());
        Assert.Equal(
            "audit.forbidden",
            await Refused(new SearchAudit(registry.Store).Do(Ada, new(null, null, null, null, null), 0, 100, Cancellation))
        );
    }

    [Fact]
    public async Task A_patient_of_another_centre_is_as_one_that_does_not_exist()
    {
        Assert.Contains("Ada Example", (await Find(OfA, "p1")).Select(a => a.Actor));
        Assert.Empty(await Find(OfA, "p2"));
        Assert.Empty(await Find(OfA, "nobody"));
    }

    [Fact]
    public async Task With_a_transfer_the_trail_of_the_patient_goes_to_the_new_centre_with_all_that_was_done_before()
    {
        var transfer = await Ok(
            new RequestTransfer(registry.Store, registry).Do(Ada, new(inA, "b", null, "moved to another town"), Cancellation)
        );
        await Ok(new AnswerTransfer(registry.Store, registry).Do(Ben, new(transfer, true, null), Cancellation));

        Assert.Empty(await Find(OfA));
        Assert.Empty(await Find(OfA, "p1"));
        var found = await Find(OfB, "p1");
        Assert.Equal(
            ["Ben Example", "Ada Example"],
            found.Select(a => a.Actor).Where(a => a.EndsWith(" Example", StringComparison.Ordinal)).Distinct()
        );
        Assert.Contains(found, a => a.Command == "transfer.accept");
    }

    [Fact]
    public async Task An_act_about_many_patients_is_found_by_the_pseudonym_of_each_and_shows_of_the_others_nothing()
    {
        var both = new Caller(Guid.CreateVersion7(), "Cara Example", [new(Role.CentreDataManager, "a"), new(Role.CentreDataManager, "b")]);
        var file = new MemoryStream(Encoding.UTF8.GetBytes("pseudonym,status,date\np1,dead,2026-02-03\np2,dead,2026-02-04\n"));
        Assert.Equal(2, (await new LinkVitalStatus(registry.Store, registry).Do(both, "l.csv", file, Cancellation)).Deaths);
        var death = await registry.Scalar<Guid>($"select id from clinical.visit where patient = '{inA}'");
        var reads = OfA with { Grants = [.. OfA.Grants, new(Role.CentreDataManager, "a")] };

        var blind = Assert.Single(await Find(OfA, "p1"), a => a.Actor == "Cara Example");
        Assert.Equal((1L, death), (blind.Entries, Assert.Single(blind.Changes).Record));
        Assert.All(blind.Changes[0].Fields, f => Assert.Equal((null, null), (f.Before, f.After)));
        var seen = Assert.Single(await Find(reads, "p1"), a => a.Actor == "Cara Example");
        Assert.Equal("2026-02-03", seen.Changes.Single().Fields.Single(f => f.Field == "death_date").After);
        Assert.DoesNotContain(await Find(OfA), a => a.Actor == "Cara Example");
    }

    [Fact]
    public async Task Who_changed_a_record_last_is_told_to_whoever_may_see_the_record()
    {
        var keeper = await registry.Scalar<Guid>($"select id from watch.keeper where patient = '{inA}'");
        var last = new LastChange(registry.Store);

        Assert.Equal("Ada Example", (await last.Do(Ada, Permission.FollowUpRead, keeper, Cancellation))?.PrintedName);
        Assert.Null(await last.Do(Ben, Permission.FollowUpRead, keeper, Cancellation));
        Assert.Null(await last.Do(OfA, Permission.PatientsRead, keeper, Cancellation)); // not a permission of theirs
        Assert.Null(await last.Do(Ada, Permission.FollowUpRead, Guid.CreateVersion7(), Cancellation));
    }
}
