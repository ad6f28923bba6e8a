using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Statistics.Tests.Disproportionality;

/// <summary>Known answers of sets E02 (PhViD), E03 (pvda) and the simple measures of E05.</summary>
public sealed class MeasureOracleTests
{
    [Fact]
    public void The_pairs_of_PhViD_agree()
    {
        var known = Oracle.Expected("E02_phvid_all");
        var (table, names) = PhViD();
        Assert.Equal(known.GetProperty("N").GetInt32(), table.Reports);
        var prior = MgpsOracleTests.Prior(known.GetProperty("gps_param").GetProperty("PRIOR.PARAM"));

        var scores = table.Score(PairScoring.Default with { Prior = prior });

        var of = scores.Pairs.ToDictionary(score => $"{names.Drugs[score.Pair.Drug]} {names.Events[score.Pair.Event]}");
        foreach (var row in known.GetProperty("prr").EnumerateArray())
        {
            var score = Same(row, of);
            Oracle.Equal(row.GetProperty("PRR").GetDouble(), score.Prr.Value, 1e-9, "PRR");
            Oracle.Equal(row.GetProperty("LB95(log(PRR))").GetDouble(), Math.Log(score.Prr.Interval.Lower), 1e-9, "PRR lower");
        }

        foreach (var row in known.GetProperty("ror").EnumerateArray())
        {
            var score = Same(row, of);
            Oracle.Equal(row.GetProperty("ROR").GetDouble(), score.Ror.Value, 1e-9, "ROR");
            Oracle.Equal(row.GetProperty("LB95(log(ROR))").GetDouble(), Math.Log(score.Ror.Interval.Lower), 1e-9, "ROR lower");
        }

        foreach (var row in known.GetProperty("bcpnn").EnumerateArray())
            Oracle.Equal(row.GetProperty("Q_0.025(log(IC))").GetDouble(), Same(row, of).BetaIc.Limits(0.95).Lower, 1e-9, "BCPNN");

        foreach (var row in known.GetProperty("gps").EnumerateArray())
        {
            var score = Same(row, of);
            // PhViD bisects until the distribution function is within 5e-5 of 0.05 from above, so its limit is only as exact as that; the posterior is exact.
            Assert.Equal(row.GetProperty("Q_0.05(lambda)").GetDouble(), score.Ebgm.Lower, 2e-4 * score.Ebgm.Lower);
            Assert.Equal(row.GetProperty("postH0").GetDouble(), score.Ebgm.AtMostOne, 1e-12);
        }

        // PhViD's lower limits are logarithms, and the counts are of limits above 1.
        var signals = known.GetProperty("n_signals");
        Assert.Equal(signals.GetProperty("bcpnn_lb_gt0").GetInt32(), scores.Pairs.Count(s => s.BetaIc.Limits(0.95).Lower > 0));
        Assert.Equal(
            signals.GetProperty("prr_lb_gt1").GetInt32(),
            scores.Pairs.Count(s => s.Prr.Status == RatioStatus.Estimated && Math.Log(s.Prr.Interval.Lower) > 1)
        );
        Assert.Equal(
            signals.GetProperty("ror_lb_gt1").GetInt32(),
            scores.Pairs.Count(s => s.Ror.Status == RatioStatus.Estimated && Math.Log(s.Ror.Interval.Lower) > 1)
        );
        Assert.InRange(
            scores.Pairs.Count(s => s.Ebgm.Lower > 2),
            signals.GetProperty("gps_eb05_gt2").GetInt32() - 2,
            signals.GetProperty("gps_eb05_gt2").GetInt32() + 2
        );

        static PairScore Same(JsonElement row, Dictionary<string, PairScore> of)
        {
            var score = of[row.GetProperty("_row").GetString()!];
            Assert.Equal(row.GetProperty("count").GetInt32(), score.Table.Both);
            Assert.Equal(row.GetProperty("drug margin").GetInt32(), score.Table.Drug);
            Assert.Equal(row.GetProperty("event margin").GetInt32(), score.Table.Event);
            Oracle.Equal(row.GetProperty("expected count").GetDouble(), score.Expected, 1e-12);
            return score;
        }
    }

    [Fact]
    public void The_prior_over_all_cells_is_at_least_as_likely_as_the_one_PhViD_found()
    {
        var known = Oracle.Expected("E02_phvid_all");
        var (table, _) = PhViD();

        var scores = table.Score(PairScoring.Default with { Mgps = new() { Truncation = ZeroTruncation.None } });

        var fit = scores.Mgps!;
        Assert.Equal((MgpsStatus.Estimated, ZeroTruncation.None), (fit.Status, fit.Truncation));
        Assert.Equal((long)table.Drugs.Length * table.Events.Length, fit.Pairs);
        // nlminb ended with code 1 (no convergence), so its parameters are near a maximum and not at it.
        var theta = known.GetProperty("gps_param").GetProperty("PRIOR.PARAM").Numbers();
        Assert.Equal(theta[0], fit.Prior.Shape1, 1e-3 * theta[0]);
        Assert.Equal(theta[1], fit.Prior.Rate1, 1e-3 * theta[1]);
        Assert.Equal(theta[2], fit.Prior.Shape2, 1e-3 * theta[2]);
        Assert.Equal(theta[3], fit.Prior.Rate2, 1e-3 * theta[3]);
        Assert.Equal(theta[4], fit.Prior.Share, 1e-3 * theta[4]);
    }

