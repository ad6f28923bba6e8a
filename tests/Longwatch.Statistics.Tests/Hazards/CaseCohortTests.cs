using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;
using static Longwatch.Statistics.Tests.Hazards.HazardOracle;

namespace Longwatch.Statistics.Tests.Hazards;

public sealed class CaseCohortTests
{
    private const string Set = "G04_case_cohort";
    private const double Tolerance = 1e-7;

    private static readonly Dictionary<string, CaseCohortMethod> Methods = new(StringComparer.Ordinal)
    {
        ["Prentice"] = CaseCohortMethod.Prentice,
        ["SelfPrentice"] = CaseCohortMethod.SelfPrentice,
        ["LinYing"] = CaseCohortMethod.LinYing,
        ["I.Borgan"] = CaseCohortMethod.BorganOne,
        ["II.Borgan"] = CaseCohortMethod.BorganTwo,
    };

    [Theory]
    [InlineData("unstratified")]
    [InlineData("stratified")]
    public void Every_method_equals_cch_on_nwtco(string design)
    {
        var expected = Oracle.Expected(Set);
        var rows = Oracle.Rows(Set, "casecohort.csv");
        foreach (var answer in expected.GetProperty(design).EnumerateArray())
        {
            var fit = CaseCohort.Fit(
                Data(rows, Names(answer)),
                Sampling(expected, rows, stratified: design == "stratified"),
                Methods[answer.GetProperty("method").GetString()!]
            );
            Agree(answer, fit);
        }
    }

    [Fact]
    public void Barlow_equals_weighted_coxph_with_robust_variance_on_nwtco()
    {
        var expected = Oracle.Expected(Set);
        var answer = expected.GetProperty("barlow");
        var rows = Oracle.Rows(Set, "casecohort.csv");
        var fit = CaseCohort.Fit(Data(rows, Names(answer)), Sampling(expected, rows, stratified: false), CaseCohortMethod.Barlow);
        Agree(answer, fit);
        HazardOracle.Agree(answer.GetProperty("robust_var"), fit.Covariance, Tolerance, "robust");
        HazardOracle.Agree(answer.GetProperty("naive_var"), fit.ModelCovariance, Tolerance, "naive");
    }

    [Fact]
    public void The_full_cohort_equals_coxph_on_nwtco()
    {
        var answer = Oracle.Expected(Set).GetProperty("full");
        var rows = Oracle.Rows(Set, "nwtco.csv");
        HazardOracle.Agree(answer, Cox.Fit(Data(rows, Names(answer))));
    }

    [Theory]
    [InlineData(CaseCohortMethod.Prentice)]
    [InlineData(CaseCohortMethod.LinYing)]
    [InlineData(CaseCohortMethod.BorganTwo)]
    [InlineData(CaseCohortMethod.Barlow)]
    public void A_subcohort_that_is_the_cohort_gives_the_full_analysis(CaseCohortMethod method)
    {
        int[] i = [.. Enumerable.Range(1, 60)];
        var data = new CoxData(
            [
                [.. i.Select(k => k * 37 % 11 / 5.0)],
            ],
            [.. i.Select(k => (double)(k * 31 % 97))],
            [.. i.Select(k => k * 17 % 7 > 3)]
        );
        var full = Cox.Fit(data, new(method == CaseCohortMethod.Barlow ? CoxTies.Breslow : CoxTies.Efron));

        var fit = CaseCohort.Fit(data, new(Array.ConvertAll(data.Observed, _ => true), 60), method);

        Oracle.Equal(full.Coefficients[0], fit.Coefficients[0], 1e-9);
        Oracle.Equal(full.Covariance[0, 0], fit.ModelCovariance[0, 0], 1e-9);
        if (method != CaseCohortMethod.Barlow)
            Oracle.Equal(full.Covariance[0, 0], fit.Covariance[0, 0], method == CaseCohortMethod.Prentice ? 0.2 : 1e-9);
    }

    [Fact]
    public void A_design_that_cannot_be_is_refused()
    {
        var data = new CoxData(
            [
                [1, 0, 1],
            ],
            [1, 2, 3],
            [true, false, false]
        );
        Assert.Throws<ArgumentException>(() => CaseCohort.Fit(data, new([false, true, false], 10), CaseCohortMethod.Prentice));
        Assert.Throws<ArgumentException>(() => CaseCohort.Fit(data, new([false, true, true], 2), CaseCohortMethod.Prentice));
        Assert.Throws<ArgumentException>(() => CaseCohort.Fit(data, new([true, true], 10), CaseCohortMethod.Prentice));
        Assert.Throws<ArgumentException>(() =>
            CaseCohort.Fit(data, new([true, true, true], [1, 1, 2], new Dictionary<int, int> { [1] = 5 }), CaseCohortMethod.BorganOne)
        );
        var none = CaseCohort.Fit(
            new(
                [
                    [1, 0, 1],
                ],
                [1, 2, 3],
                [false, false, false]
            ),
            new([true, true, true], 10),
            CaseCohortMethod.LinYing
        );
        Assert.Equal(CoxStatus.NoEvents, none.Status);
    }

    private static void Agree(JsonElement answer, CaseCohortFit fit)
    {
        Assert.Equal(CoxStatus.Estimated, fit.Status);
        var column = 0;
        foreach (var coefficient in answer.GetProperty("coef").EnumerateObject())
            Oracle.Equal(coefficient.Value.GetDouble(), fit.Coefficients[column++], Tolerance, $"{fit.Method} {coefficient.Name}");
        if (answer.TryGetProperty("var", out var covariance))
            HazardOracle.Agree(covariance, fit.Covariance, Tolerance, $"{fit.Method}");
    }

    private static Subcohort Sampling(JsonElement expected, IReadOnlyList<IReadOnlyDictionary<string, string>> rows, bool stratified)
    {
        var sizes = expected.GetProperty("stratum_sizes").EnumerateObject().ToDictionary(p => (int)Number(p.Name), p => p.Value.GetInt32());
        return stratified ? new(rows.Flags("subcohort"), Strata(rows, sizes), sizes) : new(rows.Flags("subcohort"), sizes.Values.Sum());
    }

    /// <summary>The sampling stratum is the institution's reading of the histology, whose numbers the sizes give.</summary>
    private static int[] Strata(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, Dictionary<int, int> sizes) =>
        sizes.Count == rows.Select(r => r["instit"]).Distinct().Count() ? rows.Codes("instit") : rows.Codes("histol");

    private static CoxData Data(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string[] names) =>
        new([.. names.Select(name => Column(rows, name))], rows.Column("edrel"), rows.Flags("rel"));

    private static double[] Column(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, string name) =>
        name switch
        {
            "age" => rows.Column("age_years"),
            "age_years" when !rows[0].ContainsKey(name) => [.. rows.Column("age").Select(months => months / 12)],
            _ when rows[0].ContainsKey(name) => rows.Column(name),
            // A level of a factor: "stage3".
            _ => [.. rows.Select(r => r[name[..^1]] == name[^1..] ? 1.0 : 0.0)],
        };
}
