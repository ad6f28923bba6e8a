namespace Longwatch.Exchange.Tests;

/// <summary>Each folder of BadFiles holds the files that are wrong, and the exact messages; the other files come from Valid.</summary>
public sealed class BadFilesTests
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "BadFiles");

    public static TheoryData<string> Cases =>
        [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bad_file_is_refused_with_every_problem_said(string name)
    {
        using var folder = TestFolder.Copy(name.StartsWith("published", StringComparison.Ordinal) ? "published" : "cohort");
        foreach (var file in Directory.GetFiles(Path.Combine(Root, name)).Select(f => Path.GetFileName(f)))
        {
            if (file == "absent.txt")
                foreach (var absent in File.ReadAllLines(Path.Combine(Root, name, file)))
                    File.Delete(folder.File(absent));
            else if (file is not ("expected.txt" or "about.txt"))
                File.Copy(Path.Combine(Root, name, file), folder.File(file), overwrite: true);
        }

        var reading = folder.Read();

        Assert.IsType<DatasetReading.Refused>(reading);
        Assert.Equal(File.ReadAllLines(Path.Combine(Root, name, "expected.txt")), reading.Problems.Lines());
    }

    [Fact]
    public void The_valid_sets_have_no_problem()
    {
        using var cohort = TestFolder.Copy("cohort");
        using var published = TestFolder.Copy("published");

        Assert.Empty(Assert.IsType<DatasetReading.CohortSet>(cohort.Read()).Problems.Lines());
        Assert.Empty(Assert.IsType<DatasetReading.PublishedSet>(published.Read()).Problems.Lines());
    }

    [Fact]
    public void A_folder_without_data_set_is_refused_with_what_was_looked_for()
    {
        using var folder = new TestFolder();

        var problem = Assert.Single(Assert.IsType<DatasetReading.Refused>(folder.Read()).Problems.Listed);

        Assert.Contains("patients.csv", problem.Expected, StringComparison.Ordinal);
        Assert.Contains("regulator-counts.csv", problem.Expected, StringComparison.Ordinal);
    }
}
