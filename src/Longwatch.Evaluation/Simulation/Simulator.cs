using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Makes a registry with known truth.</summary>
public static class Simulator
{
    private const int ChunkSize = 4096;

    /// <summary>Draws every patient of the plan from a random stream of the patient's own.</summary>
    /// <param name="options">Number of threads and cancellation; the result does not depend on the threads.</param>
    public static SimulatedRegistry Simulate(SimulationPlan plan, ParallelOptions? options = null)
    {
        options ??= new();
        var model = new SimulationModel(plan);
        var chunks = new ChunkRows[(plan.Patients + ChunkSize - 1) / ChunkSize];
        Parallel.For(
            0,
            chunks.Length,
            options,
            c =>
            {
                var rows = new ChunkRows(model);
                for (var patient = c * ChunkSize; patient < Math.Min(plan.Patients, (c + 1) * ChunkSize); patient++)
                    rows.Add(patient);
                chunks[c] = rows;
            }
        );
        return Join(plan, chunks);
    }

    private static SimulatedRegistry Join(SimulationPlan plan, ChunkRows[] chunks)
    {
        var (neoplasms, specimens) = (0, 0);
        foreach (var chunk in chunks)
        {
            // References within a chunk become references within the registry.
            foreach (ref var specimen in CollectionsMarshal.AsSpan(chunk.Specimens))
                if (specimen.Neoplasm is { } neoplasm)
                    specimen = specimen with { Neoplasm = neoplasm + neoplasms };
            foreach (ref var test in CollectionsMarshal.AsSpan(chunk.Tests))
                test = test with { Specimen = test.Specimen + specimens };
            neoplasms += chunk.Neoplasms.Count;
            specimens += chunk.Specimens.Count;
        }

        return new(
            new(
                $"simulated registry, {plan.Patients} patients, seed {plan.Seed}",
                plan.DataLock,
                "the simulation plan",
                All(chunks, c => c.Patients),
                All(chunks, c => c.Infusions),
                All(chunks, c => c.Visits),
                All(chunks, c => c.Neoplasms),
                All(chunks, c => c.Specimens),
                All(chunks, c => c.Tests),
                All(chunks, c => c.Therapies)
            ),
            new(All(chunks, c => c.Truth), PlanParameters.Of(plan))
        );
    }

    /// <summary>Joins the rows in the order of the chunks and lets go of each chunk's own.</summary>
    private static ImmutableArray<T> All<T>(ChunkRows[] chunks, Func<ChunkRows, List<T>> rows)
    {
        var all = new T[chunks.Sum(c => rows(c).Count)];
        var at = 0;
        foreach (var chunk in chunks)
        {
            var part = rows(chunk);
            part.CopyTo(all, at);
            at += part.Count;
            part.Clear();
            part.Capacity = 0;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(all);
    }
}
