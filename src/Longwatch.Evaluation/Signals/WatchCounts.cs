namespace Longwatch.Evaluation.Signals;

/// <summary>Counts of cases by item and slice of the data; item by item, slice by slice.</summary>
/// <param name="Both">Cases of the subject with the event.</param>
/// <param name="Event">Cases without the subject with the event.</param>
/// <param name="Subject">By subject and slice: cases of the subject.</param>
/// <param name="All">By slice: all cases.</param>
internal sealed record SliceCounts(int Slices, int[] Both, int[] Event, int[] Subject, int[] All);

/// <summary>All counts of one pass over the cases.</summary>
/// <param name="Own">By item: cases left out because the event is what the product was given for.</param>
/// <param name="Periods">Slices: before the split date, from it on. Cases without a day of receipt are in neither.</param>
/// <param name="Quarters">Slices: calendar quarters from <paramref name="FirstQuarter"/> on.</param>
/// <param name="Strata">Slices: sex by age by year of receipt.</param>
/// <param name="PeerEvent">By item: cases of the same disease without any product watched, with the event.</param>
/// <param name="Peers">By subject: cases of the same disease without any product watched.</param>
/// <param name="FirstQuarter">4 × year + quarter − 1.</param>
internal sealed record WatchCounts(
    int[] Both,
    int[] Event,
    int[] Own,
    int[] Subject,
    SliceCounts Periods,
    SliceCounts Quarters,
    SliceCounts Strata,
    int[] PeerEvent,
    int[] Peers,
    int FirstQuarter
);
