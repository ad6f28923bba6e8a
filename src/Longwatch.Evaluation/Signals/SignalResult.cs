using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Statistics;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals;

/// <summary>What is to be counted.</summary>
/// <param name="Roles">Roles in which a drug counts; drugs without a stated role always count.</param>
/// <param name="Merge">Look for duplicates and count them once.</param>
/// <param name="Dictionary">MedDRA; null: terms as reported.</param>
/// <param name="AllPairs">Keep the scores of every pair of a drug and an event.</param>
public sealed record SignalOptions(DrugRoles Roles, bool Merge, MedicalDictionary? Dictionary, bool AllPairs)
{
    /// <summary>Told what is being done.</summary>
    public IProgress<string>? Progress { get; init; }
}

/// <summary>Counts and ratio of one comparison: the subject's cases against others.</summary>
/// <param name="Ror">With its 95 % interval; its status says when there is none.</param>
public sealed record Comparison(TwoByTwo Table, RatioEstimate Ror)
{
    internal static Comparison Of(int both, int subject, int @event, int others) =>
        new(new(both, subject - both, @event, others - @event), new TwoByTwo(both, subject - both, @event, others - @event).Ror(0.95));
}

/// <summary>One product (or all together) and one event (or group of events) by every measure.</summary>
/// <param name="Group">Group of secondary malignancy that the event belongs to; null: none.</param>
/// <param name="OrganClass">MedDRA system organ class; null without MedDRA.</param>
/// <param name="OwnIndication">Cases left out because the event is what the product was given for in them.</param>
/// <param name="Score">Against all other cases.</param>
/// <param name="AdjustedP">Benjamini–Hochberg over every pair scored.</param>
/// <param name="Peers">Against cases of the same disease without any product watched; null when indications are not known.</param>
/// <param name="Before">Received before the split date; null when the days of receipt are not known.</param>
/// <param name="After">Received from it on.</param>
/// <param name="Stratified">ROR pooled over sex, age and year of receipt; null for events that are not followed, or without people.</param>
/// <param name="Criteria">Names of the criteria that are met, in the order of the rules; empty below the least number of reports.</param>
public sealed record WatchedPair(
    string Subject,
    string Event,
    string? Group,
    bool IsGroup,
    string? OrganClass,
    int OwnIndication,
    PairScore Score,
    double AdjustedP,
    Comparison? Peers,
    Comparison? Before,
    Comparison? After,
    RatioEstimate? Stratified,
    ImmutableArray<string> Criteria
)
{
    /// <summary>Distinct cases with both.</summary>
    public int Reports => Score.Table.Both;

    /// <summary>The pair in one line: what was counted, what was expected, and the criteria met.</summary>
    public string Summary =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Subject}, {Event}: {Reports} cases, {Score.Expected:0.0} expected, IC {Score.Ic.Value:0.00} ({Score.Ic.Interval.Lower:0.00} to {Score.Ic.Interval.Upper:0.00}); {string.Join(", ", Criteria)}"
        );

    /// <summary>Counts by calendar quarter of receipt; empty for events that are not followed.</summary>
    public ImmutableArray<TrendPoint> Trend { get; init; } = [];
}

/// <summary>One calendar quarter, and everything up to it.</summary>
/// <param name="Quarter">2023Q4.</param>
/// <param name="Reports">Cases with both received in the quarter.</param>
/// <param name="Subject">Cases of the subject received in it.</param>
/// <param name="Cumulative">Cases with both up to its end, with IC and interval against what was expected by then.</param>
public sealed record TrendPoint(string Quarter, int Reports, int Subject, int Cumulative, double Expected, double Ic, Interval Interval);

/// <summary>A report behind a signal.</summary>
/// <param name="MergedReports">Numbers of the reports merged into it.</param>
/// <param name="Events">Events of the case that count for it.</param>
/// <param name="OnsetDays">Days from the first day of treatment to the event; null when one of them is not known to the day.</param>
public sealed record SignalCase(
    string Subject,
    string Product,
    string Group,
    string Events,
    long Report,
    long Case,
    ImmutableArray<long> MergedReports,
    int Received,
    int EventDate,
    int? OnsetDays,
    float Age,
    ReportedSex Sex,
    string Country,
    ReportedOutcomes Outcomes
);

/// <summary>A duplicate as it is shown.</summary>
public sealed record LedgerEntry(
    long KeptReport,
    long MergedReport,
    long KeptCase,
    long MergedCase,
    long LikeReport,
    PairWeight Weight,
    bool Watched
);

/// <summary>How much was counted.</summary>
/// <param name="Reports">Latest versions read.</param>
/// <param name="Cases">After duplicates were merged.</param>
/// <param name="Pairs">Pairs of a drug and an event that were reported at all.</param>
/// <param name="Drugs">Substances with a role that is counted.</param>
/// <param name="Events">Terms.</param>
public sealed record SignalTotals(
    int Reports,
    int Cases,
    int Drugs,
    int Events,
    long Pairs,
    int ScoredPairs,
    int TermsRenamed,
    int TermsUnknown
);

/// <summary>Everything that was found in spontaneous reports.</summary>
/// <param name="AllPairs">Scores of pairs with enough reports, with the names of drugs and terms; empty when not asked for.</param>
/// <param name="GivenUp">The fit of the prior that was asked for, where it ended at a boundary and another took its place.</param>
/// <param name="Subjects">Watched subjects with their number of cases.</param>
public sealed record SignalResult(
    InputLedger Input,
    SignalKnowledge Knowledge,
    SignalOptions Options,
    SignalTotals Totals,
    ImmutableArray<(string Name, int Cases, int Peers)> Subjects,
    ImmutableArray<RecognisedName> Names,
    ImmutableArray<WatchedPair> Pairs,
    ImmutableArray<SignalCase> Cases,
    DuplicateClusters? Duplicates,
    ImmutableArray<LedgerEntry> Ledger,
    MgpsFit? Prior,
    MgpsFit? GivenUp,
    ImmutableArray<PairScore> AllPairs,
    string[] DrugNames,
    string[] Terms
);