    [Theory]
    [InlineData("table", null)]
    [InlineData("by_group", "group")]
    public void The_measures_of_pvda_agree(string element, string? grouped)
    {
        var rows = Oracle.Rows("E03_ic_prr_ror_pvda", "reports.csv");
        var (drugs, events) = (rows.Select(r => r["drug"]).Distinct().ToArray(), rows.Select(r => r["event"]).Distinct().ToArray());
        var tables = rows.GroupBy(row => grouped is null ? "" : row[grouped])
            .ToDictionary(group => group.Key, group => Scores([.. group], drugs, events));

        foreach (var row in Oracle.Expected("E03_ic_prr_ror_pvda").GetProperty(element).EnumerateArray())
        {
            var group = grouped is null ? "" : row.GetProperty(grouped).ToString();
            var score = tables[group][
                (Array.IndexOf(drugs, row.GetProperty("drug").GetString()), Array.IndexOf(events, row.GetProperty("event").GetString()))
            ];
            Assert.Equal(row.GetProperty("obs").GetInt32(), score.Table.Both);
            Assert.Equal(row.GetProperty("b").GetInt32(), score.Table.DrugOnly);
            Assert.Equal(row.GetProperty("c").GetInt32(), score.Table.EventOnly);
            Assert.Equal(row.GetProperty("d").GetInt32(), score.Table.Neither);
            Near(row, "exp_rrr", score.Expected);
            Near(row, "ic", score.Ic.Value);
            Near(row, "ic2.5", score.Ic.Interval.Lower);
            Near(row, "ic97.5", score.Ic.Interval.Upper);
            Near(row, "prr", score.Prr.Value);
            Near(row, "prr2.5", score.Prr.Interval.Lower);
            Near(row, "prr97.5", score.Prr.Interval.Upper);
            Near(row, "ror", score.Ror.Value);
            Near(row, "ror2.5", score.Ror.Interval.Lower);
            Near(row, "ror97.5", score.Ror.Interval.Upper);
        }

        static void Near(JsonElement row, string name, double actual)
        {
            // pvda hides estimates of fewer than three reports.
            if (row.GetProperty(name).ValueKind == JsonValueKind.Number)
                Assert.Equal(row.GetProperty(name).GetDouble(), actual, 1e-12 + (1e-9 * Math.Abs(actual)));
        }
    }

    [Fact]
    public void The_grid_of_information_components_agrees()
    {
        foreach (var row in Oracle.Expected("E03_ic_prr_ror_pvda").GetProperty("grid").EnumerateArray())
        {
            double Known(string name) => row.GetProperty(name).GetDouble();
            var (observed, expected) = (row.GetProperty("obs").GetInt32(), Known("exp"));

            var (wide, wider) = (InformationComponent.Of(observed, expected, 0.95), InformationComponent.Of(observed, expected, 0.999));

            Assert.Equal(Known("ic"), wide.Value, 1e-12 + (1e-9 * Math.Abs(wide.Value)));
            Oracle.Equal(Known("ic025"), wide.Interval.Lower, 1e-9);
            Oracle.Equal(Known("ic975"), wide.Interval.Upper, 1e-9);
            Oracle.Equal(Known("ic005"), wider.Interval.Lower, 1e-9);
        }
    }

    internal static (PairTable Table, (string[] Drugs, string[] Events) Names) PhViD()
    {
        var rows = Oracle.Rows("E02_phvid_all", "pairs.csv");
        var (drugs, events) = (rows.Select(r => r["drug"]).Distinct().ToArray(), rows.Select(r => r["ae"]).Distinct().ToArray());
        var (drug, @event) = (
            drugs.Index().ToDictionary(d => d.Item, d => d.Index),
            events.Index().ToDictionary(e => e.Item, e => e.Index)
        );
        PairCount[] pairs =
        [
            .. rows.Select(r => new PairCount(drug[r["drug"]], @event[r["ae"]], int.Parse(r["n11"], CultureInfo.InvariantCulture))),
        ];
        // PhViD counts pairs, not reports: margins are sums of them.
        var (drugMargins, eventMargins) = (new int[drugs.Length], new int[events.Length]);
        foreach (var pair in pairs)
        {
            drugMargins[pair.Drug] += pair.Reports;
            eventMargins[pair.Event] += pair.Reports;
        }

        return (PairTable.Of(pairs.Sum(p => p.Reports), drugMargins, eventMargins, pairs), (drugs, events));
    }

    private static Dictionary<(int Drug, int Event), PairScore> Scores(
        IReadOnlyDictionary<string, string>[] rows,
        string[] drugs,
        string[] events
    )
    {
        var table = PairTable.OfRows(
            [
                .. rows.Select(row => new ReportRow(
                    int.Parse(row["report_id"], CultureInfo.InvariantCulture),
                    Array.IndexOf(drugs, row["drug"]),
                    Array.IndexOf(events, row["event"])
                )),
            ],
            drugs.Length,
            events.Length
        );
        return table.Score(PairScoring.Default).Pairs.ToDictionary(score => (score.Pair.Drug, score.Pair.Event));
    }
}
