using System.Diagnostics;
using Longwatch.Domain;
using Longwatch.Domain.Evidence;

namespace Longwatch.Exchange.Tests;

public sealed class DatasetReaderTests
{
    [Fact]
    public void The_data_lock_comes_from_the_option_then_from_the_set_then_from_the_latest_date()
    {
        using var folder = TestFolder.Copy("cohort");

        var option = Cohort(folder, new DateOnly(2023, 1, 5));
        var described = Cohort(folder, null);
        File.Delete(folder.File("dataset.csv"));
        var latest = Cohort(folder, null);

        Assert.Equal(new DateOnly(2023, 1, 5), option.DataLock);
        Assert.Contains("given for this evaluation", option.DataLockBasis, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2024, 12, 31), described.DataLock);
        Assert.Contains("dataset.csv", described.DataLockBasis, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2024, 3, 9), latest.DataLock);
        Assert.Contains("latest date", latest.DataLockBasis, StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_data_lock_takes_away_what_was_not_known_then()
    {
        using var folder = TestFolder.Copy("cohort");

        var cohort = Cohort(folder, new DateOnly(2023, 1, 5));

        // Counted by hand in Valid/cohort: I4 of 2023-09-09, four visits of 2023 and 2024, N3, and the tests of 10 and 11 January 2023 come later.
        Assert.Equal(4, cohort.Patients.Length);
        Assert.Equal(["I1", "I2", "I3", "I5"], cohort.Infusions.Select(i => i.Id));
        Assert.Equal(4, cohort.Visits.Length);
        Assert.Equal(["N1", "N2"], cohort.Neoplasms.Select(n => n.Id));
        Assert.Equal(["S1", "S2"], cohort.Specimens.Select(s => s.Id));
        Assert.Empty(cohort.Tests);
    }

    [Fact]
    public void Rows_are_sorted_by_patient_and_date_whatever_their_order_in_the_file()
    {
        using var folder = TestFolder.Copy("cohort");
        var lines = File.ReadAllLines(folder.File("visits.csv"));
        var expected = Cohort(folder, null).Visits;

        File.WriteAllLines(folder.File("visits.csv"), [lines[0], .. lines[1..].Reverse()]);

        Assert.Equal(expected, Cohort(folder, null).Visits);
    }

    [Fact]
    public void The_order_of_columns_is_free()
    {
        using var folder = TestFolder.Copy("cohort");
        var expected = Cohort(folder, null).Therapies;
        File.WriteAllText(
            folder.File("therapies.csv"),
            "agent,kind,patient_id,start_date\r\nbendamustine,alkylator,P1,2020-06-01\r\n,total_body_irradiation,P3,2019-10-01"
        );

        Assert.Equal(expected, Cohort(folder, null).Therapies);
    }

    [Fact]
    public void The_fingerprint_is_that_of_sha256sum_over_the_files()
    {
        using var folder = TestFolder.Copy("cohort");
        using var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", "LC_ALL=C; export LC_ALL; sha256sum *.csv | sha256sum"])
            {
                WorkingDirectory = folder.Path,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var expected = shell.StandardOutput.ReadToEnd().Split(' ')[0];

        Assert.Equal(expected, Assert.IsType<DatasetReading.CohortSet>(folder.Read()).Fingerprint);
    }

    [Fact]
    public void Every_cell_of_a_published_row_arrives()
    {
        using var folder = TestFolder.Copy("published");

        var evidence = Assert.IsType<DatasetReading.PublishedSet>(folder.Read()).Evidence;

        var count = evidence.Counts[0];
        Assert.Equal(
            (CountedQuantity.Cases, Qualifier.Exactly, 38.0, null),
            (count.Quantity, count.Qualifier, count.Value, count.OverlapSet)
        );
        Assert.Equal("2024-04-11", count.DataLock?.ToString());
        Assert.Equal(("A source, 2024", "regulator-counts.csv:2"), (count.Provenance.Source, count.Provenance.Key));
        var pooled = evidence.Cohorts[1];
        Assert.Equal(new PublishedPooledShare(6.0, 4.8, 7.4), pooled.Pooled);
        Assert.False(pooled.Pool);
        Assert.Equal(["onset_months", "population"], evidence.Cohorts[0].UnverifiedFields.Order(StringComparer.Ordinal));
        var reported = Assert.Single(evidence.Cases);
        Assert.Equal(["DNMT3A", "TET2"], reported.ClonalHaematopoiesis);
        Assert.Equal(("GENE1", "3'UTR", Ternary.No), (reported.Sites[0].Gene, reported.Sites[0].Region, reported.Sites[0].CancerGene));
        Assert.Equal([2.0, 3.0], evidence.Assumptions.Select(a => a.Value));
        Assert.Empty(evidence.Benefits);
    }

    [Fact]
    public void Progress_ends_at_one()
    {
        using var folder = TestFolder.Copy("cohort");
        var seen = new Seen();

        _ = DatasetReader.Read(folder.Path, TestFolder.Base("published"), null, seen);

        Assert.Equal(1.0, seen.Largest);
    }

    private static Domain.Cohorts.Cohort Cohort(TestFolder folder, DateOnly? dataLock) =>
        Assert.IsType<DatasetReading.CohortSet>(folder.Read(dataLock)).Cohort;

    private sealed class Seen : IProgress<double>
    {
        private readonly Lock door = new();

        public double Largest { get; private set; }

        public void Report(double value)
        {
            lock (door)
                Largest = Math.Max(Largest, value);
        }
    }
}
