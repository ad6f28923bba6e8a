using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Tests.Report;

/// <summary>Expected texts are those of the sources (7/19, 8.9 per 10,000, 42,500), or written by hand by the rules of the formatter.</summary>
public sealed class NumberTextTests
{
    private static Estimate Of(Unit unit, double? value, params IntervalEstimate[] intervals) =>
        new("id", "label", EstimateStatus.Estimated, value, unit, null, null, [.. intervals], "method", null, []);

    private static IntervalEstimate Ci(double lower, double upper, string kind = "exact") => new(kind, 0.95, lower, upper);

    [Fact]
    public void A_share_shows_its_counts_first() =>
        Assert.Equal(
            "7/19 (36.8 %; 95 % CI 16.3–61.6)",
            NumberText.Text(Of(Unit.Share, 7d / 19, Ci(0.162888, 0.616424)) with { Numerator = 7, Denominator = 19 })
        );

    [Fact]
    public void A_rate_names_its_unit_and_its_counts_with_thousands()
    {
        var rate = Of(Unit.Per10000Patients, 8.941176, Ci(6.3273, 12.2725));
        Assert.Equal("8.9 per 10,000 (95 % CI 6.3–12.3)", NumberText.Text(rate));
        Assert.Equal("8.9 per 10,000 (38/42,500; 95 % CI 6.3–12.3)", NumberText.Text(rate with { Numerator = 38, Denominator = 42_500 }));
    }

    [Fact]
    public void Without_a_value_the_status_and_the_reason_are_the_text()
    {
        var missing = Of(Unit.Share, null) with { Status = EstimateStatus.NotIdentified, Note = "19 were not tested." };
        Assert.Equal("not identified: 19 were not tested.", NumberText.Text(missing));
        Assert.Equal("no data: nothing", NumberText.Text(missing with { Status = EstimateStatus.NoData, Note = "nothing" }));
        Assert.Equal("no data", NumberText.Value(missing with { Status = EstimateStatus.NoData }));
    }

    [Theory]
    [InlineData("prediction interval", 0.95, "95 % PI 9–20")]
    [InlineData("posterior, Jeffreys prior", 0.9, "90 % CrI 9–20")]
    [InlineData("posterior predictive", 0.95, "95 % PI 9–20")]
    [InlineData("Clopper–Pearson", 0.975, "97.5 % CI 9–20")]
    [InlineData("bounds", null, "bounds 9–20")]
    [InlineData("over the grid", null, "range 9–20")]
    public void An_interval_is_called_what_it_is(string kind, double? level, string expected)
    {
        var interval = new IntervalEstimate(kind, level, 9, 20);
        Assert.Equal(expected, NumberText.Interval(Of(Unit.Count, 13.94, interval), interval));
    }

    [Theory]
    [InlineData(-1.25, 0.25, "−1.25 to 0.25")]
    [InlineData(0.5, double.PositiveInfinity, "0.50 to ∞")]
    [InlineData(double.NegativeInfinity, 1, "−∞ to 1.00")]
    [InlineData(0.5, 1, "0.50–1.00")]
    public void A_range_with_a_negative_or_infinite_limit_says_to(double lower, double upper, string expected)
    {
        var interval = Ci(lower, upper);
        Assert.Equal(expected, NumberText.Range(Of(Unit.Ratio, 0.75, interval), interval));
    }

    [Theory]
    [InlineData(Unit.Count, 42_500d, "42,500")]
    [InlineData(Unit.Count, 13.94, "13.9")]
    [InlineData(Unit.Share, 1d, "100.0 %")]
    [InlineData(Unit.Share, 0.000894, "0.089 %")]
    [InlineData(Unit.Per1000Patients, 0.8941, "0.89 per 1,000")]
    [InlineData(Unit.Per100000PersonYears, 119.2, "119 per 100,000 person-years")]
    [InlineData(Unit.PersonYears, 63_750.4, "63,750 person-years")]
    [InlineData(Unit.Months, 17d, "17 months")]
    [InlineData(Unit.Days, 1d, "1 day")]
    [InlineData(Unit.Years, 1.5, "1.5 years")]
    [InlineData(Unit.Probability, 0.00004, "<0.0001")]
    [InlineData(Unit.Probability, 0.0432, "0.0432")]
    [InlineData(Unit.Probability, 0.00165, "0.00165")]
    [InlineData(Unit.Ratio, 21.04, "21.0")]
    [InlineData(Unit.Ratio, -0.001, "−0.0010")]
    public void A_value_has_the_digits_that_its_unit_and_size_deserve(Unit unit, double value, string expected) =>
        Assert.Equal(expected, NumberText.Value(Of(unit, value)));

    [Fact]
    public void A_limit_that_is_not_zero_is_not_printed_as_zero()
    {
        var interval = Ci(0.0003, 0.12);
        Assert.Equal("0.03–12.0", NumberText.Range(Of(Unit.Share, 0.05, interval), interval));
        Assert.Equal("0.0–1.5", NumberText.Range(Of(Unit.Share, 0, Ci(0, 0.01464719)), Ci(0, 0.01464719)));
    }

    [Fact]
    public void A_number_that_is_not_a_number_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => NumberText.Value(Of(Unit.Ratio, double.NaN)));

    [Theory]
    [InlineData(0.36842, "share", 1, true, "36.8 %")]
    [InlineData(2024d, "year", null, false, "2024")]
    [InlineData(2024d, "tumours", null, false, "2,024")]
    [InlineData(0.368421052631578, "share", null, false, "0.368421")]
    [InlineData(12.3456, "rate", 2, false, "12.35")]
    [InlineData(1e-17, "p", null, false, "1e-17")]
    public void A_cell_follows_its_column(double number, string id, int? decimals, bool percent, string expected) =>
        Assert.Equal(expected, NumberText.Cell(number, new TableColumn(id, "Header", decimals, percent)));

    [Theory]
    [InlineData(0.0, "below 0.1 %")]
    [InlineData(0.0009, "below 0.1 %")]
    [InlineData(0.0294, "2.9 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.9996, "above 99.9 %")]
    [InlineData(1.0, "above 99.9 %")]
    public void The_probability_that_a_model_gives_is_never_none_nor_certain(double probability, string expected)
    {
        var estimate = new Estimate(
            "power",
            "Power",
            EstimateStatus.Estimated,
            probability,
            Unit.Chance,
            null,
            null,
            [],
            "model",
            null,
            []
        );

        Assert.Equal(expected, NumberText.Text(estimate));
        Assert.Equal(expected, NumberText.Cell(probability, new TableColumn("p", "Probability", 1, Percent: true, Chance: true)));
    }

    [Theory]
    [InlineData(0.0472, "0.047")]
    [InlineData(0.5, "0.50")]
    [InlineData(0.00123, "0.0012")]
    [InlineData(0.0000584655, "5.8e-5")]
    [InlineData(1.14835e-22, "1.1e-22")]
    [InlineData(1, "1")]
    [InlineData(0, "0")]
    public void A_column_of_p_values_has_two_significant_digits(double p, string expected) =>
        Assert.Equal(expected, NumberText.Cell(p, TableColumn.P("p", "P")));
}
