using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Cli.Tests.Registry;

namespace Longwatch.Benchmarks.Faults;

/// <summary>A hundred kills of the program and of its PostgreSQL, at seeded moments of imports and of saves; the tests do a dozen of the same.</summary>
internal static class FaultBench
{
    private const int Seed = 4;

    internal static async Task<bool> Run(int rounds)
    {
        // Not below the repository: PostgreSQL's user must be able to enter the folder.
        using var folder = new OpenFolder();
        var seen = new List<FaultRound>();
        await using (var all = await FaultRounds.Prepare(Path.Combine(AppContext.BaseDirectory, "longwatch.dll"), folder.Path, Seed))
            for (var i = 0; i < rounds; i++)
            {
                seen.Add(await all.Run((Fault)(i % 4)));
                foreach (var problem in seen[^1].Problems)
                    Console.Error.WriteLine($"round {i + 1}, {seen[^1].Fault}: {problem}");
            }

        var bad = seen.Count(r => r.Problems.Count > 0);
        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Faults",
            $"""
            `kill -9` at {rounds} random moments (seed {Seed}). After each: rows of an import all there or none, no act half-written, every acknowledged save present, audit trail whole.
            Recovery: from the kill to the open registry (imports), to the portal started again (portal killed), to every client answered again without a restart (server killed).

            {ResultFile.Table(
                ["killed", "rounds", "with a problem", "imports kept whole / none", "saves acknowledged", "answered 503", "no answer", "recovery, median s", "recovery, longest s"],
                seen.GroupBy(r => r.Fault).Select(Row)
            )}
            {(bad == 0 ? "No round shows a problem." : $"{bad} rounds show a problem.")}
            """
        );
        return bad == 0;
    }

    private static string[] Row(IGrouping<Fault, FaultRound> rounds)
    {
        var imports = rounds.Key is Fault.ImportKilled or Fault.ServerKilledDuringImport;
        double[] recovery = [.. rounds.Select(r => r.Recovery.TotalSeconds).Order()];
        return
        [
            rounds.Key switch
            {
                Fault.ImportKilled => "the importing program",
                Fault.ServerKilledDuringImport => "PostgreSQL during an import",
                Fault.PortalKilledDuringSaves => "the portal during saves",
                Fault.ServerKilledDuringSaves => "PostgreSQL during saves",
                _ => throw new ArgumentOutOfRangeException(nameof(rounds)),
            },
            $"{rounds.Count()}",
            $"{rounds.Count(r => r.Problems.Count > 0)}",
            imports ? $"{rounds.Count(r => r.Kept)} / {rounds.Count(r => !r.Kept)}" : "",
            imports ? "" : $"{rounds.Sum(r => r.Acknowledged):N0}",
            imports ? "" : $"{rounds.Sum(r => r.Unavailable):N0}",
            imports ? "" : $"{rounds.Sum(r => r.Unanswered):N0}",
            recovery[recovery.Length / 2].ToString("F1", CultureInfo.InvariantCulture),
            recovery[^1].ToString("F1", CultureInfo.InvariantCulture),
        ];
    }
}
