using System.Globalization;
using System.Text.Json;
using Longwatch.Oracles;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Statistics.Tests.Disproportionality;

/// <summary>Known answers of set E01: openEBGM on FDA's CAERS sample, and a Newton search in R for both truncations.</summary>
public sealed class MgpsOracleTests
{
    private const string Set = "E01_mgps_caers";

    [Theory]
    [InlineData(false, "processed.csv")]
    [InlineData(true, "processed_stratified.csv")]
    public void Counts_and_expectations_of_all_pairs_agree(bool stratified, string file)
    {
        var (reports, strata, drugs, events) = Caers();
        var table = reports.Count();
        if (stratified)
            table = table.WithExpected(reports.StratifiedExpected(table, strata));
        var known = Oracle.Rows(Set, file).ToDictionary(row => (row["var1"], row["var2"]), row => row);

        Assert.Equal(Oracle.Expected(Set).GetProperty("n_reports").GetInt32(), table.Reports);
        Assert.Equal(Oracle.Expected(Set).GetProperty("n_pairs").GetInt32(), table.Pairs.Length);
        for (var i = 0; i < table.Pairs.Length; i++)
        {
            var row = known[(drugs[table.Pairs[i].Drug], events[table.Pairs[i].Event])];
            Assert.Equal(row["N"], table.Pairs[i].Reports.ToString(CultureInfo.InvariantCulture));
            Oracle.Equal(Number(row["E"]), table.Expected[i], 1e-12);
            // openEBGM rounds to two digits; a half may go either way.
            var prr = table.TableOf(i).Prr(0.95).Value;
            if (row["PRR"] == "Inf")
                Assert.Equal(double.PositiveInfinity, prr);
            else
                Assert.InRange(prr, Number(row["PRR"]) - 0.005001, Number(row["PRR"]) + 0.005001);
        }
    }

    [Fact]
    public void Squashing_makes_the_points_of_openEBGM()
    {
        var squashed = Squashed();
        var known = Oracle
            .Rows(Set, "squashed.csv")
            .Select(row => (int.Parse(row["N"]), E: Number(row["E"]), W: Number(row["weight"])))
            .Order()
            .ToArray();

        Assert.Equal(known.Length, squashed.Length);
        for (var i = 0; i < known.Length; i++)
        {
            Assert.Equal((known[i].Item1, known[i].W), (squashed.Counts[i], squashed.Weights[i]));
            Oracle.Equal(known[i].E, squashed.Expected[i], 1e-12);
        }
    }

    [Theory]
    [InlineData("componentwise_truncation", "squashed", ZeroTruncation.Componentwise)]
    [InlineData("componentwise_truncation", "unsquashed", ZeroTruncation.Componentwise)]
    [InlineData("joint_truncation", "squashed", ZeroTruncation.Joint)]
    [InlineData("joint_truncation", "unsquashed", ZeroTruncation.Joint)]
    public void The_fitted_prior_agrees(string truncation, string points, ZeroTruncation form)
    {
        var known = Oracle.Expected(Set).GetProperty(truncation).GetProperty(points);
        var (theta, likelihood) = (known.GetProperty("theta").Numbers(), known.GetProperty("nll").GetDouble());
        // How far the Newton search in R still moved in its last step.
        var tolerance = 1e-5 + (2 * known.GetProperty("last_step").GetDouble());
        var data = points == "squashed" ? Squashed() : All();

        var published = Mgps.Fit(
            data,
            new()
            {
                Truncation = form,
                Squash = false,
                Starts = MgpsOptions.PublishedStarts,
            }
        );
        var fit = Mgps.Fit(data, new() { Truncation = form, Squash = false });

        // From the starts of the vignette the search ends at openEBGM's maximum …
        Assert.Equal((MgpsStatus.Estimated, form), (published.Status, published.Truncation));
        Same(published.Prior, theta, tolerance);
        Oracle.Equal(likelihood, published.NegativeLogLikelihood, 1e-10);
        // … from more starts it finds that one too, and on these data a higher one when components are truncated by themselves.
        Assert.Equal(MgpsStatus.Estimated, fit.Status);
        Same(fit.Optima.Single(o => Math.Abs(o.NegativeLogLikelihood - likelihood) < 1e-5).Prior, theta, tolerance);
        Assert.True(fit.NegativeLogLikelihood <= likelihood + 1e-8);
        Assert.Equal(fit.Optima[0].NegativeLogLikelihood, fit.NegativeLogLikelihood);
        Assert.Equal(MgpsOptions.Default.Starts.Length, fit.Optima.Sum(o => o.Starts));
    }

    [Fact]
    public void The_higher_maximum_of_the_componentwise_likelihood_is_the_one_that_R_finds_from_there()
    {
        // nlminb in R on the same squashed points, from (20, 2, 2, 2, 0.02): 4161.669 against 4161.943 at openEBGM's maximum.
        var fit = Mgps.Fit(Squashed(), new() { Squash = false });

        Same(fit.Prior, [20.95487, 1.65758, 1.739665, 1.565202, 0.03493967], 1e-5);
        Assert.Equal(4161.669, fit.NegativeLogLikelihood, 5e-4);
    }

