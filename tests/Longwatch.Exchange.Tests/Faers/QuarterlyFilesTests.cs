using System.Globalization;
using Longwatch.Evaluation.Signals;
using Longwatch.Exchange.Faers;

namespace Longwatch.Exchange.Tests.Faers;

/// <summary>Hand-written quarters: what is counted here was counted by hand.</summary>
public sealed class QuarterlyFilesTests
{
    [Fact]
    public void Empty_fields_are_kept_and_every_column_finds_its_place()
    {
        using var folder = new FaersFolder().Quarter(
            "24Q1",
            ["1001$100$1$I$20240103$$20240201$US-1$63$YR$F$$US", "1002$101$2$F$$20231201$20240202$$$$$FR$"],
            ["1001$100$1$PS$KYMRIAH$TISAGENLECLEUCEL$1", "1001$100$2$C$ASPIRIN$$1", "1002$101$1$SS$Drug X.$$1"],
            ["1001$100$T-cell lymphoma$", "1001$100$Pyrexia$", "1002$101$PYREXIA$"],
            ["1001$100$1$Acute lymphocytic leukaemia"],
            ["1001$100$1$20230110$"],
            ["1001$100$DE", "1001$100$HO"]
        );

        var data = folder.Reports().Data;

        Assert.Equal([1001L, 1002], data.Id);
        Assert.Equal([100L, 101], data.Case[..2]);
        Assert.Equal([20240201, 20231201], data.Received[..2]);
        Assert.Equal([20240103, 0], data.EventDate[..2]);
        Assert.Equal(63f, data.Age[0]);
        Assert.True(float.IsNaN(data.Age[1]));
        Assert.Equal([ReportedSex.Female, ReportedSex.Unknown], data.Sex[..2]);
        Assert.Equal(["US", "FR"], data.Country[..2].Select(c => data.Countries[c]));
        Assert.Equal(ReportedOutcomes.Death | ReportedOutcomes.Hospitalisation, data.Outcomes[0]);
        Assert.Equal([0, 2, 3], data.Drugs.Start);
        Assert.Equal(new DrugName("KYMRIAH", "TISAGENLECLEUCEL"), data.Drugs.Names[data.Drugs.Name[0]]);
        Assert.Equal(new DrugName("DRUG X", ""), data.Drugs.Names[data.Drugs.Name[2]]);
        Assert.Equal([DrugRoles.PrimarySuspect, DrugRoles.Concomitant, DrugRoles.SecondarySuspect], data.Drugs.Role[..3]);
        Assert.Equal([20230110, 0, 0], data.Drugs.Began);
        Assert.Equal(["T-cell lymphoma", "Pyrexia"], data.Terms[..2]);
        Assert.Equal([0, 1, 1], data.Events.Term[..3]);
        Assert.Equal("Acute lymphocytic leukaemia", data.Terms[data.Indications.Term[0]]);
        Assert.Equal([0], data.Indications.Drug[..1]);
    }

    [Fact]
    public void Rows_out_of_the_order_of_their_reports_are_read_without_therapies_and_indications_too()
    {
        using var folder = new FaersFolder().Quarter(
            "24Q1",
            ["1001$100$1$I$$$20240201$$$$F$$US", "1002$101$1$I$$$20240202$$$$$FR$"],
            ["1002$101$1$SS$B$$1", "1001$100$1$PS$A$$1", "1002$101$2$C$C$$1"],
            ["1002$101$Pyrexia$", "1001$100$T-cell lymphoma$"]
        );
        File.Delete(Path.Combine(folder.Path, "INDI24Q1.txt"));
        File.Delete(Path.Combine(folder.Path, "THER24Q1.txt"));

        var data = folder.Reports().Data;

        Assert.Equal([0, 1, 3], data.Drugs.Start);
        Assert.Equal(["A", "B", "C"], data.Drugs.Name.Select(n => data.Drugs.Names[n].Name));
        Assert.Equal([DrugRoles.PrimarySuspect, DrugRoles.SecondarySuspect, DrugRoles.Concomitant], data.Drugs.Role);
        Assert.Equal(["T-cell lymphoma", "Pyrexia"], data.Events.Term.Select(t => data.Terms[t]));
        Assert.Empty(data.Indications.Term);
    }

