using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;
using static Longwatch.Statistics.Tests.Hazards.HazardOracle;

namespace Longwatch.Statistics.Tests.Hazards;

public sealed class CoxOracleTests
{
    private const string Lung = "B04_cox_ties";
    private const string Transplant = "B05_time_dependent_immortal";

    [Theory]
    [InlineData("efron", CoxTies.Efron)]
    [InlineData("breslow", CoxTies.Breslow)]
    [InlineData("exact", CoxTies.Exact)]
    public void Each_treatment_of_ties_equals_coxph_on_lung(string name, CoxTies ties)
    {
        var expected = Oracle.Expected(Lung).GetProperty(name);
        Agree(expected, Cox.Fit(LungData(Names(expected)), new(ties)));
    }

    [Fact]
    public void Strata_equal_coxph_on_lung()
    {
        var expected = Oracle.Expected(Lung).GetProperty("strata_sex");
        Agree(expected, Cox.Fit(LungData(Names(expected), strata: "sex")));
    }

    [Fact]
    public void Ovarian_equals_coxph()
    {
        var expected = Oracle.Expected(Lung).GetProperty("ovarian");
        var rows = Oracle.Rows(Lung, "ovarian.csv");
        Agree(expected, Cox.Fit(new([.. Names(expected).Select(rows.Column)], rows.Column("futime"), rows.Flags("fustat"))));
    }

    [Fact]
    public void Robust_variance_equals_coxph_on_lung_by_row_and_by_centre()
    {
        var expected = Oracle.Expected(Lung);
        var whole = LungData(Names(expected.GetProperty("efron")));
        HazardOracle.Agree(
            expected.GetProperty("robust").GetProperty("robust_var"),
            RobustVariance.Of(whole, Cox.Fit(whole)).Covariance,
            1e-9,
            "robust"
        );

        var byCentre = expected.GetProperty("cluster_inst");
        var data = LungData(Names(byCentre), clusters: "inst");
        var fit = Cox.Fit(data);
        Agree(byCentre, fit);
        HazardOracle.Agree(byCentre.GetProperty("naive_var"), fit.Covariance, 1e-9, "naive");
        HazardOracle.Agree(byCentre.GetProperty("robust_var"), RobustVariance.Of(data, fit).Covariance, 1e-9, "robust");
    }

    [Theory]
    [InlineData("zph_km", TimeTransform.KaplanMeier)]
    [InlineData("zph_identity", TimeTransform.Identity)]
    public void Test_of_proportional_hazards_equals_zph_on_lung(string name, TimeTransform transform)
    {
        var expected = Oracle.Expected(Lung);
        var values = expected.GetProperty(name).GetProperty("values");
        var data = LungData(Names(expected.GetProperty("efron")));
        var test = ProportionalHazardsTest.Of(data, Cox.Fit(data), transform);
        ChiSquaredTest[] all = [.. test.Terms, test.Global];
        Assert.Equal(values.GetArrayLength(), all.Length);
        for (var i = 0; i < all.Length; i++)
        {
            Oracle.Equal(values[i][0].GetDouble(), all[i].Statistic, 1e-9, $"{name} {i}");
            Assert.Equal(values[i][1].GetInt32(), all[i].DegreesOfFreedom);
            Oracle.Equal(values[i][2].GetDouble(), all[i].PValue, 1e-9, $"{name} {i}");
        }
    }

    [Fact]
    public void Concordance_equals_survival_on_lung()
    {
        var expected = Oracle.Expected(Lung).GetProperty("concordance");
        var data = LungData(Names(Oracle.Expected(Lung).GetProperty("efron")));
        var fit = Cox.Fit(data);
        double[] risk =
        [
            .. Enumerable
                .Range(0, data.Rows)
                .Select(i => Enumerable.Range(0, data.Width).Sum(j => fit.Coefficients[j] * data.Columns[j][i])),
        ];

        var actual = Concordance.Of(data, risk);

        var counts = expected.GetProperty("counts");
        Oracle.Equal(expected.GetProperty("c").GetDouble(), actual.Index, 1e-12);
        Oracle.Equal(expected.GetProperty("var").GetDouble(), actual.Variance, 1e-9);
        Assert.Equal(counts.GetProperty("concordant").GetDouble(), actual.Concordant);
        Assert.Equal(counts.GetProperty("discordant").GetDouble(), actual.Discordant);
        Assert.Equal(counts.GetProperty("tied.x").GetDouble(), actual.TiedRisk);
        Assert.Equal(counts.GetProperty("tied.y").GetDouble(), actual.TiedTime);
        Assert.Equal(counts.GetProperty("tied.xy").GetDouble(), actual.TiedBoth);
    }

