using System.Collections.Immutable;

namespace Longwatch.Domain.Cases;

/// <summary>What a transgene work-up of tumour tissue gave.</summary>
public enum TransgeneFinding : byte
{
    /// <summary>Not reported, or reported only by an unverified source.</summary>
    NotKnown,
    NotTested,

    /// <summary>Attempted without a valid result, or an indeterminate one.</summary>
    NotValid,
    NotDetected,

    /// <summary>A signal that its authors call very low, or judge as negative in spite of it.</summary>
    VeryLow,
    Detected,
}

/// <summary>The facts that place one tumour on the evidence ladder. What is not known stays null or unknown and never counts as absence.</summary>
public sealed record MolecularFindings
{
    public TransgeneFinding Transgene { get; init; }

    /// <summary>Limit of detection in vector copies per cell of the specimen.</summary>
    public double? LimitOfDetection { get; init; }

    /// <summary>Share of tumour cells in the specimen, 0 to 1.</summary>
    public double? TumourFraction { get; init; }

    public double? CopiesPerTumourCell { get; init; }

    /// <summary>Share of tumour cells that carry the CAR, in percent.</summary>
    public double? CarPositivePercent { get; init; }

    public VectorClonality Clonality { get; init; }

    /// <summary>Whether the vector-carrying cells and the tumour are one clone by T-cell receptor.</summary>
    public Ternary SameCloneAsTumour { get; init; }

    public ImmutableArray<IntegrationFinding> Sites { get; init; } = [];

    /// <summary>Whether dysregulation of the gene at the site was demonstrated.</summary>
    public Ternary ExpressionEffect { get; init; }

    /// <summary>Whether something else suffices to explain the tumour. <see cref="Ternary.No"/> only where it was looked for and excluded.</summary>
    public Ternary SufficientAlternativeDriver { get; init; }
}

/// <summary>One integration site as the ladder sees it.</summary>
public readonly record struct IntegrationFinding(string Gene, Ternary CancerGene);

/// <summary>Numbers on which the ladder turns; they are data (assumptions <c>molecular.*</c>), not constants.</summary>
/// <param name="ClonalCopiesPerCell">Vector copies per tumour cell from which the vector is taken to sit in the clone.</param>
/// <param name="ClonalCarPercent">Share of CAR-carrying tumour cells, in percent, from which the same is said.</param>
/// <param name="AdequateLimitOfDetection">Highest limit of detection, in copies per cell, at which a negative result is accepted.</param>
public sealed record MolecularThresholds(double ClonalCopiesPerCell, double ClonalCarPercent, double AdequateLimitOfDetection);
