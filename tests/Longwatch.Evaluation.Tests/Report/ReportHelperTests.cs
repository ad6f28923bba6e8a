using System.Text.Json.Nodes;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Report;

public sealed class ReportHelperTests
{
    private static readonly ReportTable table = new(
        "t",
        "A table",
        [
            new("label", "Label"),
            new("value", "Value", 2),
            new("lower", "Lower", 2),
            new("upper", "Upper", 2),
            new("share", "Share", 1, Percent: true),
        ],
        [
            new(["one", 1.5, 1.0, double.PositiveInfinity, 0.25]),
            new(["two", 2.5, 2.0, 3.0, default]),
            new(["three", 9.9, 9.0, 10.0, 0.5], GreyedBecause: "unverified"),
        ]
    );

    [Fact]
    public void A_proportion_carries_its_counts_and_both_intervals()
    {
        // 7 of 19: Clopper–Pearson 16.3 to 61.6 %, as printed in the dossier and by binom.test.
        var estimate = Estimates.Proportion(new("x-share", "Share", Sources: ["a:1", "a:1", "b:2"]), 7, 19, 0.95);
        Assert.Equal((7.0, 19.0), (estimate.Numerator, estimate.Denominator));
        Assert.Equal(0.1628858721551, estimate.Intervals[0].Lower, 1e-12);
        Assert.Equal("Jeffreys", estimate.Intervals[1].Kind);
        Assert.Equal(["a:1", "b:2"], estimate.Sources);
        Assert.Equal("7/19 (36.8 %, 95 % CI 16.3 to 61.6 %)", Phrase.Quote(estimate));
    }

    [Fact]
    public void A_rate_is_in_the_unit_asked_for()
    {
        var estimate = Estimates.CountRate(("x-rate", "Rate"), 38, 42_500, Unit.Per10000Patients, 0.95);
        Assert.Equal("8.94 (95 % CI 6.33 to 12.3)", Phrase.Quote(estimate));
    }

    [Fact]
    public void What_cannot_be_estimated_says_why()
    {
        Assert.Equal(EstimateStatus.NoData, Estimates.Proportion(("x", "X"), 0, 0, 0.95).Status);
        Assert.Equal(EstimateStatus.NoData, Estimates.CountRate(("x", "X"), 1, 0, Unit.Per1000Patients, 0.95).Status);
        var estimate = Estimates.NotIdentified("x", "X", Unit.Ratio, "both groups are empty");
        Assert.Null(estimate.Value);
        Assert.Equal("both groups are empty", Phrase.Quote(estimate));
    }

    [Theory]
    [InlineData(0.0894, "0.0894")]
    [InlineData(8.941, "8.94")]
    [InlineData(89.41, "89.4")]
    [InlineData(178.82, "179")]
    [InlineData(42_500, "42,500")]
    [InlineData(0, "0")]
    [InlineData(0.000012345, "0.0000123")]
    [InlineData(3.75e-9, "< 0.000001")]
    public void Numbers_in_sentences_have_three_digits(double value, string text) => Assert.Equal(text, Phrase.Number(value));

    [Theory]
    [InlineData(0.06, "6.0")]
    [InlineData(0.3684, "36.8")]
    [InlineData(0.000711, "0.071")]
    [InlineData(1, "100")]
    public void Percentages_have_one_decimal_or_two_digits(double share, string text) => Assert.Equal(text, Phrase.Percent(share));

    [Theory]
    [InlineData(0.0183, "p = 0.018")]
    [InlineData(2.4e-6, "p < 0.0001")]
    [InlineData(0.9999999, "p > 0.99")]
    public void A_p_value_is_never_printed_as_0_or_1_or_with_an_exponent(double p, string text) => Assert.Equal(text, Phrase.P(p));

    [Fact]
    public void One_is_singular_and_a_range_of_one_number_is_that_number()
    {
        Assert.Equal("1 case", Phrase.Counted(1, "case"));
        Assert.Equal("1,200 malignancies", Phrase.Counted(1200, "malignancy", "malignancies"));
        Assert.Equal("1.65", Phrase.Range(1.6470588, 1.6470588));
        Assert.Equal("any second primary", Phrase.Inside("Any second primary"));
        Assert.Equal("T-cell malignancy", Phrase.Inside("T-cell malignancy"));
    }

    [Fact]
    public void A_chart_holds_the_counted_rows_of_its_table_and_nothing_that_json_cannot_say()
    {
        var spec = VegaLite.Intervals(table, "label", "value", new Limits(), new(Reference: 1));
        var values = spec["data"]!["values"]!.AsArray();
        Assert.Equal(2, values.Count);
        Assert.Equal("one", values[0]!["label"]!.GetValue<string>());
        Assert.Null(values[0]!["upper"]);
        Assert.Null(values[1]!["share"]);
        Assert.Equal("container", spec["width"]!.GetValue<string>());
        Assert.Equal(3, spec["layer"]!.AsArray().Count);
        Assert.Equal(5, spec["layer"]![0]!["encoding"]!["tooltip"]!.AsArray().Count);
        Assert.NotEmpty(spec.ToJsonString());
    }

    [Fact]
    public void Every_kind_of_chart_names_its_axes()
    {
        JsonObject[] charts =
        [
            VegaLite.Bars(table, "label", new Axis("value", "Cases (n)")),
            VegaLite.Ranges(table, "label", new Axis("value", "Ratio", Log: true), new Limits()),
            VegaLite.Lines(table, "value", new Axis("share", "Cases (n)"), new Limits()),
            VegaLite.HeatMap(table, "label", "label", "value"),
        ];
        Assert.Equal("Cases (n)", charts[0]["layer"]![0]!["encoding"]!["x"]!["title"]!.GetValue<string>());
        Assert.Equal("log", charts[1]["layer"]![0]!["encoding"]!["x"]!["scale"]!["type"]!.GetValue<string>());
        Assert.Equal("Value", charts[2]["layer"]![1]!["encoding"]!["x"]!["title"]!.GetValue<string>());
        Assert.Equal("Value", charts[3]["encoding"]!["color"]!["title"]!.GetValue<string>());
        Assert.Throws<ArgumentException>(() => VegaLite.Bars(table, "nowhere", "value"));
    }
}