    [Fact]
    public void Residuals_equal_coxph_on_lung()
    {
        var expected = Oracle.Expected(Lung);
        var data = LungData(Names(expected.GetProperty("efron")));
        var fit = Cox.Fit(data);

        var martingale = expected.GetProperty("martingale_resid").Numbers();
        Assert.All(martingale.Zip(CoxResiduals.Martingale(data, fit)), p => Assert.Equal(p.First, p.Second, 1e-9));
        FirstRows(expected.GetProperty("score_resid_first5"), CoxResiduals.Score(data, fit));
        FirstRows(expected.GetProperty("dfbeta_first5"), CoxResiduals.Dfbeta(data, fit));
        var schoenfeld = CoxResiduals.Schoenfeld(data, fit);
        var first = expected.GetProperty("schoenfeld_first5");
        for (var i = 0; i < first.GetProperty("values").GetArrayLength(); i++)
        {
            Assert.Equal(Number(first.GetProperty("rows")[i].GetString()!), schoenfeld[i].Time);
            for (var j = 0; j < data.Width; j++)
                Oracle.Equal(first.GetProperty("values")[i][j].GetDouble(), schoenfeld[i].Values[j], 1e-9, $"Schoenfeld {i} {j}");
        }
    }

    [Fact]
    public void Baseline_hazard_and_predicted_survival_equal_survfit_on_lung()
    {
        var expected = Oracle.Expected(Lung);
        string[] names = Names(expected.GetProperty("efron"));
        var data = LungData(names);
        var baseline = BaselineHazard.Of(data, Cox.Fit(data));
        var uncentred = expected.GetProperty("basehaz_uncentered");
        var (hazard, time) = (uncentred.GetProperty("hazard").Numbers(), uncentred.GetProperty("time").Numbers());
        for (var i = 0; i < time.Length; i++)
            Oracle.Equal(hazard[i], baseline.CumulativeHazard(time[i]), 1e-9, $"hazard at {time[i]}");
        double[] means = [.. data.Columns.Select(c => c.Average())];
        var centred = expected.GetProperty("basehaz_centered_first10").Numbers();
        for (var i = 0; i < centred.Length; i++)
            Oracle.Equal(centred[i], baseline.Predict(time[i], means).CumulativeHazard, 1e-9, $"centred at {time[i]}");

        var predicted = expected.GetProperty("pred");
        for (var person = 0; person < predicted.GetProperty("newdata").GetArrayLength(); person++)
        {
            double[] x = [.. names.Select(name => predicted.GetProperty("newdata")[person].GetProperty(name).GetDouble())];
            for (var t = 0; t < predicted.GetProperty("time").GetArrayLength(); t++)
            {
                var actual = baseline.Predict(predicted.GetProperty("time")[t].GetDouble(), x);
                Oracle.Equal(predicted.GetProperty("surv").GetProperty("values")[t][person].GetDouble(), actual.Survival, 1e-9);
                Oracle.Equal(predicted.GetProperty("se").GetProperty("values")[t][person].GetDouble(), actual.StandardError, 1e-9);
            }
        }
    }

