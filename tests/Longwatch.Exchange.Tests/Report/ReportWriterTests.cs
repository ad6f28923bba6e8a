using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Report;

namespace Longwatch.Exchange.Tests.Report;

public sealed class ReportWriterTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("longwatch-writer-");

    public void Dispose() => _root.Delete(recursive: true);

    private DirectoryInfo Folder(string name = "out") => new(Path.Combine(_root.FullName, name));

    private static string[] Names(DirectoryInfo folder) =>
        [
            .. Directory
                .EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder.FullName, f))
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void The_same_report_gives_the_same_bytes()
    {
        var files = ReportWriter.Write(SampleReport.Build(), Folder("a"), ReportFormats.All);
        ReportWriter.Write(SampleReport.Build(), Folder("b"), ReportFormats.All);
        Assert.Equal(7, files.Count);
        Assert.All(
            files,
            file =>
                Assert.Equal(
                    File.ReadAllBytes(Path.Combine(Folder("a").FullName, file)),
                    File.ReadAllBytes(Path.Combine(Folder("b").FullName, file))
                )
        );
    }

    [Fact]
    public void Only_the_formats_asked_for_are_written_and_nothing_lies_beside()
    {
        Assert.Equal(["evaluation.json", "evaluation.schema.json"], ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Json));
        Assert.Equal([OutputFolder.Manifest, "evaluation.json", "evaluation.schema.json"], Names(Folder()));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(_root.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public void A_report_is_replaced_as_a_whole()
    {
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.All);
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        Assert.Equal([OutputFolder.Manifest, "report.html"], Names(Folder()));
        Assert.Single(Directory.GetFileSystemEntries(_root.FullName));
    }

    [Fact]
    public void An_empty_folder_is_used()
    {
        Folder().Create();
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        Assert.True(File.Exists(Path.Combine(Folder().FullName, "report.html")));
    }

    [Theory]
    [InlineData("thesis.docx", false)]
    [InlineData("evaluation.json", false)]
    [InlineData("tables/mine.csv", true)]
    public void A_folder_with_a_file_of_somebody_else_is_left_alone(string foreign, bool afterReport)
    {
        if (afterReport)
            ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.All);
        var path = Path.Combine(Folder().FullName, foreign);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "mine");
        var before = Names(Folder());

        var error = Assert.Throws<IOException>(() => ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html));

        Assert.Contains(foreign, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Names(Folder()));
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_refused()
    {
        File.WriteAllText(Folder().FullName, "mine");
        Assert.Throws<IOException>(() => ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html));
        Assert.Equal("mine", File.ReadAllText(Folder().FullName));
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_report()
    {
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        var before = File.ReadAllBytes(Path.Combine(Folder().FullName, "report.html"));
        Assert.Throws<InvalidDataException>(() => OutputFolder.Replace(Folder(), Broken()));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Folder().FullName, "report.html")));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(_root.FullName).Select(Path.GetFileName));

        static IEnumerable<OutputFile> Broken()
        {
            yield return new("report.html", [1]);
            throw new InvalidDataException();
        }
    }

    [Fact]
    public void A_link_to_a_folder_is_written_through()
    {
        var real = Folder("real");
        real.Create();
        Directory.CreateSymbolicLink(Folder().FullName, real.FullName);
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        Assert.True(File.Exists(Path.Combine(real.FullName, "report.html")));
        Assert.NotNull(new DirectoryInfo(Folder().FullName).LinkTarget);
    }

    [Fact]
    public void A_folder_that_cannot_be_renamed_is_filled_file_by_file()
    {
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.All);
        var here = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = Folder().FullName;
            ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }
        Assert.Equal([OutputFolder.Manifest, "report.html"], Names(Folder()));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(_root.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public void A_list_that_leads_out_of_the_folder_deletes_nothing_there()
    {
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        var outside = Path.Combine(_root.FullName, "thesis.docx");
        File.WriteAllText(outside, "mine");
        File.AppendAllText(Path.Combine(Folder().FullName, OutputFolder.Manifest), $"../thesis.docx\n{outside}\n");
        var here = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = Folder().FullName; // so that files are moved, and old ones deleted, one by one
            ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Json);
        }
        finally
        {
            Environment.CurrentDirectory = here;
        }
        Assert.Equal("mine", File.ReadAllText(outside));
        Assert.Equal([OutputFolder.Manifest, "evaluation.json", "evaluation.schema.json"], Names(Folder()));
    }

    [Fact]
    public void What_a_killed_run_left_inside_the_folder_does_not_stop_the_next()
    {
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        Directory.CreateDirectory(Path.Combine(Folder().FullName, ".longwatch-new", "tables"));
        File.WriteAllText(Path.Combine(Folder().FullName, ".longwatch-new", "tables", "half.csv"), "half");
        ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.Html);
        Assert.Equal([OutputFolder.Manifest, "report.html"], Names(Folder()));
    }

    [Fact]
    public void A_folder_below_a_file_is_refused_by_name()
    {
        File.WriteAllText(Folder().FullName, "mine");
        var error = Assert.Throws<IOException>(() => ReportWriter.Write(SampleReport.Build(), Folder("out/deeper"), ReportFormats.Html));
        Assert.Contains("deeper could not be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_contradicts_itself_is_a_bug_and_nothing_is_written()
    {
        var good = SampleReport.Build();
        var section = good.Sections[0];
        (string Problem, Section Section)[] bad =
        [
            (
                "source 'nowhere:1' is not in the report",
                section with
                {
                    Estimates = [section.Estimates[0] with { Sources = ["nowhere:1"] }],
                }
            ),
            ("exactly when the status is 'estimated'", section with { Estimates = [section.Estimates[0] with { Value = null }] }),
            ("must say why", section with { Estimates = [section.Estimates[1] with { Note = null }] }),
            ("lies above the upper one", section with { Estimates = [section.Estimates[0] with { Intervals = [new("x", 0.95, 2, 1)] }] }),
            ("not a number", section with { Estimates = [section.Estimates[0] with { Value = double.NaN }] }),
            ("used twice", section with { Estimates = [section.Estimates[0], section.Estimates[0]] }),
            ("no table elsewhere", section with { Charts = [section.Charts[0] with { TableId = "elsewhere" }] }),
            ("1 cells for 5 columns", section with { Tables = [section.Tables[0] with { Rows = [new(["x"])] }] }),
            ("is a file name", section with { Tables = [section.Tables[0] with { Id = "../x" }], Charts = [] }),
        ];
        foreach (var (problem, broken) in bad)
        {
            var error = Assert.Throws<InvalidOperationException>(() =>
                ReportWriter.Write(good with { Sections = [broken] }, Folder(), ReportFormats.All)
            );
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        }
        Assert.False(Folder().Exists);
    }

    [Fact]
    public void At_least_one_format_is_needed() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReportWriter.Write(SampleReport.Build(), Folder(), ReportFormats.None));
}
