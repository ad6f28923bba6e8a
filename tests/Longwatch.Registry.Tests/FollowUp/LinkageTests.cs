using System.Text;
using Longwatch.Domain.FollowUp;
using Longwatch.Registry.FollowUp.Linkage;
using Longwatch.Registry.FollowUp.Work;
using static Longwatch.Registry.Tests.FollowUp.WatchedRegistry;

namespace Longwatch.Registry.Tests.FollowUp;

public sealed class LinkageTests : IAsyncLifetime
{
    private WatchedRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        registry = await Open();
        await registry.Patient("p1");
        await registry.Patient("p2");
        await registry.Patient("p3", centre: "b");
    }

    public async ValueTask DisposeAsync() => await registry.DisposeAsync();

    private Task<LinkageOutcome> Link(params string[] lines) =>
        new LinkVitalStatus(registry.Store, registry).Do(
            Ada,
            "linkage.csv",
            new MemoryStream(Encoding.UTF8.GetBytes("pseudonym,status,date\n" + string.Join('\n', lines) + "\n")),
            Cancellation
        );

    [Fact]
    public async Task A_death_ends_the_watch_a_sign_of_life_is_heard_and_the_same_file_changes_nothing()
    {
        var outcome = await Link("p1,dead,2026-02-03", "p2,alive,2026-05-01");

        Assert.Equal((1, 1, 0), (outcome.Deaths, outcome.Alive, outcome.Unchanged));
        Assert.Equal(["p2"], (await registry.Work(WorkKind.Overdue)).Items.Select(i => i.Pseudonym).Distinct());
        Assert.Equal(new DateOnly(2026, 5, 1), await registry.Scalar<DateOnly>("select max(last_heard) from watch.standing"));
        var again = await Link("p1,dead,2026-02-03", "p2,alive,2026-05-01");
        Assert.Equal((0, 0, 2), (again.Deaths, again.Alive, again.Unchanged));
        Assert.Equal(1L, await registry.Scalar<long>("select count(*) from clinical.visit"));
        Assert.Empty((await registry.Check()).Differing);
    }

    [Fact]
    public async Task With_one_problem_nothing_is_taken_over_and_every_problem_is_told_with_its_line()
    {
        var outcome = await Link("p1,dead,2026-02-03", "p2,alive,2027-01-01", "p3,dead,2026-02-03", "nobody,dead,2026-02-03");

        Assert.Equal([3, 4, 5], outcome.Problems.Select(p => p.Line));
        Assert.Equal(outcome.Problems[1].Found, outcome.Problems[2].Found); // another centre's patient is as one that does not exist
        Assert.Equal(0L, await registry.Scalar<long>("select count(*) from clinical.visit"));
        Assert.DoesNotContain("p3", string.Join(' ', outcome.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_are_told_together_with_those_that_do_not_fit_and_nothing_is_stored()
    {
        var outcome = await Link("p1,dead,2026-02-03", "p2,died,2026-02-03", "nobody,dead,2026-02-03", "p2,alive,2026-05-01");

        Assert.Equal([(3, "status"), (4, "pseudonym")], outcome.Problems.Select(p => (p.Line, p.Field)));
        Assert.Equal((0, 0, 0), (outcome.Deaths, outcome.Alive, outcome.Unchanged));
        foreach (var table in new[] { "clinical.visit", "watch.event" })
            Assert.Equal(0L, await registry.Scalar<long>($"select count(*) from {table}"));
        Assert.Equal(0L, await registry.Scalar<long>("select count(*) from audit.act where command = 'follow-up.link-vital-status'"));
        Assert.Equal(["p1", "p2"], (await registry.Work(WorkKind.Overdue)).Items.Select(i => i.Pseudonym).Distinct().Order());
        Assert.Empty((await registry.Check()).Differing);
    }

    [Theory]
    [InlineData("p1,unknown,2026-01-01")]
    [InlineData("p1,dead,")]
    [InlineData("p1,dead,2026-02-30")]
    [InlineData("p1,died,2026-02-03")]
    [InlineData("p1,dead,2024-01-14")]
    [InlineData("=cmd(),dead,2026-02-03")]
    [InlineData("p1,dead,2026-02-03\np1,alive,2026-01-01")]
    public async Task A_line_that_cannot_be_is_a_problem(string lines)
    {
        var outcome = await Link(lines);

        Assert.NotEmpty(outcome.Problems);
        Assert.Equal(0, outcome.Deaths);
    }

    [Fact]
    public async Task A_death_that_contradicts_the_record_is_a_problem()
    {
        await Link("p1,dead,2026-02-03");

        Assert.Contains("another day of death", Assert.Single((await Link("p1,dead,2026-02-04")).Problems).Found, StringComparison.Ordinal);
        Assert.Contains("alive after", Assert.Single((await Link("p1,alive,2026-02-04")).Problems).Found, StringComparison.Ordinal);
    }
}