    [Fact]
    public void Time_dependent_covariates_equal_coxph_on_heart()
    {
        var rows = Oracle.Rows(Transplant, "heart.csv");
        foreach (var (name, ties) in new[] { ("heart_efron", CoxTies.Efron), ("heart_breslow", CoxTies.Breslow) })
        {
            var expected = Oracle.Expected(Transplant).GetProperty(name);
            double[][] columns = [.. Names(expected).Select(n => rows.Column(n == "transplant1" ? "transplant" : n))];
            Agree(expected, Cox.Fit(new(columns, rows.Column("stop"), rows.Flags("event")) { Entries = rows.Column("start") }, new(ties)));
        }
    }

    [Fact]
    public void Immortal_time_shows_in_the_naive_model_and_is_gone_in_the_time_dependent_and_the_landmark_model()
    {
        var expected = Oracle.Expected(Transplant);
        var rows = Oracle.Rows(Transplant, "jasa.csv");
        var (exits, observed) = (rows.Column("fu"), rows.Flags("fustat"));
        double[] exposedFrom = [.. rows.Select(r => r["ever_tx"] == "1" ? Number(r["wait"]) : double.PositiveInfinity)];
        Agree(expected.GetProperty("naive_ever_treated"), Cox.Fit(new([rows.Column("ever_tx")], exits, observed)));

        var split = Oracle.Rows(Transplant, "jasa_td.csv");
        Agree(
            expected.GetProperty("time_dependent"),
            Cox.Fit(new([split.Column("trt")], split.Column("tstop"), split.Flags("death")) { Entries = split.Column("tstart") })
        );

        var landmark = Landmark.At(30, exits, observed, exposedFrom);
        Agree(
            expected.GetProperty("landmark30"),
            Cox.Fit(
                new(
                    [
                        [.. landmark.Exposed.Select(e => e ? 1.0 : 0.0)],
                    ],
                    landmark.Times,
                    landmark.Observed
                )
            )
        );
        Assert.Equal(rows.Count, landmark.Rows.Count + landmark.EventsBefore + landmark.EndedBefore);
    }

    [Fact]
    public void Delayed_entry_equals_coxph_on_channing()
    {
        var expected = Oracle.Expected("B06_left_truncation");
        var rows = Oracle.Rows("B06_left_truncation", "channing.csv");
        double[][] columns =
        [
            [.. rows.Select(r => r["sex"] == "Male" ? 1.0 : 0.0)],
        ];
        var data = new CoxData(columns, rows.Column("exit"), rows.Flags("cens")) { Entries = rows.Column("entry") };
        Agree(expected.GetProperty("cox_left_truncated"), Cox.Fit(data));
        Agree(expected.GetProperty("cox_ignoring_entry"), Cox.Fit(new(columns, data.Exits, data.Observed)));
    }

    [Theory]
    [InlineData("cause1", "1")]
    [InlineData("cause2", "2")]
    public void Cause_specific_hazards_equal_coxph_on_mgus2(string name, string cause)
    {
        var expected = Oracle.Expected("B03_fine_gray").GetProperty(name);
        var rows = Oracle.Rows("B03_fine_gray", "mgus2cc.csv");
        double[][] columns = [.. Names(expected).Select(n => rows.Column(n == "sexM" ? "male" : n))];
        Agree(expected, Cox.Fit(new(columns, rows.Column("etime"), rows.Flags("ev", cause))));
    }

    private static CoxData LungData(string[] names, string? strata = null, string? clusters = null)
    {
        var rows = Oracle.Rows(Lung, "lung.csv").Where(r => clusters is null || r[clusters] != "NA").ToArray();
        return new([.. names.Select(name => rows.Column(name.Replace('.', '_')))], rows.Column("time"), rows.Flags("status"))
        {
            Strata = strata is null ? null : rows.Codes(strata),
            Clusters = clusters is null ? null : rows.Codes(clusters),
        };
    }

    private static void FirstRows(JsonElement expected, double[][] actual)
    {
        var values = expected.GetProperty("values");
        for (var i = 0; i < values.GetArrayLength(); i++)
        for (var j = 0; j < actual.Length; j++)
            Assert.Equal(values[i][j].GetDouble(), actual[j][i], 1e-9 * Math.Max(1, Math.Abs(values[i][j].GetDouble())));
    }
}
