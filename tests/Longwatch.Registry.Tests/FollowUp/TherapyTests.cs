using Longwatch.Domain.Treatment;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;
using static Longwatch.Registry.Tests.FollowUp.WatchedRegistry;

namespace Longwatch.Registry.Tests.FollowUp;

public sealed class TherapyTests : IAsyncLifetime
{
    private static readonly TherapyFacts Melphalan = new(new(2024, 5, 6), TherapyKind.Alkylator, "melphalan");
    private WatchedRegistry registry = null!;
    private Guid patient;

    public async ValueTask InitializeAsync()
    {
        registry = await Open();
        patient = await registry.Patient("p1");
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    private CorrectTherapy Correct => new(registry.Store, registry);

    private Task<Guid> Added(TherapyFacts facts) => Ok(new AddTherapy(registry.Store, registry).Do(Ada, new(patient, facts), Cancellation));

    private Task<TherapyRow> Row(Guid id) =>
        registry.Store.Read((db, stop) => db.Set<TherapyRow>().SingleAsync(t => t.Id == id, stop), Cancellation);

    [Fact]
    public async Task A_correction_is_a_new_version_with_a_reason()
    {
        var id = await Added(Melphalan);

        Assert.Equal("record.reason", await Refused(Correct.Do(Ada, new(id, 1, Melphalan with { Agent = null }, ""), Cancellation)));
        await Ok(Correct.Do(Ada, new(id, 1, new(new(2024, 6, 7), TherapyKind.Radiotherapy, null), "letter of the centre"), Cancellation));

        var row = await Row(id);
        Assert.Equal(
            (2, new DateOnly(2024, 6, 7), TherapyKind.Radiotherapy, null, false),
            (row.Version, row.Start, row.Kind, row.Agent, row.Voided)
        );
        Assert.Equal("record.conflict", await Refused(Correct.Do(Ada, new(id, 1, Melphalan, "again"), Cancellation)));
    }

    [Fact]
    public async Task A_course_that_never_was_is_voided_and_may_be_entered_anew()
    {
        var id = await Added(Melphalan);

        await Ok(Correct.Do(Ada, new(id, 1, null, "another patient's"), Cancellation));
        var again = await Added(Melphalan);

        Assert.True((await Row(id)).Voided);
        Assert.Equal(1, (await Row(again)).Ordinal);
    }

    [Fact]
    public async Task Two_courses_may_become_equal_by_correction()
    {
        var first = await Added(Melphalan);
        var second = await Added(Melphalan with { Start = new(2024, 7, 1) });

        await Ok(Correct.Do(Ada, new(second, 1, Melphalan, "same day"), Cancellation));

        Assert.Equal((0, 1), ((await Row(first)).Ordinal, (await Row(second)).Ordinal));
    }

    [Theory]
    [InlineData("2999-01-01", null, "therapy.start")]
    [InlineData("1850-01-01", null, "therapy.start")]
    [InlineData("2024-05-06", "<b>", "therapy.agent")]
    public async Task A_correction_is_checked_like_an_entry(string start, string? agent, string code)
    {
        var id = await Added(Melphalan);
        var facts = new TherapyFacts(
            DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture),
            TherapyKind.Alkylator,
            agent
        );

        Assert.Equal(code, await Refused(Correct.Do(Ada, new(id, 1, facts, "mistyped"), Cancellation)));
        Assert.Equal(1, (await Row(id)).Version);
    }

    [Fact]
    public async Task Another_centres_course_is_not_there()
    {
        var id = await Added(Melphalan);

        Assert.Equal("patient.not-found", await Refused(Correct.Do(Ben, new(id, 1, Melphalan, "not mine"), Cancellation)));
        Assert.Equal(1, (await Row(id)).Version);
    }
}
