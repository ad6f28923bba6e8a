using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Regression;

namespace Longwatch.Statistics.Tests.Regression;

public sealed class FirthTests
{
    // R: sqrt(diag(solve(t(X) %*% (X * p * (1 - p))))) at logistf's coefficients. logistf itself adds the leverages to the weights since 1.24.
    private static readonly double[] InformationErrors =
    [
        0.485541505922751,
        0.423660128709229,
        0.443793445906165,
        0.548415958970765,
        0.543082354901506,
        0.417367565775256,
        1.67500841359363,
    ];

    [Fact]
    public void Estimates_errors_tests_and_profile_limits_agree_with_logistf()
    {
        var expected = Oracle.Expected("G01_firth_logistic");
        var names = Names(expected);
        var sample = Sample(names);

        var analysis = FirthRegression.Analyse(sample, 0.95);

        Assert.Equal(names.Length, analysis.Terms.Count);
        for (var j = 0; j < names.Length; j++)
        {
            var term = analysis.Terms[j];
            Oracle.Equal(Of(expected, "coef", names[j]), term.Estimate, 1e-9, names[j]);
            Oracle.Equal(InformationErrors[j], term.StandardError, 1e-9, names[j]);
            Oracle.Equal(Of(expected, "p_plr", names[j]), term.P, 1e-9, names[j]);
            Oracle.Equal(Of(expected.GetProperty("ci_profile"), "lo", names[j]), term.Profile.Lower, 1e-7, names[j]);
            Oracle.Equal(Of(expected.GetProperty("ci_profile"), "hi", names[j]), term.Profile.Upper, 1e-7, names[j]);
            Oracle.Equal(Of(expected.GetProperty("wald"), "lo", names[j]), term.Wald.Lower, 1e-8, names[j]);
            Oracle.Equal(Of(expected.GetProperty("wald"), "hi", names[j]), term.Wald.Upper, 1e-8, names[j]);
            Oracle.Equal(Of(expected.GetProperty("wald"), "p", names[j]), term.WaldP, 1e-8, names[j]);
            for (var k = 0; k < names.Length; k++)
                Oracle.Equal(
                    expected.GetProperty("var").GetProperty("values")[j][k].GetDouble(),
                    analysis.AugmentedCovariance[j, k],
                    1e-8,
                    $"{names[j]} × {names[k]}"
                );
        }

        var hat = expected.GetProperty("hat_first10").Numbers();
        for (var i = 0; i < hat.Length; i++)
            Oracle.Equal(hat[i], analysis.Leverages[i], 1e-9);
        Assert.Equal(names.Length, analysis.Leverages.Sum(), 1e-10);
        var likelihoods = expected.GetProperty("loglik_null_full").Numbers();
        Oracle.Equal(likelihoods[0], analysis.Fit.LogLikelihood, 1e-12);
        Oracle.Equal(
            likelihoods[1],
            FirthRegression.Test(sample, [.. Enumerable.Range(1, names.Length - 1)]).RestrictedLogLikelihood,
            1e-12
        );
    }

    [Fact]
    public void Two_coefficients_are_tested_together_as_by_logistftest()
    {
        var expected = Oracle.Expected("G01_firth_logistic");
        var names = Names(expected);
        var test = expected.GetProperty("test_vic_vicl");

        var result = FirthRegression.Test(Sample(names), Array.IndexOf(names, "vic"), Array.IndexOf(names, "vicl"));

        Oracle.Equal(test.GetProperty("loglik")[1].GetDouble(), result.RestrictedLogLikelihood, 1e-12);
        Oracle.Equal(test.GetProperty("p").GetDouble(), result.P, 1e-9);
        Assert.Equal(test.GetProperty("df").GetInt32(), result.DegreesOfFreedom);
    }

    [Fact]
    public void Corrected_predictions_agree_with_flic_and_flac_and_median_bias_reduction_with_brglm2()
    {
        var expected = Oracle.Expected("G01_firth_logistic");
        var names = Names(expected);
        var sample = Sample(names);

        var flic = FirthPrediction.InterceptCorrected(sample, 0);
        var flac = FirthPrediction.AugmentedCovariate(sample);
        var median = MedianBiasReduction.Fit(sample);

        for (var j = 0; j < names.Length; j++)
        {
            Oracle.Equal(Of(expected.GetProperty("flic"), "coef", names[j]), flic.Coefficients[j], 1e-9, "flic " + names[j]);
            Oracle.Equal(Of(expected.GetProperty("flac"), "coef", names[j]), flac.Coefficients[j], 1e-8, "flac " + names[j]);
            Oracle.Equal(Of(expected, "brglm2_median", names[j]), median.Coefficients[j], 1e-9, "median " + names[j]);
        }

        var predictions = expected.GetProperty("flic").GetProperty("pred10").Numbers();
        var logits = sample.Logits(flic.Coefficients);
        for (var i = 0; i < predictions.Length; i++)
            Oracle.Equal(predictions[i], 1 / (1 + Math.Exp(-logits[i])), 1e-9);
        Assert.Equal(sample.TotalEvents, logits.Sum(l => 1 / (1 + Math.Exp(-l))), 1e-8);
        Assert.Equal(sample.TotalEvents, sample.Logits(flac.Coefficients).Sum(l => 1 / (1 + Math.Exp(-l))), 1e-6);
    }

