namespace Longwatch.Evaluation.Signals.Simulation;

/// <summary>How many reports to make, and from which seed.</summary>
/// <param name="Reports">1 to 50,000,000.</param>
public sealed record FaersPlan(int Reports, ulong Seed)
{
    /// <summary>Substances beside those of CAR T-cell therapy.</summary>
    public int Drugs { get; init; } = 6_000;

    /// <summary>Events without a signal, beside the named ones.</summary>
    public int Events { get; init; } = 12_000;

    /// <summary>Share of reports that have an older version in the same quarter.</summary>
    public double OlderVersions { get; init; } = 0.02;

    /// <summary>Share of reports that come again under another case number, with some fields changed.</summary>
    public double Duplicates { get; init; } = 0.03;

    /// <summary>Share of cases on the list of deleted cases.</summary>
    public double Deleted { get; init; } = 0.003;

    /// <summary>Share of reports of a CAR T-cell product: enough in a small set, as in FAERS in a large one.</summary>
    public double Products => Math.Clamp(2_000.0 / Reports, 0.002, 0.05);
}

/// <summary>A pair whose rate of reporting is known.</summary>
/// <param name="Probability">That a report of the product names the event.</param>
/// <param name="Background">The same of all other reports.</param>
/// <param name="Signal">It is reported more than the background.</param>
public sealed record KnownPair(string Product, string Event, double Probability, double Background, bool Signal);
