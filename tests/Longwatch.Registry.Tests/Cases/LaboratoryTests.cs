using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Specimens;
using static Longwatch.Registry.Tests.Cases.CaseWorld;

namespace Longwatch.Registry.Tests.Cases;

/// <summary>A laboratory is corrected in versions with a reason; one that is named somewhere was not entered by mistake.</summary>
public sealed class LaboratoryTests : IAsyncLifetime
{
    private static readonly LaboratoryFacts Renamed = new("Institute of Pathology", "A");
    private CaseWorld world = null!;
    private LaboratoryRow laboratory = null!;

    public async ValueTask InitializeAsync()
    {
        world = await Make();
        laboratory = Assert.Single(await List());
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private Task<List<LaboratoryRow>> List() => new ListLaboratories(world.Store).Do(Cancellation);

    private Task<Domain.Result<int>> Correct(int version, LaboratoryFacts? facts, string reason = "typing error", Caller? caller = null) =>
        new CorrectLaboratory(world.Store).Do(caller ?? Administrator, new(laboratory.Id, version, facts, reason), Cancellation);

    [Fact]
    public async Task A_correction_is_a_new_version_with_its_reason_in_the_trail_and_an_older_version_is_a_conflict()
    {
        Assert.Equal(2, Ok(await Correct(1, Renamed, "name since the move")));

        var row = Assert.Single(await List());
        Assert.Equal(("lab", "Institute of Pathology", "A", 2), (row.Code, row.Name, row.Centre, row.Version));
        Assert.Equal("record.conflict", Refused(await Correct(1, new("Other", null))));
        var found = Ok(await new SearchAudit(world.Store).Do(Administrator, new(null, null, null, null, "write"), 0, 50, Cancellation));
        var act = Assert.Single(found.Acts, a => a.Command == "specimens.correct-laboratory");
        Assert.Equal(("name since the move", Administrator.PrintedName), (act.Reason, act.Actor));
        Assert.Equal(
            [("centre", null, "A"), ("name", "Reference laboratory", "Institute of Pathology")],
            Assert.Single(act.Changes).Fields.OrderBy(f => f.Field, StringComparer.Ordinal).Select(f => (f.Field, f.Before, f.After))
        );
    }

    [Theory]
    [InlineData("", null, "typing error", "laboratory.name")]
    [InlineData("<b>Lab</b>", null, "typing error", "laboratory.name")]
    [InlineData("Institute", "nowhere", "typing error", "laboratory.centre")]
    [InlineData("Institute", null, " ", "record.reason")]
    public async Task A_correction_is_checked_like_an_entry(string name, string? centre, string reason, string code)
    {
        Assert.Equal(code, Refused(await Correct(1, new(name, centre), reason)));
        Assert.Equal(1, Assert.Single(await List()).Version);
        if (code != "record.reason")
            Assert.Equal(
                code,
                Refused(await new AddLaboratory(world.Store).Do(Administrator, new("other", new(name, centre)), Cancellation))
            );
    }

    [Fact]
    public async Task Whoever_may_not_write_centres_changes_no_laboratory()
    {
        foreach (var caller in new[] { Laboratory, Manager, Safety })
            Assert.Equal("patient.not-found", Refused(await Correct(1, Renamed, caller: caller)));
        Assert.Equal(1, Assert.Single(await List()).Version);
    }

    [Fact]
    public async Task The_laboratory_of_a_centre_is_acted_for_by_its_people_only()
    {
        var ofB = new Caller(Guid.CreateVersion7(), "Bea Laboratory", [new(Role.Laboratory, "B")]);
        Assert.Empty(await For(ofB));

        Ok(await Correct(1, new("Reference laboratory", "B"), "it is the one of B"));

        Assert.Equal(["lab"], await For(ofB));
        Assert.Equal(["lab"], await For(Laboratory)); // works for all

        Task<System.Collections.Immutable.ImmutableArray<string>> For(Caller caller) =>
            world.Store.Read((db, stop) => Parties.Of(db, caller, stop), Cancellation);
    }

    [Fact]
    public async Task One_that_was_entered_by_mistake_is_voided_and_one_that_a_specimen_or_an_order_names_is_not()
    {
        var add = new AddLaboratory(world.Store);
        var mistaken = Ok(await add.Do(Administrator, new("labb", new("Reference laboratory", null)), Cancellation));
        var correct = new CorrectLaboratory(world.Store);
        Ok(await correct.Do(Administrator, new(mistaken, 1, null, "entered twice"), Cancellation));
        Assert.Equal(["lab"], (await List()).Select(l => l.Code));
        Assert.Equal("laboratory.not-found", Refused(await correct.Do(Administrator, new(mistaken, 2, Renamed, "again"), Cancellation)));

        var specimen = await world.Tumour(await world.Case());
        await world.GiveConsent();
        Ok(await world.Order.Do(Clinician, new(specimen, "wgs", "lab", null), Cancellation));
        Assert.Equal("laboratory.in-use", Refused(await Correct(1, null, "not needed")));
        Assert.Equal(["lab"], (await List()).Select(l => l.Code));
    }
}