    [Fact]
    public void A_line_longer_than_a_block_is_read()
    {
        var name = new string('A', 700_000);
        using var folder = new FaersFolder().Quarter(
            "24Q1",
            ["1001$100$1$I$$$20240201$$$$F$$US"],
            [$"1001$100$1$PS${name}$$1", "1001$100$2$C$B$$1"],
            ["1001$100$Pyrexia$"]
        );

        var reading = FaersReader.Read(folder.Path, new([]) { Limits = FaersLimits.Default with { BlockBytes = 300_000 } });

        var data = Assert.IsType<FaersReading.Reports>(reading).Data;
        Assert.Equal([1 << 12, 1], data.Drugs.Name[..2].Select(n => data.Drugs.Names[n].Name.Length));
    }

    [Fact]
    public void The_layout_before_2012_is_read_with_its_closing_dollar_sign()
    {
        using var folder = new FaersFolder()
            .Write(
                "DEMO04Q1.TXT",
                "ISR$CASE$I_F_COD$FOLL_SEQ$IMAGE$EVENT_DT$MFR_DT$FDA_DT$REPT_COD$MFR_NUM$MFR_SNDR$AGE$AGE_COD$GNDR_COD",
                "4263742$4061110$I$$4263742-7$20031115$20031218$20040102$EXP$DSA_1$B$42$YR$F$",
                "4263799$4061110$F$1$4263799-7$20031115$20031218$20040202$EXP$DSA_1$B$42$YR$F$"
            )
            .Write("DRUG04Q1.TXT", "ISR$DRUG_SEQ$ROLE_COD$DRUGNAME$VAL_VBM", "4263742$1$PS$OLD$1$", "4263799$1004492716$PS$TAVOR$1$")
            .Write("REAC04Q1.TXT", "ISR$PT", "4263742$DIARRHOEA$", "4263799$MYDRIASIS$");

        var data = folder.Reports().Data;

        Assert.Equal([4263799L], data.Id);
        Assert.Equal(42f, data.Age[0]);
        Assert.Equal("TAVOR", data.Drugs.Names[data.Drugs.Name[0]].Name);
        Assert.Equal("MYDRIASIS", data.Terms[data.Events.Term[0]]);
    }

    [Fact]
    public void Of_a_case_the_highest_version_counts_then_the_latest_receipt_then_the_highest_number()
    {
        using var folder = new FaersFolder().Quarter(
            "24Q1",
            [
                "11$1$2$F$$$20240101$$$$$$",
                "12$1$10$F$$$20230101$$$$$$", // 10 is later than 2, as a number
                "21$2$1$F$$$20240101$$$$$$",
                "22$2$1$F$$$20240102$$$$$$",
                "31$3$1$F$$$20240101$$$$$$",
                "32$3$1$F$$$20240101$$$$$$",
                "32$3$1$F$$$20240101$$$$$$",
            ],
            ["11$1$1$PS$A$$1"],
            ["11$1$E$", "12$1$F$"]
        );

        var reports = folder.Reports();

        Assert.Equal([12L, 22, 32], reports.Data.Id);
        Assert.Equal([3L, 1, 0], reports.Ledger.LeftOut.Take(3).Select(l => l.Count));
        Assert.Equal("F", reports.Data.Terms[reports.Data.Events.Term[0]]);
    }

