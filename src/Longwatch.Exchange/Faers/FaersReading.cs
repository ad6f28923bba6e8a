using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Faers;

/// <summary>What came of reading spontaneous reports. Problems may be warnings also when there is data.</summary>
public abstract record FaersReading(ProblemReport Problems)
{
    public sealed record Refused(ProblemReport Problems) : FaersReading(Problems);

    /// <summary>Reports: quarterly files, or a flattened table.</summary>
    public sealed record Reports(SpontaneousReports Data, InputLedger Ledger, ProblemReport Problems) : FaersReading(Problems);

    /// <summary>Counts by product only, as openFDA gives them.</summary>
    public sealed record Counts(AggregateCounts Data, InputLedger Ledger, ProblemReport Problems) : FaersReading(Problems);
}

/// <summary>What to read, how much of it, and whom to tell.</summary>
/// <param name="Quarters">As 2017Q2; empty: all that are there.</param>
public sealed record FaersReadOptions(IReadOnlyCollection<string> Quarters)
{
    public FaersLimits Limits { get; init; } = FaersLimits.Default;

    public IProgress<string>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }
}
