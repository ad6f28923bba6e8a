using System.Text;
using Longwatch.Domain;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.FollowUp.Consent;
using Longwatch.Registry.FollowUp.Risk;
using Longwatch.Registry.FollowUp.Work;
using Longwatch.Registry.Treatment;
using static Longwatch.Registry.Tests.FollowUp.WatchedRegistry;

namespace Longwatch.Registry.Tests.FollowUp;

public sealed class RiskTests : IAsyncLifetime
{
    private WatchedRegistry registry = null!;
    private Guid first;
    private Guid second;

    public async ValueTask InitializeAsync()
    {
        registry = await Open();
        (first, second) = (await registry.Patient("p1"), await registry.Patient("p2"));
        await registry.Patient("p3", centre: "b");
    }

    public async ValueTask DisposeAsync() => await registry.DisposeAsync();

    private Task<RiskOutcome> Import(Caller caller, params string[] lines) =>
        new ImportRisk(registry.Store).Do(
            caller,
            "watch-risk.csv",
            new MemoryStream(Encoding.UTF8.GetBytes("pseudonym,risk,lower,upper,model,use\n" + string.Join('\n', lines) + "\n")),
            Cancellation
        );

    private Task<long> Count(string what) => registry.Scalar<long>($"select count(*) from {what}");

    [Fact]
    public async Task Whose_risk_is_high_by_its_lower_limit_gets_the_schedule_for_higher_risk_on_top_of_the_others()
    {
        var before = await Count("watch.expectation");

        // data/schedules/higher-risk.json: from a lower limit of 0.5 % on.
        var outcome = await Import(Ada, "p1,0.02,0.005,0.06,ridge-1,research", "p2,0.02,0.0049,0.06,ridge-1,research");

        Assert.Equal((2, 0, 0, 1), (outcome.Added, outcome.Changed, outcome.Unchanged, outcome.Higher));
        Assert.Equal(
            first,
            await registry.Scalar<Guid>("select patient from watch.expectation where schedule = 'higher-risk' and activity = 'visit'")
        );
        Assert.Equal(before + 1, await Count("watch.expectation")); // nobody has less than before
        Assert.Empty((await registry.Check()).Differing);
        var plan = await Ok(new ShowPlan(registry.Store, registry).Do(Ada, first, Cancellation));
        Assert.Contains(plan.Activities, a => a.Schedule.Id == "higher-risk");
        Assert.Contains(plan.Activities, a => a.Schedule.Id == "regulated-15-years");
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing_and_a_changed_risk_is_a_new_version_in_the_audit_trail()
    {
        string[] lines = ["p1,0.02,0.006,0.06,ridge-1,research", "p2,0.001,0.0005,0.002,ridge-1,research"];
        await Import(Ada, lines);
        var again = await Import(Ada, lines);
        var later = await Import(Ada, "p1,0.003,0.001,0.009,ridge-2,research", lines[1]);

        Assert.Equal((0, 0, 2, 1), (again.Added, again.Changed, again.Unchanged, again.Higher));
        Assert.Equal((0, 1, 1, 0), (later.Added, later.Changed, later.Unchanged, later.Higher));
        Assert.Equal(2, await registry.Scalar<int>("select version from watch.risk where model = 'ridge-2'"));
        Assert.Equal(3L, await Count("audit.entry where relation = 'watch.risk'"));
        Assert.Equal(3L, await Count("audit.act where command = 'follow-up.import-risk'"));
        Assert.Equal(0L, await Count("watch.expectation where schedule = 'higher-risk'"));
        Assert.Empty((await registry.Check()).Differing);
        Assert.Empty((await AuditChain.Verify(registry.Connections, null, Cancellation)).Problems);
    }

    [Fact]
    public async Task With_one_problem_nothing_is_taken_over_and_every_problem_is_told_with_its_line()
    {
        await Ok(new ChangeConsent(registry.Store, registry).Do(Ada, Withdrawn(second), Cancellation));
        var outcome = await Import(
            Ada,
            "p1,0.02,0.01,0.06,m,research",
            "p2,0.02,0.01,0.06,m,research",
            "p3,0.02,0.01,0.06,m,research",
            "nobody,0.02,0.01,0.06,m,research"
        );

        Assert.Equal([3, 4, 5], outcome.Problems.Listed.Select(p => p.Line));
        Assert.Contains("withdrew consent to research", outcome.Problems.Listed[0].Found, StringComparison.Ordinal);
        Assert.Equal(outcome.Problems.Listed[1].Found, outcome.Problems.Listed[2].Found); // another centre's patient is as one that does not exist
        Assert.DoesNotContain("p3", string.Join(' ', outcome.Problems.Lines()), StringComparison.Ordinal);
        Assert.Equal(0L, await Count("watch.risk"));
    }

    [Theory]
    [InlineData("p1,0.02,0.01,0.06,m,care")]
    [InlineData("p1,0.02,0.03,0.06,m,research")]
    [InlineData("p1,1.02,0.01,1.06,m,research")]
    [InlineData("p1,0.02,0.01,0.06,m,research\np1,0.02,0.01,0.06,m,research")]
    public async Task A_file_that_cannot_be_is_refused(string lines)
    {
        Assert.True((await Import(Ada, lines)).Problems.Refused);
        Assert.Equal(0L, await Count("watch.risk"));
    }

    [Fact]
    public async Task Without_consent_to_research_a_prediction_counts_no_more_and_nobody_reads_it()
    {
        await Import(Ada, "p1,0.02,0.01,0.06,m,research");
        var read = new ReadPatient(registry.Store);
        Assert.Equal(0.02, (await Ok(read.Do(Ada, first, Cancellation))).Risk!.Risk);
        Assert.Null((await Ok(read.Do(Ada, second, Cancellation))).Risk);
        // An assessor judges causes without it.
        var assessor = new Caller(Guid.CreateVersion7(), "Dora Example", [new(Role.Assessor, null)]);
        Assert.Null((await Ok(read.Do(assessor, first, Cancellation))).Risk);

        await Ok(new ChangeConsent(registry.Store, registry).Do(Ada, Withdrawn(first), Cancellation));

        Assert.Null((await Ok(read.Do(Ada, first, Cancellation))).Risk);
        Assert.Equal(0L, await Count("watch.expectation where schedule = 'higher-risk'"));
        Assert.Equal(1L, await Count("watch.risk"));
        Assert.Empty((await registry.Check()).Differing);
    }

    private static ConsentChange Withdrawn(Guid patient) => new(patient, Purpose.Research, false, new(2026, 5, 1), "asked for it");
}
