using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Faers;

namespace Longwatch.Exchange.Tests.Faers;

/// <summary>Real public reports, kept beside the clone; where they are absent the test skips and says so.</summary>
public sealed class PublicDataTests
{
    private static string Data(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
            {
                var path = Path.Combine(folder.Parent!.FullName, "shared", "data", "pv", "faers", name);
                if (!Path.Exists(path))
                    Assert.Skip($"public reports not found: {name}");
                return path;
            }

        throw new InvalidOperationException("The tests run outside the working tree.");
    }

    private static FaersReading.Reports Read(string name) => Assert.IsType<FaersReading.Reports>(FaersReader.Read(Data(name), new([])));

    [Fact]
    public void Both_layouts_are_read_from_their_archives()
    {
        var reports = Read("ascii");

        Assert.Equal(["2004Q1", "2017Q2"], reports.Data.Quarters);
        Assert.Equal(200, reports.Data.Count);
        Assert.All(reports.Ledger.Files, f => Assert.Equal(0, f.Broken));
        Assert.Empty(reports.Problems.Lines());
        // First rows of both tables of reports, by eye.
        Assert.Equal((4263742L, 42f, ReportedSex.Female), (reports.Data.Id[0], reports.Data.Age[0], reports.Data.Sex[0]));
        var row = Array.IndexOf(reports.Data.Id, 111440772L);
        Assert.Equal((40f, "US"), (reports.Data.Age[row], reports.Data.Countries[reports.Data.Country[row]]));
    }

    [Fact]
    public void The_counts_of_the_flattened_quarter_are_the_published_ones()
    {
        // Known: N = 215,867 cases, 375 with a CAR T-cell product; neurotoxicity 68, E 0.684, ROR 146.2, IC025 5.490 (made with R from the same file).
        var result = FaersFolder.Study(Read("faers_2022q3_case_drug_pt.csv.gz"));

        Assert.Equal((215_867, 375), (result.Totals.Cases, result.Subjects[0].Cases));
        var pair = result.Pairs.Single(p => p.Subject == "any CAR T-cell product" && p.Event == "Neurotoxicity");
        Assert.Equal(68, pair.Reports);
        Assert.Equal(0.684, pair.Score.Expected, 0.0005);
        Assert.Equal(146.2, pair.Score.Ror.Value, 0.05);
        Assert.Equal(5.490, pair.Score.Ic.Interval.Lower, 0.0005);
    }

    [Fact]
    public void Lymphoma_of_that_quarter_is_the_indication_of_the_products_against_lymphoma()
    {
        var result = FaersFolder.Study(Read("faers_2022q3_case_drug_pt.csv.gz"));

        Assert.DoesNotContain(result.Pairs, p => p.Subject == "axicabtagene ciloleucel" && p.Event == "Lymphoma");
    }

    [Fact]
    public void Counts_of_openFDA_are_read_by_product_and_the_word_counts_are_left_alone()
    {
        var counts = Assert.IsType<FaersReading.Counts>(FaersReader.Read(Data("cart_aggregate"), new([]))).Data;

        Assert.Equal(["Yescarta", "Kymriah", "Tecartus", "Breyanzi", "Abecma", "Carvykti"], counts.Products.Select(p => p.Name));
        Assert.Equal(6410, counts.Products[0].Reports);
        Assert.Equal(("CYTOKINE RELEASE SYNDROME", 3299), counts.Products[0].Terms[0]);
        Assert.Equal(26, counts.Products[0].Terms.Single(t => t.Term == "SECOND PRIMARY MALIGNANCY").Reports);
    }

    [Fact]
    public void A_folder_that_holds_every_form_is_refused_with_what_to_choose_from()
    {
        var reading = Assert.IsType<FaersReading.Refused>(FaersReader.Read(Path.GetDirectoryName(Data("ascii"))!, new([])));

        Assert.Contains("several sets of data", string.Join('\n', reading.Problems.Lines()), StringComparison.Ordinal);
    }
}
