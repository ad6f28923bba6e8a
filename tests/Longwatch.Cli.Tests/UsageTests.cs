namespace Longwatch.Cli.Tests;

/// <summary>Wrong usage is exit code 1, one line that names the command and the mistake, and where to read on; never a type name or a stack trace.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("'x' is not a number with decimal point between 0.5 and 0.999", "evaluate", "--level", "x")]
    [InlineData("'NaN' is not a number", "evaluate", "--level", "NaN")]
    [InlineData("'-1' is not a whole number", "evaluate", "--seed", "-1")]
    [InlineData("'1e3' is not a whole number", "simulate", "--out", "x", "--patients", "1e3")]
    [InlineData("between 1 and 10000000", "simulate", "--out", "x", "--patients", "0")]
    [InlineData("between 1 and 10000000", "simulate", "--out", "x", "--patients", "99999999999")]
    [InlineData("'--bogus' is not an option", "evaluate", "--bogus")]
    [InlineData("'--bogus' is not an option", "check", "--bogus")]
    [InlineData("name of a folder is missing", "evaluate", "")]
    [InlineData("name of a folder is missing", "evaluate", "--out", " ")]
    [InlineData("'--out' is required", "simulate")]
    [InlineData("missing", "evaluate", "--level")]
    [InlineData("'b'", "evaluate", "a", "b")]
    [InlineData("'1.5' is not a number with decimal point between 0 and 1", "genetics", "a.bam", "--purity", "1.5")]
    [InlineData("'many' is not a whole number", "genetics", "a.bam", "--threads", "many")]
    [InlineData("'exome' is not one of auto, wgs, targeted, amplicon, rna", "genetics", "a.bam", "--assay", "exome")]
    [InlineData("'moon' is not one of tumour, blood, marrow, apheresis, product", "genetics", "a.bam", "--compartment", "moon")]
    [InlineData("missing", "genetics")]
    [InlineData("'foo'", "foo")]
    public void Wrong_usage_is_said_in_two_lines(string expected, params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"\Alongwatch[^\n]*: [^\n]+\nSee: longwatch[^\n]* --help\n\z", run.Error);
    }

    [Fact]
    public void A_word_that_begins_with_an_at_sign_is_a_folder_and_not_a_file_of_arguments()
    {
        var run = CommandRun.Of("check", "@nowhere");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no such folder", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("longwatch check FOLDER", "--help")]
    [InlineData("longwatch evaluate --data-lock", "evaluate", "--help")]
    [InlineData("longwatch check cohort", "check", "-h")]
    [InlineData("longwatch simulate --out cohort", "simulate", "-?")]
    [InlineData("longwatch genetics tumour.bam", "genetics", "--help")]
    public void Help_fits_eighty_columns_and_shows_a_line_to_copy(string example, params string[] args)
    {
        var run = CommandRun.Of(args);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 80, line));
        Assert.Contains(example, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(CommandRun.Home, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_command_the_help_is_shown_and_the_exit_code_says_wrong_usage()
    {
        var run = CommandRun.Of();

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("simulate", run.Output, StringComparison.Ordinal);
    }
}
