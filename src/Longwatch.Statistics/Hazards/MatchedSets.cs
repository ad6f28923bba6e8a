using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Hazards;

/// <summary>A nested case-control sample: one set per case, of the case and its controls.</summary>
/// <param name="Rows">Row of the cohort of each line; a row may be control in several sets, and a case later on.</param>
/// <param name="Sets">Number of the set of each line, from 0 in the order of the cases' rows.</param>
/// <param name="IsCase">True for the case of each set.</param>
/// <param name="Times">Time of the event of the set.</param>
/// <param name="ShortSets">Sets with fewer controls than asked for, because no more were at risk and matched.</param>
/// <param name="Seed">Makes the same draw again.</param>
public sealed record MatchedSets(IReadOnlyList<int> Rows, int[] Sets, bool[] IsCase, IReadOnlyList<double> Times, int ShortSets, ulong Seed)
{
    /// <summary>Draws controls for each case from those at risk at the time of its event.</summary>
    /// <param name="cohort">Exits, events and, where wanted, entries; strata are matched like another factor. The columns are not used.</param>
    /// <param name="controls">Controls per case, at least 1.</param>
    /// <param name="seed">Names the draw. Each case has a sequence of its own, so that a further case does not change the controls of others.</param>
    /// <param name="factors">Factors in which controls agree with their case: one array of codes per factor; none for none.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the cohort has weights.</exception>
    /// <remarks>
    /// Incidence density sampling (Thomas 1977; Lubin and Gail 1984): a control is at risk, and without the event, at the time of the case's event; it may have
    /// the event later. Without replacement within a set (Floyd's algorithm), with all of them equally likely. Analysed by <see cref="ConditionalLogistic"/>, it
    /// estimates the hazard ratio of <see cref="Cox"/>; a factor that was matched has no estimate.
    /// </remarks>
    public static MatchedSets Draw(CoxData cohort, int controls, ulong seed, params IReadOnlyList<int[]> factors)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentOutOfRangeException.ThrowIfLessThan(controls, 1);
        if (cohort.Weights is not null)
            throw new ArgumentException("Controls are drawn from a cohort without weights.", nameof(cohort));
        var bare = new CoxData([], cohort.Exits, cohort.Observed) { Entries = cohort.Entries, Strata = Combined(cohort, factors) };
        var sample = CoxSample.Of(bare, threads: 1);
        var places = new SortedDictionary<int, (int Place, int Group, int End)>();
        for (var (k, end) = (sample.Groups - 1, 0); k >= 0; k--)
        {
            if (k == sample.Groups - 1 || sample.GroupStratum[k] != sample.GroupStratum[k + 1])
                end = sample.End(k);
            for (var i = sample.Start(k); i < sample.DeathEnd(k); i++)
                places.Add(sample.Order[i], (i, k, end));
        }

        var (rows, sets, isCase, times, shortSets) = (new List<int>(), new List<int>(), new List<bool>(), new List<double>(), 0);
        foreach (var (row, (_, group, end)) in places)
        {
            var drawn = Controls(sample, group, end, controls, new Philox(seed, (ulong)row));
            shortSets += drawn.Count < controls ? 1 : 0;
            rows.Add(row);
            rows.AddRange(drawn);
            for (var line = 0; line <= drawn.Count; line++)
            {
                sets.Add(times.Count);
                isCase.Add(line == 0);
            }

            times.Add(cohort.Exits[row]);
        }

        return new(rows, [.. sets], [.. isCase], times, shortSets, seed);
    }

    private static List<int> Controls(CoxSample sample, int group, int end, int controls, Philox random)
    {
        var first = sample.DeathEnd(group);
        // Everyone after the events of the group is still there; with delayed entry some have not come yet.
        int[]? present = sample.EntryGroup is { } entry
            ? [.. Enumerable.Range(first, end - first).Where(place => entry[place] < group)]
            : null;
        var eligible = present?.Length ?? end - first;
        var chosen = new SortedSet<int>();
        for (var last = Math.Max(0, eligible - controls); last < eligible; last++)
        {
            var pick = random.NextBelow(last + 1);
            if (!chosen.Add(pick))
                chosen.Add(last);
        }

        return [.. chosen.Select(pick => sample.Order[present?[pick] ?? first + pick]).Order()];
    }

    /// <summary>One code for each combination of stratum and factors.</summary>
    private static int[]? Combined(CoxData cohort, IReadOnlyList<int[]> factors)
    {
        var combined = cohort.Strata;
        foreach (var factor in factors)
        {
            if (factor.Length != cohort.Rows)
                throw new ArgumentException($"{factor.Length} codes of a factor but {cohort.Rows} rows.", nameof(factors));
            var codes = new Dictionary<(int, int), int>();
            var next = new int[cohort.Rows];
            for (var i = 0; i < next.Length; i++)
            {
                var pair = (combined?[i] ?? 0, factor[i]);
                if (!codes.TryGetValue(pair, out next[i]))
                    codes.Add(pair, next[i] = codes.Count);
            }

            combined = next;
        }

        return combined;
    }
}
