using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;

namespace Longwatch.Statistics.Tests.Hazards;

/// <summary>Weights, strata, offsets, delayed entry and clusters all at once, on rows made by whole-number formulae.</summary>
public sealed class CoxOptionsTests
{
    // R 4.2.2, survival 3.5-3, with i <- 1:60 and the columns as below:
    // f <- coxph(Surv(entry, exit, ev) ~ x1 + x2 + strata(s) + offset(o), weights = w, ties = ties, robust = FALSE, control = coxph.control(eps = 1e-14)); the same with cluster = cl;
    // cox.zph(f, transform, terms = FALSE); residuals(f, type); concordance(Surv(entry, exit, ev) ~ I(x1 - x2 / 3) + strata(s), weights = w, reverse = TRUE);
    // summary(survfit(f, newdata = data.frame(x1 = 1, x2 = 3, s = 1, o = 0.1)), times = c(3, 6, 9)).
    private static readonly Answer Efron = new(
        CoxTies.Efron,
        [0.177084474870131, -0.0971749313444445],
        [0.0464795586157649, 0.00108276967592044, 0.00456354767500869],
        [-182.308940486909, -180.830672826456],
        2.96577292131961,
        2.93581061339305,
        [0.148472057197921, 0.0086662020932756, 0.00694597042807938],
        2.0059977397662,
        [
            [0.915210998112732, 0.0222583719355602, 0.932687161239805],
            [0.977304450029837, 0.0253314592141351, 0.998009873110324],
            [0.859181436168775, 0.013409044483454, 0.87219462451444],
            [1.92854859173734, 0.0779138021915019, 1.97200533143134],
        ],
        [0.417998368066208, -1.22887793603955, -0.204815432771776, 0.291690113765314, -0.110264210306154, 0.0479081181143921],
        [0.0614210827594435, -0.83000133976515, 0.17153107521941, 0.104193248920284, -0.0742599098501324, -0.132294727015785],
        [0.0010508769566216, 0.0187921221595162, -0.00516296592283958, 0.000214394747644262, -0.0025697747042693, -0.000126152531852423],
        [0.841218355620474, 0.612835698399431, 0.401131126502016],
        [0.0841474679779434, 0.0827748668043645, 0.077042331341122]
    );

    private static readonly Answer Breslow = new(
        CoxTies.Breslow,
        [0.182108743452683, -0.0993804843696505],
        [0.0464222098227041, 0.00115923179048908, 0.00473083093255148],
        [-184.995902525839, -183.478423706884],
        3.04189544470418,
        3.01156207375394,
        [0.126452536073764, 0.00773359637133161, 0.00631170236978055],
        2.35418999311253,
        [
            [0.940778303119794, 0.00992452149994516, 0.950874329617025],
            [0.982128742250003, 0.0123652537184334, 0.994949174136857],
            [0.859255560969725, 0.00474459943264566, 0.866115046418137],
            [1.84486064015625, 0.0576148975949089, 1.87980879641941],
        ],
        [0.445550279110851, -1.14101312065501, -0.194229110653003, 0.26381249043759, -0.105972872586918, -0.00692237363589299],
        [0.0575158582964688, -0.824387078142526, 0.162011754746275, 0.0687864366925644, -0.0738769947515979, -0.0240916697576901],
        [0.00141370000836669, 0.0187835326980079, -0.00510080156408814, 0.000262716676485611, -0.00261212395909027, -0.000916744821749318],
        [0.846532253582719, 0.625294633481987, 0.416654063153741],
        [0.0815324933529385, 0.0811102560689645, 0.0769278527773418]
    );

    [Theory]
    [InlineData(CoxTies.Efron)]
    [InlineData(CoxTies.Breslow)]
    public void Everything_at_once_equals_coxph_and_what_follows_from_it(CoxTies ties)
    {
        var expected = ties == CoxTies.Efron ? Efron : Breslow;
        var data = Data(weighted: true);
        var fit = Cox.Fit(data, new(ties));
        Assert.Equal(CoxStatus.Estimated, fit.Status);
        Close(expected.Coefficients, fit.Coefficients);
        Triangle(expected.Covariance, fit.Covariance);
        Close(expected.LogLikelihood, [fit.NullLogLikelihood, fit.LogLikelihood]);
        Close([expected.Score, expected.Wald], [fit.ScoreTest.Statistic, fit.WaldTest.Statistic]);
        var robust = RobustVariance.Of(data, fit);
        Triangle(expected.Robust, robust.Covariance);
        Assert.Equal(15, robust.Clusters);
        Oracle.Equal(expected.RobustWald, robust.WaldTest.Statistic, 1e-9);

        TimeTransform[] transforms = [TimeTransform.KaplanMeier, TimeTransform.Identity, TimeTransform.Rank, TimeTransform.Log];
        foreach (var (transform, values) in transforms.Zip(expected.ProportionalHazards))
        {
            var test = ProportionalHazardsTest.Of(data, fit, transform);
            Close(values, [test.Terms[0].Statistic, test.Terms[1].Statistic, test.Global.Statistic]);
            var together = ProportionalHazardsTest.Of(
                data,
                fit,
                transform,
                [
                    [0, 1],
                ]
            );
            Close([values[2]], [together.Terms[0].Statistic]);
        }

        Close(expected.Martingale, CoxResiduals.Martingale(data, fit)[..6]);
        Close(expected.ScoreOfFirst, CoxResiduals.Score(data, fit)[0][..6]);
        // residuals.coxph multiplies dfbeta, and dfbeta alone, by the weight.
        Close(expected.DfbetaOfSecond, [.. CoxResiduals.Dfbeta(data, fit)[1].Zip(data.Weights!, (d, w) => d * w).Take(6)]);
        var baseline = BaselineHazard.Of(data, fit);
        PredictedSurvival[] at = [.. new[] { 3.0, 6, 9 }.Select(t => baseline.Predict(t, [1, 3], stratum: 1, offset: 0.1))];
        Close(expected.Survival, [.. at.Select(p => p.Survival)]);
        Close(expected.StandardError, [.. at.Select(p => p.StandardError)]);
    }

