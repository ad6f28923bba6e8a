namespace Longwatch.Statistics.MultiState;

/// <summary>Which variance of a transition hazard, and with it of a transition probability, is computed.</summary>
public enum TransitionVariance
{
    /// <summary>Multinomial increments (δ Y d − d d′)/Y³, as R <c>etm</c> and <c>mstate</c> with <c>greenwood</c>.</summary>
    Greenwood,

    /// <summary>Poisson increments d/Y², as R <c>mstate</c> with <c>aalen</c>.</summary>
    Aalen,
}

/// <summary>How transitions are estimated.</summary>
public sealed record TransitionOptions
{
    /// <summary>Greenwood, ties together.</summary>
    public static TransitionOptions Default { get; } = new();

    public TransitionVariance Variance { get; init; }

    /// <summary>
    /// True: tied moves are taken as if they fell one after another, Σ 1/(Y − j) (Fleming and Harrington), which is what a Cox model without covariates and with Efron's ties gives
    /// (<c>mstate::LMAJ</c>). Only with <see cref="TransitionVariance.Aalen"/>. Not for probabilities in small samples: a state can give away more than it holds.
    /// </summary>
    public bool SplitTies { get; init; }

    internal static void Check(TransitionOptions options)
    {
        if (options.SplitTies && options.Variance != TransitionVariance.Aalen)
            throw new ArgumentException("Split ties have Aalen's variance only.", nameof(options));
    }
}