    [Theory]
    [InlineData("componentwise_truncation", ZeroTruncation.Componentwise)]
    [InlineData("joint_truncation", ZeroTruncation.Joint)]
    public void The_likelihood_of_a_given_prior_agrees(string truncation, ZeroTruncation form)
    {
        var known = Oracle.Expected(Set);
        var prior = Prior(known.GetProperty("scores_hyper"));

        Oracle.Equal(
            known.GetProperty(truncation).GetProperty("nll_at_autohyper_squashed").GetDouble(),
            Mgps.NegativeLogLikelihood(Squashed(), prior, form),
            1e-12
        );
    }

    [Fact]
    public void Every_search_of_openEBGM_ends_near_an_optimum_of_ours_or_higher()
    {
        var fit = Mgps.Fit(Squashed(), new() { Squash = false });

        foreach (var search in Oracle.Expected(Set).GetProperty("explore").EnumerateArray())
            Assert.True(search.GetProperty("minimum").GetDouble() >= fit.NegativeLogLikelihood - 1e-8);
    }

    [Fact]
    public void A_polished_fit_of_squashed_points_is_the_fit_of_all_points()
    {
        var known = Oracle.Expected(Set).GetProperty("componentwise_truncation").GetProperty("unsquashed").GetProperty("theta").Numbers();

        var fit = Mgps.Fit(All(), MgpsOptions.Default with { Starts = MgpsOptions.PublishedStarts });

        Assert.True(fit.Points < 17189);
        Same(fit.Prior, known, 1e-5);
    }

    [Fact]
    public void Scores_agree_at_the_given_prior()
    {
        var known = Oracle.Expected(Set);
        var rows = known.GetProperty("scores").EnumerateArray().ToArray();
        var prior = Prior(known.GetProperty("scores_hyper"));

        var scores = Mgps.Score(
            prior,
            [.. rows.Select(row => row.GetProperty("N").GetInt32())],
            [.. rows.Select(row => row.GetProperty("E").GetDouble())],
            0.05
        );

        for (var i = 0; i < rows.Length; i++)
        {
            double Known(string name) => rows[i].GetProperty(name).GetDouble();
            Oracle.Equal(Known("Qn"), scores[i].Weight, 1e-9, "Qn");
            Oracle.Equal(Known("EBGM"), scores[i].Ebgm, 1e-9, "EBGM");
            Oracle.Equal(Known("QUANT_05"), scores[i].Lower, 1e-9, "EB05");
            Oracle.Equal(Known("QUANT_95"), scores[i].Upper, 1e-9, "EB95");
            Assert.Equal(Known("QUANT_05_openEBGM"), scores[i].Lower, 1e-5);
        }
    }

    private static void Same(GammaMixture prior, double[] theta, double tolerance)
    {
        double[] ours = [prior.Shape1, prior.Rate1, prior.Shape2, prior.Rate2, prior.Share];
        for (var i = 0; i < theta.Length; i++)
            Oracle.Equal(theta[i], ours[i], tolerance, $"theta {i}");
    }

    internal static MgpsPoints All()
    {
        var rows = Oracle.Rows(Set, "processed.csv");
        return MgpsPoints.Of([.. rows.Select(row => int.Parse(row["N"]))], [.. rows.Select(row => Number(row["E"]))], []);
    }

    internal static MgpsPoints Squashed()
    {
        // Sizes of the bins and how many largest points were kept can be seen in the weights.
        var made = All();
        foreach (
            var group in Oracle.Rows(Set, "squashed.csv").GroupBy(row => int.Parse(row["N"])).Where(g => g.Any(row => row["weight"] != "1"))
        )
        {
            var size = (int)group.Max(row => Number(row["weight"]));
            made = made.Squash(group.Key, size, group.Count(row => row["weight"] == "1") / size);
        }

        return made;
    }

    internal static GammaMixture Prior(JsonElement theta)
    {
        var numbers = theta.Numbers();
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    internal static (ReportBase Reports, int[] Strata, string[] Drugs, string[] Events) Caers()
    {
        var rows = Oracle.Rows(Set, "caers.csv");
        var drugs = rows.Select(row => row["var1"]).Distinct().ToArray();
        var events = rows.Select(row => row["var2"]).Distinct().ToArray();
        var strata = rows.Select(row => row["strat1"]).Distinct().ToArray();
        var drug = drugs.Index().ToDictionary(d => d.Item, d => d.Index);
        var @event = events.Index().ToDictionary(e => e.Item, e => e.Index);
        var reports = rows.GroupBy(row => row["id"]).ToArray();
        return (
            ReportBase.Of(
                [.. reports.Select(report => report.Select(row => drug[row["var1"]]).ToArray())],
                drugs.Length,
                [.. reports.Select(report => report.Select(row => @event[row["var2"]]).ToArray())],
                events.Length
            ),
            [.. reports.Select(report => Array.IndexOf(strata, report.First()["strat1"]))],
            drugs,
            events
        );
    }

    internal static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