    [Fact]
    public void Exact_ties_equal_coxph_with_and_without_delayed_entry()
    {
        var late = Cox.Fit(Data(weighted: false), new(CoxTies.Exact));
        Close([0.202083997803263, -0.097384693802528], late.Coefficients);
        Triangle([0.0899537015115408, 0.000865775278394789, 0.00896281839933142], late.Covariance);
        Close(
            [-72.9105710143842, -72.1227322718565, 1.57097182178679],
            [late.NullLogLikelihood, late.LogLikelihood, late.ScoreTest.Statistic]
        );

        // coxph(Surv(exit, ev) ~ x1 + x2 + strata(s), ties = "exact")
        var whole = Data(weighted: false);
        var early = Cox.Fit(new(whole.Columns, whole.Exits, whole.Observed) { Strata = whole.Strata }, new(CoxTies.Exact));
        Close([0.180065563884066, -0.0993140614012073], early.Coefficients);
        Triangle([0.0896658569429968, 0.00205815248848337, 0.00898117886206748], early.Covariance);
        Close(
            [-76.0343301120145, -75.2421066535493, 1.57463908077477],
            [early.NullLogLikelihood, early.LogLikelihood, early.ScoreTest.Statistic]
        );
    }

    [Fact]
    public void Concordance_equals_survival_with_every_option_and_with_tied_risks()
    {
        var data = Data(weighted: true);
        double[] risk = [.. data.Columns[0].Zip(data.Columns[1], (a, b) => a - (b / 3))];
        // The same data without clusters: each row its own.
        var rows = new CoxData([], data.Exits, data.Observed)
        {
            Entries = data.Entries,
            Weights = data.Weights,
            Strata = data.Strata,
        };
        var actual = Concordance.Of(rows, risk);
        Close(
            [0.585375572823272, 734.5, 520.25, 0, 66.5, 0, 0.00476232248803663],
            [actual.Index, actual.Concordant, actual.Discordant, actual.TiedRisk, actual.TiedTime, actual.TiedBoth, actual.Variance]
        );
        Oracle.Equal(0.00759989766736158, Concordance.Of(data, risk).Variance, 1e-9);

        // concordance(Surv(exit, ev) ~ x1, reverse = TRUE)
        var plain = Concordance.Of(new([], data.Exits, data.Observed), data.Columns[0]);
        Close(
            [0.511015325670498, 493, 470, 81, 41, 0, 0.00354199318734239],
            [plain.Index, plain.Concordant, plain.Discordant, plain.TiedRisk, plain.TiedTime, plain.TiedBoth, plain.Variance]
        );
    }

    private static CoxData Data(bool weighted)
    {
        int[] i = [.. Enumerable.Range(1, 60)];
        double[] entry = [.. i.Select(k => (double)(k * 29 % 5))];
        return new(
            [
                [.. i.Select(k => k * 37 % 11 / 5.0)],
                [.. i.Select(k => (double)(k * 53 % 7))],
            ],
            [.. i.Select(k => entry[k - 1] + 1 + (k * 31 % 9))],
            [.. i.Select(k => k * 17 % 7 > 2)]
        )
        {
            Entries = entry,
            Weights = weighted ? [.. i.Select(k => 1 + (k * 13 % 4 / 2.0))] : null,
            Strata = [.. i.Select(k => k * 23 % 2)],
            Offsets = [.. i.Select(k => (k * 19 % 5 / 10.0) - 0.2)],
            Clusters = [.. i.Select(k => k % 15)],
        };
    }

    private static void Triangle(double[] expected, double[,] actual) =>
        Close([expected[0], expected[1], expected[1], expected[2]], [.. actual.Cast<double>()]);

    private static void Close(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var j = 0; j < expected.Count; j++)
            Oracle.Equal(expected[j], actual[j], 2e-9, $"number {j}");
    }

    private sealed record Answer(
        CoxTies Ties,
        double[] Coefficients,
        double[] Covariance,
        double[] LogLikelihood,
        double Score,
        double Wald,
        double[] Robust,
        double RobustWald,
        double[][] ProportionalHazards,
        double[] Martingale,
        double[] ScoreOfFirst,
        double[] DfbetaOfSecond,
        double[] Survival,
        double[] StandardError
    );
}