    [Fact]
    public void Tables_of_two_by_two_agree_with_logistf_and_with_one_half_added_to_every_cell()
    {
        foreach (var table in Oracle.Expected("G02_firth_2x2_rare").EnumerateObject())
        {
            // Cells: exposed cases, unexposed cases, exposed others, unexposed others.
            var cells = table.Value.GetProperty("cells").Numbers();
            var sample = BinomialSample.FromRows(
                [
                    [1, 0],
                    [1, 1],
                ],
                [cells[1], cells[0]],
                [cells[1] + cells[3], cells[0] + cells[2]]
            );

            var terms = FirthRegression.Analyse(sample, 0.95).Terms;

            string[] names = ["(Intercept)", "x"];
            for (var j = 0; j < names.Length; j++)
            {
                Oracle.Equal(Of(table.Value, "coef", names[j]), terms[j].Estimate, 1e-9, table.Name);
                Oracle.Equal(Of(table.Value, "lo", names[j]), terms[j].Profile.Lower, 1e-7, table.Name);
                Oracle.Equal(Of(table.Value, "hi", names[j]), terms[j].Profile.Upper, 1e-7, table.Name);
                // logistf takes 1 − P, which is 0 below 1e-16.
                if (Of(table.Value, "p", names[j]) is > 1e-10 and var p)
                    Oracle.Equal(p, terms[j].P, 1e-7, table.Name);
                else
                    Assert.InRange(terms[j].P, 0, 1e-10);
            }

            Oracle.Equal(Math.Log((cells[0] + 0.5) * (cells[3] + 0.5) / ((cells[1] + 0.5) * (cells[2] + 0.5))), terms[1].Estimate, 1e-9);
        }
    }

    [Fact]
    public void Variants_under_extreme_imbalance_agree_with_logistf()
    {
        var expected = Oracle.Expected("G12_plink_firth").GetProperty("logistf_first60");
        var genotypes = Oracle.Rows("G12_plink_firth", "geno_a1.csv");
        var people = Oracle.Rows("G12_plink_firth", "pheno.csv");
        var variant = 0;
        foreach (var answer in expected.EnumerateArray())
        {
            var (design, events) = (new List<double[]>(), new List<double>());
            for (var i = 0; i < people.Count; i++)
            {
                if (genotypes[i][$"snp{variant}"] is "NA")
                    continue;
                design.Add([1, Number(genotypes[i][$"snp{variant}"]), Number(people[i]["age"]), Number(people[i]["prior"])]);
                events.Add(Number(people[i]["case"]));
            }

            var term = FirthRegression.Analyse(BinomialSample.FromRows(design, events, [.. events.Select(_ => 1.0)]), 0.95).Terms[1];

            Oracle.Equal(answer.GetProperty("beta").GetDouble(), term.Estimate, 1e-8, $"snp{variant} beta");
            Oracle.Equal(answer.GetProperty("se").GetDouble(), term.AugmentedError, 1e-8, $"snp{variant} se");
            Oracle.Equal(answer.GetProperty("wald_p").GetDouble(), term.WaldP, 1e-7, $"snp{variant} wald");
            Oracle.Equal(answer.GetProperty("plr_p").GetDouble(), term.P, 1e-7, $"snp{variant} plr");
            variant++;
        }
    }

    private static string[] Names(JsonElement expected) => [.. expected.GetProperty("coef").EnumerateObject().Select(p => p.Name)];

    /// <summary>The first name is the intercept, the others are columns of the table.</summary>
    private static BinomialSample Sample(string[] names)
    {
        var rows = Oracle.Rows("G01_firth_logistic", "sex2.csv");
        var columns = names.Select((name, j) => rows.Select(r => j == 0 ? 1 : Number(r[name])).ToArray()).ToList();
        return BinomialSample.OfPersons(columns, [.. rows.Select(r => Number(r["case"]) == 1)]);
    }

    private static double Of(JsonElement set, string what, string name) => set.GetProperty(what).GetProperty(name).GetDouble();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
