using System.Collections.Immutable;
using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;
using Longwatch.Statistics.MultipleTesting;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Disproportionality;

public sealed class PairTableTests
{
    [Theory]
    [InlineData(ZeroTruncation.None)]
    [InlineData(ZeroTruncation.Componentwise)]
    [InlineData(ZeroTruncation.Joint)]
    public void The_scores_are_the_same_bits_whatever_the_number_of_threads(ZeroTruncation truncation)
    {
        var table = Drawn(1, 400, 60, 80).Count();
        var scoring = PairScoring.Default with
        {
            FallBack = false,
            Mgps = new() { Truncation = truncation },
        };

        var (one, two) = (table.Score(scoring with { Threads = 1 }), table.Score(scoring with { Threads = 3 }));

        Assert.Equal(one.Pairs, two.Pairs);
        Assert.Equal((one.Prior, truncation), (two.Prior, two.Mgps!.Truncation));
    }

    [Fact]
    public void The_order_of_the_pairs_changes_nothing_but_their_order()
    {
        var table = Drawn(2, 300, 40, 50).Count();
        var turned = PairTable.Of(table.Reports, table.Drugs.AsSpan(), table.Events.AsSpan(), [.. table.Pairs.Reverse()]);

        Assert.Equal(table.Score(PairScoring.Default).Pairs, turned.Score(PairScoring.Default).Pairs.Reverse());
    }

    [Fact]
    public void Each_measure_is_the_one_of_its_own_table()
    {
        var table = Drawn(3, 300, 20, 30).Count();
        var prior = new GammaMixture(3, 0.5, 2, 2, 0.1);

        var scores = table.Score(PairScoring.Default with { Prior = prior, Level = 0.9 });

        var ebgm = Mgps.Score(prior, [.. table.Pairs.Select(p => p.Reports)], table.Expected, 0.05);
        Assert.Equal((null, prior), (scores.Mgps, scores.Prior!.Value));
        for (var i = 0; i < scores.Pairs.Length; i++)
        {
            var score = scores.Pairs[i];
            Assert.Equal((table.Pairs[i], table.TableOf(i)), (score.Pair, score.Table));
            Assert.Equal(table.TableOf(i).Expected, score.Expected);
            Assert.Equal(table.TableOf(i).Prr(0.9), score.Prr);
            Assert.Equal(table.TableOf(i).Ror(0.9), score.Ror);
            Assert.Equal(InformationComponent.Of(score.Table.Both, score.Expected, 0.9), score.Ic);
            Assert.Equal(ebgm[i], score.Ebgm);
            Assert.Equal(LikelihoodRatio.Huang(score.Table), score.LogLikelihoodRatio);
            Assert.Equal(EvansCriteria.Published.Met(score.Table), score.Evans);
        }
    }

    [Fact]
    public void The_one_sided_p_is_that_of_R()
    {
        // phyper(a, a + b, c + d, a + c, lower = FALSE) + dhyper(…)/2 in R.
        Check(new(19, 12375, 1400, 16998600), 2.698945194941008e-18);
        Check(new(3, 97, 5, 1895), 3.003710267636850e-03);
        Check(new(0, 50, 10, 5000), 5.473072907399286e-01);
        Check(new(2, 8, 1, 200), 3.007842743437655e-03);
        Check(new(1, 500, 100, 1000), 9.999999999999998e-01);
        Check(new(3, 0, 2, 0), 0.5);

        static void Check(TwoByTwo table, double p) => Oracle.Equal(p, HypergeometricTail.MidP(table), 1e-11);
    }

