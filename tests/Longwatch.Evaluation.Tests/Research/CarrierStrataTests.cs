using System.Collections.Immutable;
using Longwatch.Evaluation.Research;
using Longwatch.Oracles;
using Longwatch.Statistics.ExactConditional;

namespace Longwatch.Evaluation.Tests.Research;

public sealed class CarrierStrataTests
{
    /// <summary>Carriers with the malignancy, others with it, carriers without, others without.</summary>
    private readonly record struct Table(double Age, bool Male, double Lines, int CaseCarriers, int OtherCases, int Carriers, int Others);

    [Fact]
    public void Carriers_are_compared_with_people_of_the_same_age_and_sex_as_mantelhaen_test_does()
    {
        // R: mantelhaen.test(array(c(3,5,40,900, 2,7,60,1500, 1,6,30,2000, 0,9,20,2500, 4,3,80,800), c(2, 2, 5)), exact = TRUE), its roots to the last digit.
        var (people, carriers) = People([
            new(39.9, true, 2, 3, 5, 40, 900),
            new(40, true, 2, 2, 7, 60, 1500),
            new(40, false, 2, 1, 6, 30, 2000),
            new(60.5, true, 2, 0, 9, 20, 2500),
            new(85, false, 2, 4, 3, 80, 800),
        ]);

        var tests = CarrierStrata.Test(people, "TET2", carriers, ResearchOptions.Default).ToArray();

        Assert.Equal(["age and sex", "prior lines"], tests.Select(t => t.Strata));
        Assert.Equal(5, tests[0].Informative);
        Assert.Equal((240, 10), (tests[0].Carriers, tests[0].CaseCarriers));
        var result = tests[0].Result!;
        Assert.Equal(ExactStatus.Estimated, result.Status);
        Oracle.Equal(1.195869896199519e-06, result.P, 1e-10);
        Oracle.Equal(1.3049838393506375e-06, result.MidTwiceP, 1e-10);
        Oracle.Equal(9.78006502956948, Math.Exp(result.LogOddsRatio), 1e-10);
        Oracle.Equal(4.32949963491865, Math.Exp(result.MidP.Lower), 1e-10);
        Oracle.Equal(20.85566784874083, Math.Exp(result.MidP.Upper), 1e-10);
        Assert.Equal(1, tests[1].Informative); // all have two prior lines
    }

    [Fact]
    public void Fewer_carriers_than_cases_change_places_with_them()
    {
        // R: mantelhaen.test(array(c(2,30,1,4000, 1,25,3,3000), c(2, 2, 2)), exact = TRUE), its roots to the last digit. The third stratum has no carrier.
        var (people, carriers) = People([
            new(50, true, 2, 2, 30, 1, 4000),
            new(50, true, 4, 1, 25, 3, 3000),
            new(50, true, 9, 0, 7, 0, 500),
        ]);

        var test = CarrierStrata.Test(people, "TP53", carriers, ResearchOptions.Default).Last();

        Assert.Equal(2, test.Informative);
        Assert.Null(test.CaseCarriers); // three: too small to be shown
        Oracle.Equal(1.865769999081215e-05, test.Result!.P, 1e-10);
        Oracle.Equal(1.8806074353710938e-05, test.Result.MidTwiceP, 1e-10);
        Oracle.Equal(93.34094024566491, Math.Exp(test.Result.LogOddsRatio), 1e-10);
        Oracle.Equal(17.09297363931492, Math.Exp(test.Result.MidP.Lower), 1e-10);
        Oracle.Equal(460.79599310843469, Math.Exp(test.Result.MidP.Upper), 1e-10);
    }

    [Fact]
    public void People_who_were_not_tested_and_strata_that_say_nothing_change_nothing()
    {
        Table[] tables = [new(30, true, 1, 3, 5, 40, 900), new(65, false, 4, 2, 7, 60, 1500)];
        var (people, carriers) = People([.. tables, new(75, true, 1, 0, 6, 0, 700), new(75, false, 4, 0, 0, 9, 300)]);
        var (without, fewer) = People(tables);
        for (var i = 0; i < 30; i++)
            (people, carriers) = (WithOneMore(people), [.. carriers, double.NaN]);

        var (first, second) = (
            CarrierStrata.Test(people, "", carriers, ResearchOptions.Default).First(),
            CarrierStrata.Test(without, "", fewer, ResearchOptions.Default).First()
        );

        Assert.Equal(2, first.Informative);
        Assert.Equal(second.Result!.P, first.Result!.P, 1e-14);
        Assert.Equal(second.Result.LogOddsRatio, first.Result.LogOddsRatio, 1e-12);
    }

    [Fact]
    public void Without_carriers_or_with_thousands_of_them_there_is_no_exact_test()
    {
        var (none, nobody) = People([new(50, true, 2, 0, 30, 0, 400)]);
        var (many, thousands) = People([new(50, true, 2, 800, 700, 900, 1000)]);

        Assert.Null(CarrierStrata.Test(none, "", nobody, ResearchOptions.Default).First().Result);
        Assert.Null(CarrierStrata.Test(many, "", thousands, ResearchOptions.Default).First().Result);
    }

    private static ResearchPeople WithOneMore(ResearchPeople people) =>
        people with
        {
            Names = people.Names.Add($"N{people.Names.Length}"),
            Outcome = people.Outcome.Add(true),
            Counted = people.Counted.Add(true),
            Covariates = [.. people.Covariates.Select(c => (c.Name, c.Values.Add(c.Values[0])))],
        };

    private static (ResearchPeople People, double[] Carriers) People(Table[] tables)
    {
        List<(Table Of, bool Case, bool Carrier)> all = [];
        foreach (var table in tables)
        {
            all.AddRange(Enumerable.Repeat((table, true, true), table.CaseCarriers));
            all.AddRange(Enumerable.Repeat((table, true, false), table.OtherCases));
            all.AddRange(Enumerable.Repeat((table, false, true), table.Carriers));
            all.AddRange(Enumerable.Repeat((table, false, false), table.Others));
        }

        ImmutableArray<(string, ImmutableArray<double>)> covariates =
        [
            ("age", [.. all.Select(p => p.Of.Age)]),
            ("male", [.. all.Select(p => p.Of.Male ? 1.0 : 0)]),
            ("prior_lines", [.. all.Select(p => p.Of.Lines)]),
        ];
        return (
            new([.. all.Select((_, i) => $"P{i}")], [.. all.Select(p => p.Case)], [.. all.Select(_ => true)], covariates, [], 0),
            [.. all.Select(p => p.Carrier ? 1.0 : 0)]
        );
    }
}