    /// <summary>As FDA gives them: a number is the case with its version behind it, so that version 12 of an older case comes after a newer case.</summary>
    [Fact]
    public void Reports_are_in_order_though_their_cases_are_not()
    {
        using var folder = new FaersFolder()
            .Quarter(
                "24Q1",
                [
                    "51$5$1$I$$$20240101$$$$$$US",
                    "91$9$1$I$$$20240102$$$$$$FR",
                    "92$9$2$F$$$20240103$$$$$$DE",
                    "101$10$1$I$$$20240104$$$$$$JP",
                    "512$5$12$F$$$20240105$$$$$$IT",
                    "601$6$1$I$$$20240106$$$$$$NL",
                    "601$6$1$I$$$20240107$$$$$$ES", // the first of equal numbers counts
                ],
                ["92$9$1$PS$A$$1", "512$5$1$PS$B$$1", "601$6$1$PS$C$$1"],
                ["51$5$E$", "92$9$E$", "512$5$F$", "601$6$G$"]
            )
            .Write("DELETE24Q1.txt", "10");

        var data = folder.Reports().Data;

        Assert.Equal([92L, 512, 601], data.Id);
        Assert.Equal([9L, 5, 6], data.Case[..3]);
        Assert.Equal(["DE", "IT", "NL"], data.Country[..3].Select(c => data.Countries[c]));
        Assert.Equal([0, 1, 2, 3], data.Events.Start);
        Assert.Equal(["E", "F", "G"], data.Events.Term[..3].Select(t => data.Terms[t]));
    }

    [Fact]
    public void A_case_known_in_both_layouts_is_taken_from_the_newer_one()
    {
        using var folder = new FaersFolder()
            .Write("DEMO12Q3.TXT", "ISR$CASE$FDA_DT$EVENT_DT$AGE$AGE_COD$GNDR_COD", "8000001$55$20300101$$$$M$")
            .Write("DRUG12Q3.TXT", "ISR$DRUG_SEQ$ROLE_COD$DRUGNAME", "8000001$1$PS$OLD$")
            .Write("REAC12Q3.TXT", "ISR$PT", "8000001$OLD EVENT$")
            .Quarter("13Q1", ["551$55$1$F$$$20130101$$$$F$$"], ["551$55$1$PS$NEW$$1"], ["551$55$New event$"]);

        var data = folder.Reports().Data;

        Assert.Equal([551L], data.Id);
        Assert.Equal("New event", data.Terms[data.Events.Term[0]]);
    }

    [Fact]
    public void Deleted_cases_are_left_out_whatever_the_list_is_called()
    {
        using var folder = new FaersFolder()
            .Quarter(
                "24Q1",
                ["11$1$1$I$$$20240101$$$$$$", "21$2$1$I$$$20240101$$$$$$", "31$3$1$I$$$20240101$$$$$$"],
                ["11$1$1$PS$A$$1"],
                ["11$1$E$"]
            )
            .Write("Deleted/ADR24Q1DeletedCases.txt", "2")
            .Write("deleted/DELETE24Q1.txt", "caseid", "3", "");

        var reports = folder.Reports();

        Assert.Equal([11L], reports.Data.Id);
        Assert.Equal(2, reports.Ledger.LeftOut[2].Count);
    }

