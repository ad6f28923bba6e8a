using System.Globalization;
using Longwatch.Oracles;
using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.MultiState;

namespace Longwatch.Statistics.Tests.MultiState;

public sealed class TransitionCoxTests
{
    [Fact]
    public void Transition_specific_hazard_ratios_equal_mstate_on_ebmt3()
    {
        var expected = Oracle.Expected("B11_multistate_ebmt3").GetProperty("cox");
        var people = Oracle
            .Rows("B11_multistate_ebmt3", "ebmt3_long.csv")
            .GroupBy(r => (Id: Whole(r["id"]), From: Whole(r["from"])))
            .ToDictionary(g => g.Key, g => g.ToArray());
        var sample = MultiStateSample.Create(
            3,
            people.Select(g => new Stay(
                g.Key.Id,
                g.Key.From - 1,
                Number(g.Value[0]["Tstart"]),
                Number(g.Value[0]["Tstop"]),
                g.Value.Where(r => r["status"] == "1").Select(r => Whole(r["to"]) - 1).FirstOrDefault(Stay.Censored)
            ))
        );
        var rows = TransitionRows.Of(sample);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], rows.Moves);

        // A name is a covariate and the number of a transition; age1 and age2 are the second and third age group.
        string[] names = [.. expected.GetProperty("coef").EnumerateObject().Select(c => c.Name)];
        double[][] columns =
        [
            .. names.Select(name =>
                Enumerable
                    .Range(0, rows.Move.Length)
                    .Select(i => rows.Move[i] == Whole(name.Split('.')[1]) - 1 ? Value(i, name.Split('.')[0]) : 0)
                    .ToArray()
            ),
        ];
        var fit = Cox.Fit(
            new CoxData(columns, rows.Exits, rows.Observed) { Entries = rows.Entries, Strata = rows.Move },
            new(CoxTies.Breslow)
        );

        Assert.Equal(CoxStatus.Estimated, fit.Status);
        for (var j = 0; j < names.Length; j++)
        {
            Oracle.Equal(expected.GetProperty("coef").GetProperty(names[j]).GetDouble(), fit.Coefficients[j], 1e-9, names[j]);
            for (var k = 0; k < names.Length; k++)
                Assert.Equal(expected.GetProperty("var").GetProperty("values")[j][k].GetDouble(), fit.Covariance[j, k], 1e-11);
        }

        Oracle.Equal(expected.GetProperty("loglik")[0].GetDouble(), fit.NullLogLikelihood, 1e-12, "null log likelihood");
        Oracle.Equal(expected.GetProperty("loglik")[1].GetDouble(), fit.LogLikelihood, 1e-12, "log likelihood");

        double Value(int row, string covariate)
        {
            var stay = sample.Stays[rows.Stay[row]];
            var person = people[(stay.Subject, stay.State + 1)][0];
            return covariate switch
            {
                "age1" => person["age"] == "20-40" ? 1 : 0,
                "age2" => person["age"] == ">40" ? 1 : 0,
                "drmatch" => person["drmatch"] == "Gender mismatch" ? 1 : 0,
                "tcd" => person["tcd"] == "TCD" ? 1 : 0,
                _ => throw new ArgumentException($"Unknown covariate {covariate}.", nameof(covariate)),
            };
        }
    }

    [Fact]
    public void Each_stay_has_a_row_for_every_move_out_of_its_state()
    {
        var sample = MultiStateSample.Create(3, [new(1, 0, 0, 4, 1), new(1, 1, 4, 6, 2), new(2, 0, 1, 5, 2)]);
        var rows = TransitionRows.Of(sample);
        Assert.Equal([0, 0, 1, 1, 2], rows.Move);
        Assert.Equal([0, 2, 0, 2, 1], rows.Stay);
        Assert.Equal([true, false, false, true, true], rows.Observed);
        Assert.Equal([0, 1, 0, 1, 4], rows.Entries);
        Assert.Equal([4, 5, 4, 5, 6], rows.Exits);
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
