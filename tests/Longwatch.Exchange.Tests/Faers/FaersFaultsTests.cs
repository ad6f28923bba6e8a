using System.Globalization;
using System.IO.Compression;
using Longwatch.Exchange.Faers;
using Longwatch.Statistics.Random;

namespace Longwatch.Exchange.Tests.Faers;

/// <summary>Hostile and broken input: every problem with file and remedy, and never a crash.</summary>
public sealed class FaersFaultsTests
{
    private static FaersFolder Good() => new FaersFolder().Quarter("24Q1", ["11$1$1$I$$$20240101$$$$$$"], ["11$1$1$PS$A$$1"], ["11$1$E$"]);

    [Fact]
    public void A_missing_table_is_named()
    {
        using var folder = Good();
        File.Delete(Path.Combine(folder.Path, "DRUG24Q1.txt"));
        File.Delete(Path.Combine(folder.Path, "REAC24Q1.txt"));

        var problems = folder.Refused();

        Assert.Contains("no table DRUG of 2024Q1", problems, StringComparison.Ordinal);
        Assert.Contains("no table REAC of 2024Q1", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_without_a_column_is_refused_with_its_name_and_all_files_are_looked_at()
    {
        using var folder = Good()
            .Write("DEMO24Q1.txt", "primaryid,caseid", "1,2")
            .Write("REAC24Q1.txt", "primaryid$caseid$reaction", "11$1$E");

        var problems = folder.Refused();

        Assert.Contains("DEMO24Q1.txt:1: error: found one column", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("event_dt", problems, StringComparison.Ordinal); // one cause, one message
        Assert.Contains("dollar signs", problems, StringComparison.Ordinal);
        Assert.Contains("REAC24Q1.txt:1: error: pt", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("11$1", true)] // cut in the middle of the last line
    [InlineData("11$1$Ev\n12$1", true)] // cut, and with the broken line before it as many fields as a whole one
    [InlineData("11$1$E$", false)] // whole, though without a line end
    [InlineData("11$1\n", false)] // broken, but whole
    [InlineData("\u001A", false)] // the end mark of DOS behind the last line end
    [InlineData("11$1$E$\r\n\u001A", false)]
    [InlineData("11$1$E$\u001A", false)]
    [InlineData("11$1\u001A", true)]
    [InlineData("11$1\u001A\u001A", true)]
    [InlineData("11$1\n\u001A", false)] // broken, but whole
    [InlineData("11$1$E$F$G", false)] // too many fields, without a line end: not cut
    public void A_file_that_ends_in_the_middle_of_a_line_is_refused(string end, bool refused)
    {
        using var folder = Good();
        string[] lines = ["primaryid$caseid$pt$drug_rec_act", .. Enumerable.Repeat("11$1$E$", 500)];
        File.WriteAllText(Path.Combine(folder.Path, "REAC24Q1.txt"), string.Join('\n', lines) + '\n' + end);

        if (refused)
            Assert.Contains(
                $"REAC24Q1.txt:{502 + end.Count(c => c == '\n')}: error: found a last line that ends in the middle",
                folder.Refused(),
                StringComparison.Ordinal
            );
        else
            Assert.IsType<FaersReading.Reports>(FaersReader.Read(folder.Path, new([])));
    }

    [Fact]
    public void A_file_with_too_many_broken_lines_is_refused()
    {
        using var folder = Good().Write("REAC24Q1.txt", "primaryid$caseid$pt$drug_rec_act", "11$1$E$", "11$1", "x$1$E$");

        var problems = folder.Refused();

        Assert.Contains("REAC24Q1.txt:3: warning: found 2 fields; expected 4", problems, StringComparison.Ordinal);
        Assert.Contains("REAC24Q1.txt:4: warning: primaryid: found \"x\"", problems, StringComparison.Ordinal);
        Assert.Contains("2 broken lines of 3", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_table_twice_is_refused()
    {
        using var folder = Good().Write("copy/DEMO24Q1.txt", "primaryid$caseid", "1$1");

        Assert.Contains("the table DEMO of 2024Q1 again", folder.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_refused_without_being_unpacked()
    {
        using var folder = new FaersFolder();
        using (var zip = ZipFile.Open(Path.Combine(folder.Path, "q.zip"), ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("DEMO24Q1.txt").Open())
            entry.Write(new byte[50_000_000]);

        Assert.Contains("text that grows at most 100 times", folder.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_longer_than_it_says_is_refused_while_it_is_read()
    {
        using var stream = new GuardedStream(new MemoryStream(new byte[1000]), 999);
        var buffer = new byte[600];
        Assert.Equal(600, stream.Read(buffer, 0, 600));

        Assert.Throws<InvalidDataException>(() => stream.Read(buffer, 0, 600));
    }

    [Fact]
    public void A_line_without_end_is_refused_at_its_limit()
    {
        using var folder = Good();
        File.AppendAllText(Path.Combine(folder.Path, "REAC24Q1.txt"), new string('x', 9_000_000));

        Assert.Contains("a line of more than 1048576 bytes", folder.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_archive_and_an_empty_folder_are_refused()
    {
        using var damaged = new FaersFolder().Write("faers_ascii_2024q1.zip", "PK not really");
        using var empty = new FaersFolder();

        Assert.Contains("faers_ascii_2024q1.zip", damaged.Refused(), StringComparison.Ordinal);
        Assert.Contains("no FAERS data", empty.Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_sets_of_data_are_refused_with_the_ones_to_choose_from()
    {
        using var folder = Good().Write("flat.csv", "caseid,drug,ae", "1,A,B");

        var problems = folder.Refused();

        Assert.Contains("several sets of data", problems, StringComparison.Ordinal);
        Assert.Contains("flat.csv", problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_ends_in_data_or_in_problems_and_never_in_a_crash()
    {
        using var folder = new FaersFolder();
        for (var round = 0; round < 200; round++)
        {
            var random = new Philox(20261127, (ulong)round);
            folder.Quarter(
                "24Q1",
                [.. Enumerable.Range(1, 20).Select(i => $"{i}1${i}$1$I$20240101$$20240101$US-{i}$5{i % 10}$YR$F$$US")],
                [.. Enumerable.Range(1, 20).Select(i => $"{i}1${i}$1$PS$KYMRIAH$TISAGENLECLEUCEL$1")],
                [.. Enumerable.Range(1, 20).Select(i => $"{i}1${i}$T-cell lymphoma$")]
            );
            foreach (var file in Directory.GetFiles(folder.Path))
            {
                var bytes = File.ReadAllBytes(file);
                for (var damage = random.NextBelow(6); damage > 0; damage--)
                    bytes[random.NextBelow(bytes.Length)] = (byte)"\n\r$\0\u00FF9A,\""[random.NextBelow(9)];
                File.WriteAllBytes(file, random.NextBelow(4) == 0 ? bytes[..random.NextBelow(bytes.Length)] : bytes);
            }

            var reading = FaersReader.Read(
                folder.Path,
                new([]) { Limits = FaersLimits.Default with { BlockBytes = 64 + random.NextBelow(300), BrokenLines = 0.5 } }
            );

            if (reading is FaersReading.Reports reports)
                Assert.InRange(FaersFolder.Study(reports, merge: true).Totals.Cases, 1, 20);
            else
                Assert.True(reading.Problems.Errors > 0, round.ToString(CultureInfo.InvariantCulture));
        }
    }
}
