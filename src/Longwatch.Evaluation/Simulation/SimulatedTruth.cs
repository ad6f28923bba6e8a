using System.Collections.Immutable;
using Longwatch.Domain.Cohorts;

namespace Longwatch.Evaluation.Simulation;

/// <summary>A simulated registry: what an evaluation may see, and what is true.</summary>
public sealed record SimulatedRegistry(Cohort Cohort, SimulatedTruth Truth);

/// <summary>What is true of a simulated registry and cannot be seen in it.</summary>
/// <param name="Neoplasms">One entry for each neoplasm of the cohort, in its order.</param>
/// <param name="Parameters">Every number of the plan, so that the registry can be made again.</param>
public sealed record SimulatedTruth(ImmutableArray<TrueNeoplasm> Neoplasms, ImmutableArray<SimulationParameter> Parameters);

public enum NeoplasmOrigin : byte
{
    /// <summary>The integrated transgene made the clone.</summary>
    TransgeneDriven,

    /// <summary>The neoplasm would have come without the product.</summary>
    Background,

    /// <summary>The index disease again, or what became of it.</summary>
    IndexDisease,
}

/// <summary>The truth about one neoplasm.</summary>
/// <param name="CopiesPerMalignantCell">Transgene copies in each cell of the clone; 0 unless transgene-driven.</param>
/// <param name="BystanderCopies">Copies per cell that CAR T cells outside the clone add to the specimen; 0 when there is none.</param>
/// <param name="Onset">Day of the first malignant cell; background clones may be older than the infusion.</param>
public readonly record struct TrueNeoplasm(NeoplasmOrigin Origin, int CopiesPerMalignantCell, double BystanderCopies, DateOnly Onset);

/// <summary>One number, date or code of the plan.</summary>
public sealed record SimulationParameter(string Name, string Value, string Unit);