    [Fact]
    public void A_record_broken_over_lines_is_put_together_and_a_ragged_one_left_out()
    {
        var rows = Enumerable.Range(1, 300).Select(i => $"{i}1${i}$1$I$$$20240101$$$$F$$").ToArray();
        rows[4] = "51$5$1$I$\n$$20240101$$$$F$$"; // a line end inside the event date
        rows[7] = "81$8$1$I$$$20240101$$$$F"; // two fields short, and the next line is whole
        using var folder = new FaersFolder().Quarter("24Q1", rows, ["11$1$1$PS$A$$1"], ["11$1$E$"]);

        var reports = folder.Reports();

        Assert.Equal(299, reports.Data.Count);
        Assert.Contains(51L, reports.Data.Id);
        Assert.DoesNotContain(81L, reports.Data.Id);
        var demo = reports.Ledger.Files.Single(f => f.Table == "DEMO");
        Assert.Equal((1L, 1L), (demo.Broken, demo.Repaired));
        Assert.Contains(
            "DEMO24Q1.txt:10: warning: found 11 fields; expected 13",
            string.Join('\n', reports.Problems.Lines()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_zip_reads_as_its_files_do()
    {
        string[] demo = ["11$1$1$I$$$20240101$$55$YR$M$$DE"];
        using var plain = new FaersFolder().Quarter("24Q1", demo, ["11$1$1$PS$A$B$1"], ["11$1$E$"]);
        using var packed = new FaersFolder().Quarter("24Q1", demo, ["11$1$1$PS$A$B$1"], ["11$1$E$"]).Zip("faers_ascii_2024q1.zip", "24Q1");

        Assert.Equal(plain.Reports().Data.Id, packed.Reports().Data.Id);
        Assert.Equal("faers_ascii_2024q1.zip!ascii/DEMO24Q1.txt", packed.Reports().Ledger.Files[0].Name);
    }

    /// <summary>As files come from Windows, and from programs that fill the last block with end marks.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("\u001A")]
    [InlineData("\u001A\u001A\u001A")]
    [InlineData("\u001A\r\n")]
    public void Windows_line_ends_and_end_marks_change_nothing(string marks)
    {
        using var folder = new FaersFolder()
            .Quarter(
                "24Q1",
                ["11$1$1$I$20240103$$20240201$$63$YR$F$$US", "21$2$1$I$$$20240202$$$$M$FR$", "31$3$1$I$$$20240203$$$$$$"],
                ["11$1$1$PS$A$$1", "21$2$1$PS$B$$1", "31$3$1$PS$C$$1"],
                ["11$1$E$", "21$2$F$", "31$3$G$"]
            )
            .Write("DELETE24Q1.txt", "3");
        var unix = folder.Reports();
        foreach (var file in Directory.GetFiles(folder.Path))
            File.WriteAllText(file, File.ReadAllText(file).Replace("\n", "\r\n", StringComparison.Ordinal) + marks);

        var windows = folder.Reports();

        Assert.Equal([11L, 21], windows.Data.Id);
        Assert.Equal(["US", "FR"], windows.Data.Country[..2].Select(c => windows.Data.Countries[c]));
        Assert.Equal(unix.Data.Terms, windows.Data.Terms);
        Assert.Equal(unix.Data.Drugs.Names, windows.Data.Drugs.Names);
        Assert.Equal(unix.Ledger.Files.Select(f => f.Rows), windows.Ledger.Files.Select(f => f.Rows));
        if (!marks.EndsWith('\n'))
            Assert.Equal(unix.Ledger.Files, windows.Ledger.Files);
        Assert.Equal(0, windows.Problems.Warnings);
    }

    /// <summary>Columns stay with their reports when rows between them go out, however the table is cut into blocks.</summary>
    [Theory]
    [InlineData(1 << 22, false)]
    [InlineData(200, false)]
    [InlineData(200, true)]
    public void What_a_report_says_stays_with_it_when_other_rows_go_out(int blockBytes, bool reversed)
    {
        string[] countries = ["US", "FR", "DE", "JP", "IT", "NL", "ES"];
        var demo = Enumerable
            .Range(1, 60)
            .SelectMany(i =>
                Enumerable
                    .Range(1, 1 + (i % 3)) // one to three versions
                    .Select(v =>
                        $"{i}{v}${i}${v}$I$202{v}01{i % 28 + 1:D2}$$202{v}02{i % 28 + 1:D2}$N{i}${i + v}$YR${"FM"[(i + v) % 2]}$${countries[(i + v) % 7]}"
                    )
            )
            .ToArray();
        if (reversed)
            Array.Reverse(demo);
        var last = Enumerable.Range(1, 60).Select(i => (Case: i, Version: 1 + (i % 3))).Where(c => c.Case % 10 != 0).ToArray();
        using var folder = new FaersFolder()
            .Quarter(
                "24Q1",
                demo,
                [.. last.Select(c => $"{c.Case}{c.Version}${c.Case}$1$PS$DRUG {c.Case}$$1")],
                [.. last.Select(c => $"{c.Case}{c.Version}${c.Case}$Event {c.Case}$")]
            )
            .Write("DELETE24Q1.txt", [.. Enumerable.Range(1, 6).Select(i => $"{10 * i}")]);

        var reading = FaersReader.Read(folder.Path, new([]) { Limits = FaersLimits.Default with { BlockBytes = blockBytes } });

        var data = Assert.IsType<FaersReading.Reports>(reading).Data;
        Assert.Equal(last.Length, data.Count);
        foreach (var (@case, version) in last)
        {
            var row = Array.IndexOf(data.Case, @case, 0, data.Count);
            Assert.Equal((@case * 10) + version, data.Id[row]);
            Assert.Equal(int.Parse($"202{version}01{@case % 28 + 1:D2}", CultureInfo.InvariantCulture), data.EventDate[row]);
            Assert.Equal(int.Parse($"202{version}02{@case % 28 + 1:D2}", CultureInfo.InvariantCulture), data.Received[row]);
            Assert.Equal(@case + version, data.Age[row]);
            Assert.Equal((@case + version) % 2 == 0 ? ReportedSex.Female : ReportedSex.Male, data.Sex[row]);
            Assert.Equal(countries[(@case + version) % 7], data.Countries[data.Country[row]]);
            Assert.Equal($"DRUG {@case}", data.Drugs.Names[data.Drugs.Name[data.Drugs.Start[row]]].Name);
            Assert.Equal($"Event {@case}", data.Terms[data.Events.Term[data.Events.Start[row]]]);
        }

        // One number per case: rows that should have gone out would repeat some.
        Assert.Equal(last.Length, data.ManufacturerNumber[..data.Count].Distinct().Count());
    }

    [Fact]
    public void One_quarter_of_several_can_be_chosen()
    {
        using var folder = new FaersFolder()
            .Quarter("23Q4", ["11$1$1$I$$$20231001$$$$$$"], ["11$1$1$PS$A$$1"], ["11$1$E$"])
            .Quarter("24Q1", ["21$2$1$I$$$20240101$$$$$$"], ["21$2$1$PS$A$$1"], ["21$2$E$"]);

        Assert.Equal([11L, 21], folder.Reports().Data.Id);
        Assert.Equal([21L], folder.Reports("2024Q1").Data.Id);
        Assert.Contains("no files of 2020Q1", folder.Refused("2020Q1"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_does_not_depend_on_where_the_file_is_cut()
    {
        var demo = Enumerable.Range(1, 500).Select(i => $"{i}1${i}$1$I$2024010{i % 9 + 1}$$20240101$$5{i % 10}$YR$F$$US").ToArray();
        var drug = Enumerable.Range(1, 500).Select(i => $"{i}1${i}$1$PS$DRUG {i % 7}$SUBSTANCE {i % 7}$1").ToArray();
        var reac = Enumerable.Range(1, 500).SelectMany(i => new[] { $"{i}1${i}$Event {i % 11}$", $"{i}1${i}$Event {i % 13}$" }).ToArray();
        using var folder = new FaersFolder().Quarter("24Q1", demo, drug, reac);

        var whole = folder.Reports().Data;
        var pieces = (
            (FaersReading.Reports)FaersReader.Read(folder.Path, new([]) { Limits = FaersLimits.Default with { BlockBytes = 257 } })
        ).Data;

        Assert.Equal(whole.Id, pieces.Id);
        Assert.Equal(whole.Terms, pieces.Terms);
        Assert.Equal(whole.Case[..500], pieces.Case[..500]);
        Assert.Equal(whole.Age[..500], pieces.Age[..500]);
        Assert.Equal(whole.Events.Start, pieces.Events.Start);
        Assert.Equal(whole.Events.Term[..whole.Events.Start[^1]], pieces.Events.Term[..whole.Events.Start[^1]]);
        Assert.Equal(whole.Drugs.Name[..500], pieces.Drugs.Name[..500]);
        Assert.Equal(whole.Drugs.Names, pieces.Drugs.Names);
    }

    [Fact]
    public void Latin_1_names_are_read_as_such()
    {
        using var folder = new FaersFolder().Quarter("24Q1", ["11$1$1$I$$$20240101$$$$$$"], ["11$1$1$PS$CAFÉ$$1"], ["11$1$E$"]);

        var data = folder.Reports().Data;

        Assert.Equal("CAFÉ", data.Drugs.Names[data.Drugs.Name[0]].Name);
    }
}
