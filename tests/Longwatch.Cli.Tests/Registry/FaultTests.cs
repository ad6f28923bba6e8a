namespace Longwatch.Cli.Tests.Registry;

/// <summary>A kill of each kind at a seeded moment; <c>./longwatch bench faults</c> does a hundred of the same.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Kills_during_imports_and_saves_leave_nothing_half_written_and_lose_nothing_acknowledged()
    {
        using var folder = new OpenFolder();
        await using var rounds = await FaultRounds.Prepare(CommandRun.Program, folder.Path, seed: 1);
        var seen = new List<FaultRound>();
        for (var i = 0; i < 4; i++)
            seen.Add(await rounds.Run((Fault)(i % 4)));

        Assert.Empty(seen.SelectMany(r => r.Problems.Select(p => $"{r.Fault} after {r.After.TotalMilliseconds:0} ms: {p}")));
        Assert.All(seen.Where(r => r.Fault == Fault.ServerKilledDuringSaves), r => Assert.True(r.Acknowledged > 0));
    }
}
