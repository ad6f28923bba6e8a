using Longwatch.Exchange.Cohorts;
using Longwatch.Exchange.Csv;
using Longwatch.Exchange.Published;

namespace Longwatch.Exchange.Tests;

public sealed class SchemaTests
{
    public static TheoryData<string, string> Files =>
        [
            .. CohortSchema.Tables.Append(DatasetTable.Schema).Select(t => ("cohort.md", t.File)),
            .. PublishedSetReader.Tables.Select(t => ("published.md", t.Schema.File)),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_format_page_names_every_column_and_every_code(string page, string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "formats", page);
        Assert.SkipUnless(File.Exists(path), $"docs/formats/{page} is not here.");
        var text = File.ReadAllText(path);
        Assert.Contains(file, text, StringComparison.Ordinal);
        foreach (var column in Schema(file).Columns)
        {
            Assert.Contains(column.Name, text, StringComparison.Ordinal);
            foreach (var code in column.Codes)
                Assert.True(text.Contains(code, StringComparison.Ordinal), $"{page} does not name the code {code} of {column.Name}.");
        }
    }

    [Fact]
    public void The_published_evidence_that_goes_with_the_program_has_no_problem()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "published");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "regulator-counts.csv")), "data/published is not here.");

        var reading = DatasetReader.Read(folder, folder);

        Assert.Equal([], reading.Problems.Lines());
        Assert.IsType<DatasetReading.PublishedSet>(reading);
    }

    [Fact]
    public void Every_page_that_the_published_evidence_names_as_its_address_exists()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "published");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "assumptions.csv")), "data/published is not here.");
        var set = Assert.IsType<DatasetReading.PublishedSet>(DatasetReader.Read(folder, folder));

        var pages = set.Evidence.Assumptions.Select(a => a.Provenance.Address).Where(a => !a.Contains("://", StringComparison.Ordinal));

        Assert.All(pages.Distinct(), page => Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, page)), page));
    }

    private static TableSchema Schema(string file) =>
        CohortSchema.Tables.Append(DatasetTable.Schema).Concat(PublishedSetReader.Tables.Select(t => t.Schema)).Single(s => s.File == file);
}