    [Fact]
    public void Benjamini_and_Hochberg_count_the_pairs_that_were_never_reported()
    {
        // p.adjust(c(.001, .02, .03, .5, rep(1, 16)), "BH") in R.
        Assert.Equal([0.02, 0.2, 0.2, 1], AdjustedP.BenjaminiHochberg([0.001, 0.02, 0.03, 0.5], 20).Select(q => Math.Round(q, 14)));
        Assert.Equal(AdjustedP.BenjaminiHochberg([0.2, 0.01]), AdjustedP.BenjaminiHochberg([0.2, 0.01], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdjustedP.BenjaminiHochberg([0.2, 0.01], 1));

        var table = Drawn(4, 200, 15, 25).Count();
        var scores = table.Score(PairScoring.Default);
        Assert.Equal(table.Drugs.Count(d => d > 0) * (long)table.Events.Count(e => e > 0), scores.Tests);
        Assert.Equal(
            AdjustedP.BenjaminiHochberg([.. scores.Pairs.Select(s => s.MidP)], scores.Tests),
            scores.Pairs.Select(s => s.AdjustedP)
        );
    }

    [Fact]
    public void A_likelihood_without_an_interior_maximum_gives_way_to_one_that_has_it()
    {
        // Few pairs of chance alone: truncated by components a shape runs off.
        var table = Drawn(1, 400, 60, 80).Count();

        var kept = table.Score(PairScoring.Default with { FallBack = false });
        var used = table.Score(PairScoring.Default);

        Assert.Null(kept.GivenUp);
        Assert.Equal(ZeroTruncation.Componentwise, kept.Mgps!.Truncation);
        if (kept.Mgps.Status is MgpsStatus.AtBoundary or MgpsStatus.NotConverged)
            Assert.True(used.GivenUp is null ? used.Mgps!.Prior == kept.Mgps.Prior : used.Mgps!.Truncation == ZeroTruncation.None);
        else
            Assert.Equal(kept.Pairs, used.Pairs);
        Assert.Equal(used.Mgps!.Prior, used.Prior);
    }

    [Fact]
    public void Too_few_pairs_give_all_other_measures_and_say_so()
    {
        var scores = PairTable.Of(100, [10, 20], [30], [new(0, 0, 4), new(1, 0, 5)]).Score(PairScoring.Default);

        Assert.Equal((MgpsStatus.TooFewPairs, null), (scores.Mgps!.Status, scores.Prior));
        Assert.All(scores.Pairs, s => Assert.True(double.IsNaN(s.Ebgm.Ebgm) && s.Prr.Status == RatioStatus.Estimated));
        Assert.Empty(PairTable.Of(1, [], [], []).Score(PairScoring.Default).Pairs);
    }

    [Fact]
    public void Strata_that_are_all_alike_leave_the_expectations_as_they_are()
    {
        var reports = Drawn(5, 200, 15, 25);
        var table = reports.Count();

        var one = reports.StratifiedExpected(table, new int[reports.Reports]);

        for (var i = 0; i < one.Length; i++)
            Oracle.Equal(table.Expected[i], one[i], 1e-14);
        Assert.True(table.WithExpected(one).Stratified);
        Assert.Throws<ArgumentException>(() =>
            table.WithExpected(one).Score(PairScoring.Default with { Mgps = new() { Truncation = ZeroTruncation.None } })
        );
    }

    [Fact]
    public void Rows_and_reports_count_the_same_where_every_combination_is_a_row()
    {
        var reports = Drawn(6, 150, 12, 18);
        var rows = new List<ReportRow>();
        for (var report = 0; report < reports.Reports; report++)
            foreach (var drug in reports.DrugsOf(report))
            foreach (var @event in reports.EventsOf(report))
                rows.AddRange([new(report, drug, @event), new(report, drug, @event)]);

        var (counted, flattened) = (reports.Count(), PairTable.OfRows([.. rows], reports.DrugCount, reports.EventCount));

        Assert.Equal(counted.Pairs, flattened.Pairs);
        Assert.Equal(counted.Drugs, flattened.Drugs);
        Assert.Equal(counted.Events, flattened.Events);
        Assert.Equal(counted.Reports, flattened.Reports);
    }

    /// <summary>Several drugs a piece, each with many events: the memory of a piece grows while it holds pairs already.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Many_drugs_with_many_events_are_counted_as_one_by_one(int threads)
    {
        const int Drugs = 700;
        const int Events = 900;
        var random = new Philox(5, 0);
        int[][] drugs = [.. Enumerable.Range(0, 300).Select(_ => Some(Drugs))];
        int[][] events = [.. drugs.Select(_ => Some(Events))];
        var expected = new int[Drugs, Events];
        for (var report = 0; report < drugs.Length; report++)
            foreach (var drug in drugs[report])
            foreach (var @event in events[report])
                expected[drug, @event]++;

        var table = ReportBase.Of(drugs, Drugs, events, Events).Count(threads);

        Assert.Equal(
            Enumerable
                .Range(0, Drugs * Events)
                .Where(i => expected[i / Events, i % Events] > 0)
                .Select(i => new PairCount(i / Events, i % Events, expected[i / Events, i % Events])),
            table.Pairs
        );

        int[] Some(int of) => [.. Enumerable.Range(0, 40).Select(_ => random.NextBelow(of)).Distinct()];
    }

    [Fact]
    public void Counts_that_contradict_each_other_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PairTable.Of(10, [5], [5], [new(0, 0, 6)]));
        Assert.Throws<ArgumentException>(() => PairTable.Of(10, [11], [5], []));
        Assert.Throws<ArgumentException>(() => PairTable.Of(10, [5], [5], [new(0, 1, 1)]));
        Assert.Throws<ArgumentException>(() => PairTable.Of(10, [5], [5], [new(0, 0, 1), new(0, 0, 2)]));
        Assert.Throws<ArgumentException>(() => PairTable.Of(10, [8], [8], [new(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => PairTable.Of(10, [0], [5], [new(0, 0, 0)]));
        Assert.Throws<ArgumentException>(() => PairTable.OfRows([new(1, 2, 0)], 2, 1));
        Assert.Throws<ArgumentException>(() =>
            ReportBase.Of(
                [
                    [0],
                ],
                1,
                [],
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            ReportBase.Of(
                [
                    [1],
                ],
                1,
                [
                    [0],
                ],
                1
            )
        );
        Assert.Throws<ArgumentException>(() =>
            PairTable.Of(10, [5], [5], [new(0, 0, 2)]).Score(PairScoring.Default with { Prior = default(GammaMixture) })
        );
        Assert.Throws<ArgumentException>(() =>
            PairTable.Of(9, [5, 5], [5], [new(0, 0, 2), new(1, 0, 2)]).Score(PairScoring.Default with { Tests = 1 })
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => PairScoring.Default with { Level = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => PairScoring.Default with { CredibleTail = 0.5 });
    }

    [Fact]
    public void A_drug_that_owns_an_event_masks_it()
    {
        // Drug 1 has 40 of 60 reports of event 0; among the others drug 0 stands out.
        var drugs = new List<int[]>();
        var events = new List<int[]>();
        Add(5, 0, 0);
        Add(5, 0, 1);
        Add(40, 1, 0);
        Add(10, 1, 1);
        Add(15, 2, 0);
        Add(125, 2, 1);
        var reports = ReportBase.Of([.. drugs], 3, [.. events], 2);

        var masking = reports.CheckMasking(0, 0, 2, 0.95);

        Assert.Equal(new(5, 5, 55, 135), masking.Table);
        var first = masking.WithoutDrugs[0];
        Assert.Equal((1, 50, 40, new TwoByTwo(5, 5, 15, 125)), (first.Item, first.Removed, first.Shared, first.Table));
        Oracle.Equal(5 / 10.0 / (15 / 140.0), first.Prr.Value, 1e-14);
        Oracle.Equal(55 / 190.0 / (15 / 140.0), first.Ratio, 1e-14);
        Assert.Equal(first.Table, reports.Without([1], []).Count().TableOf(0));
        // Without the event that all other reports of the drug name, nothing is left to compare with.
        Assert.Equal((1, RatioStatus.Estimated), (masking.WithoutEvents[0].Item, masking.WithoutEvents[0].Prr.Status));
        Assert.Equal(new(5, 0, 55, 0), masking.WithoutEvents[0].Table);
        Assert.Throws<ArgumentOutOfRangeException>(() => reports.CheckMasking(3, 0, 1, 0.95));

        void Add(int many, int drug, int @event)
        {
            for (var i = 0; i < many; i++)
            {
                drugs.Add([drug]);
                events.Add([@event]);
            }
        }
    }

    [Fact]
    public void A_regression_on_the_reports_sees_their_drugs()
    {
        var reports = ReportBase.Of(
            [
                [0],
                [1, 0],
                [1],
                [2],
            ],
            3,
            [
                [0],
                [1],
                [0, 1],
                [],
            ],
            2
        );

        var design = reports.Design([1, 0]);

        design.Column(0, out var rows, out _);
        Assert.Equal([1, 2], rows.ToArray());
        Assert.Equal([1, 0, 1, 0], reports.Outcome(0));
    }

    /// <summary>Reports with one to three drugs and one to four events, some drugs and events more frequent than others.</summary>
    private static ReportBase Drawn(ulong seed, int reports, int drugs, int events)
    {
        var random = new Philox(seed, 0);
        return ReportBase.Of([.. Lists(drugs, 3)], drugs, [.. Lists(events, 4)], events);

        IEnumerable<int[]> Lists(int kinds, int most)
        {
            for (var i = 0; i < reports; i++)
                yield return
                [
                    .. Enumerable.Range(0, 1 + random.NextBelow(most)).Select(_ => (int)(kinds * Math.Pow(random.NextDouble(), 2))),
                ];
        }
    }
}
