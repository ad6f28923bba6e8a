using System.Collections.Immutable;
using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.MultipleTesting;

namespace Longwatch.Evaluation.Signals;

/// <summary>Makes the measures of every item out of its counts.</summary>
internal sealed class WatchScoring(WatchPlan plan, WatchCounts counts, int cases, SignalRules rules)
{
    private const double Level = 0.95;

    /// <summary>Every item that was reported, groups first.</summary>
    /// <param name="all">Scores of all other pairs, for the multiplicity of having looked at all of them.</param>
    /// <param name="watched">Number of products at the beginning of the drugs: their pairs are scored here instead.</param>
    public ImmutableArray<WatchedPair> Of(
        MgpsFit fit,
        PairScores? all,
        int watched,
        long tests,
        (bool Peers, bool Dates, bool People) known,
        MedicalDictionary? dictionary
    )
    {
        var reported = Enumerable.Range(0, plan.Items.Length).Where(i => counts.Both[i] > 0).ToArray();
        if (reported.Length == 0)
            return [];
        var pairs = reported.Select((item, e) => new PairCount(plan.Items[item].Subject, e, counts.Both[item])).ToArray();
        var events = reported.Select(i => counts.Both[i] + counts.Event[i]).ToArray();
        var scores = PairTable.Of(cases, counts.Subject, events, pairs).Score(PriorFit.Scoring(fit, Math.Max(tests, pairs.Length))).Pairs;
        var adjusted = Adjusted(scores, all, watched, tests);
        return
        [
            .. reported
                .Select((item, i) => Pair(item, scores[i], adjusted[i], known, dictionary))
                .OrderBy(p =>
                    p.IsGroup ? 0
                    : p.Group is not null ? 1
                    : 2
                )
                .ThenByDescending(p => p.Score.Ic.Interval.Lower)
                .ThenByDescending(p => p.Reports)
                .ThenBy(p => p.Subject, StringComparer.Ordinal)
                .ThenBy(p => p.Event, StringComparer.Ordinal),
        ];
    }

    /// <summary>Benjamini–Hochberg over the pairs of the whole base and those watched, as one family.</summary>
    private static double[] Adjusted(ImmutableArray<PairScore> watchedScores, PairScores? all, int watched, long tests)
    {
        var p = watchedScores.Select(s => s.MidP).ToList();
        if (all is not null)
            foreach (var score in all.Pairs)
                if (score.Pair.Drug >= watched)
                    p.Add(score.MidP);
        return AdjustedP.BenjaminiHochberg(p.ToArray(), Math.Max(tests, p.Count));
    }

    private WatchedPair Pair(
        int item,
        PairScore score,
        double adjusted,
        (bool Peers, bool Dates, bool People) known,
        MedicalDictionary? dictionary
    )
    {
        var watch = plan.Items[item];
        var subject = watch.Subject;
        var (n, both) = (counts.Subject[subject], counts.Both[item]);
        var followed = watch.IsGroup || watch.Group is not null;
        return new(
            plan.Subjects[subject].Name,
            watch.Event,
            watch.Group,
            watch.IsGroup,
            watch.IsGroup ? null : dictionary?.OrganClasses.GetValueOrDefault(watch.Event.ToUpperInvariant()),
            counts.Own[item],
            score,
            adjusted,
            known.Peers ? Comparison.Of(both, n, counts.PeerEvent[item], counts.Peers[subject]) : null,
            known.Dates ? Period(item, subject, 0) : null,
            known.Dates ? Period(item, subject, 1) : null,
            followed && known.People && known.Dates ? Stratified(item, subject) : null,
            Criteria(score, adjusted)
        )
        {
            Trend = followed && known.Dates ? Trend(item, subject) : [],
        };
    }

    private Comparison Period(int item, int subject, int period)
    {
        var (p, n) = (counts.Periods, counts.Periods.Subject[(subject * 2) + period]);
        return Comparison.Of(p.Both[(item * 2) + period], n, p.Event[(item * 2) + period], p.All[period] - n);
    }

    private RatioEstimate Stratified(int item, int subject)
    {
        var strata = counts.Strata;
        var tables = new TwoByTwo[strata.Slices];
        for (var i = 0; i < tables.Length; i++)
        {
            var (both, @event) = (strata.Both[(item * tables.Length) + i], strata.Event[(item * tables.Length) + i]);
            var n = strata.Subject[(subject * tables.Length) + i];
            tables[i] = new(both, n - both, @event, strata.All[i] - n - @event);
        }

        return MantelHaenszel.Pool(tables, Level).Ror;
    }

    /// <summary>Which criteria are met; none below the least number of reports.</summary>
    private ImmutableArray<string> Criteria(PairScore score, double adjusted)
    {
        if (score.Table.Both < rules.MinimumReports)
            return [];
        var limits = rules.Criteria;
        (string Name, bool Met)[] all =
        [
            ("ROR", score.Ror.Status != RatioStatus.Undefined && Lower(score) > limits.RorLower),
            ("PRR and χ²", score.Prr.Value >= limits.Prr && score.ChiSquared >= limits.ChiSquared),
            ("IC", score.Ic.Interval.Lower > limits.IcLower),
            ("EB05", score.Ebgm.Lower >= limits.Eb05),
            ("FDR", adjusted <= limits.AdjustedP),
        ];
        return [.. all.Where(c => c.Met).Select(c => c.Name)];
    }

    /// <summary>Where no other case has the event the ROR is infinite and Wald's interval says nothing: then one half is added to each cell.</summary>
    private static double Lower(PairScore score)
    {
        if (score.Ror.Status == RatioStatus.Estimated)
            return score.Ror.Interval.Lower;
        var t = score.Table;
        var error = Math.Sqrt((1 / (t.Both + 0.5)) + (1 / (t.DrugOnly + 0.5)) + (1 / (t.EventOnly + 0.5)) + (1 / (t.Neither + 0.5)));
        return t.HaldaneRor * Math.Exp(-1.959963984540054 * error);
    }

    private ImmutableArray<TrendPoint> Trend(int item, int subject)
    {
        var q = counts.Quarters;
        var points = ImmutableArray.CreateBuilder<TrendPoint>();
        long both = 0,
            ofSubject = 0,
            ofEvent = 0,
            all = 0;
        for (var i = 0; i < q.Slices; i++)
        {
            both += q.Both[(item * q.Slices) + i];
            ofSubject += q.Subject[(subject * q.Slices) + i];
            ofEvent += q.Both[(item * q.Slices) + i] + q.Event[(item * q.Slices) + i];
            all += q.All[i];
            if (ofSubject == 0)
                continue;
            var expected = (double)ofSubject * ofEvent / all;
            var ic = InformationComponent.Of((int)both, expected, Level);
            points.Add(
                new(
                    QuarterName(counts.FirstQuarter + i),
                    q.Both[(item * q.Slices) + i],
                    q.Subject[(subject * q.Slices) + i],
                    (int)both,
                    expected,
                    ic.Value,
                    ic.Interval
                )
            );
        }

        return points.ToImmutable();
    }

    private static string QuarterName(int quarter) => FormattableString.Invariant($"{quarter / 4}Q{(quarter % 4) + 1}");
}
