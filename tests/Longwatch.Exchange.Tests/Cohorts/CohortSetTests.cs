using FsCheck;
using FsCheck.Fluent;
using Longwatch.Exchange.Cohorts;

namespace Longwatch.Exchange.Tests.Cohorts;

public sealed class CohortSetTests
{
    private static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Fact]
    public void A_cohort_that_is_written_and_read_again_is_the_same()
    {
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    using var folder = new TestFolder();
                    var cohort = new RandomCohort(seed).Make();
                    CohortSetWriter.Write(cohort, folder.Path);

                    var read = Assert.IsType<DatasetReading.CohortSet>(Refused(folder.Read())).Cohort;

                    Assert.Equal((cohort.Name, cohort.DataLock, cohort.DataLockBasis), (read.Name, read.DataLock, read.DataLockBasis));
                    Assert.Equal(cohort.Patients, read.Patients);
                    Assert.Equal(cohort.Infusions, read.Infusions);
                    Assert.Equal(cohort.Visits, read.Visits);
                    Assert.Equal(cohort.Neoplasms, read.Neoplasms);
                    Assert.Equal(cohort.Specimens, read.Specimens);
                    Assert.Equal(cohort.Tests, read.Tests);
                    Assert.Equal(cohort.Therapies, read.Therapies);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20240411, 13));
    }

    [Fact]
    public void The_same_cohort_gives_the_same_bytes()
    {
        using var one = new TestFolder();
        using var two = new TestFolder();
        CohortSetWriter.Write(new RandomCohort(5).Make(), one.Path);
        CohortSetWriter.Write(new RandomCohort(5).Make(), two.Path);

        foreach (var file in CohortSetReader.Files)
            Assert.Equal(File.ReadAllBytes(one.File(file)), File.ReadAllBytes(two.File(file)));
    }

    [Fact]
    public void A_formula_in_a_text_is_written_so_that_no_spreadsheet_runs_it()
    {
        using var folder = TestFolder.Copy("cohort");
        var cohort = Assert.IsType<DatasetReading.CohortSet>(folder.Read()).Cohort;
        CohortSetWriter.Write(cohort with { Therapies = [cohort.Therapies[0] with { Agent = "=1+1" }] }, folder.Path);

        Assert.EndsWith(",alkylator,\"'=1+1\"\n", File.ReadAllText(folder.File("therapies.csv")), StringComparison.Ordinal);
        Assert.Equal("=1+1", Assert.IsType<DatasetReading.CohortSet>(folder.Read()).Cohort.Therapies[0].Agent);
    }

    [Fact]
    public void A_damaged_set_gives_problems_or_a_cohort_and_never_an_exception()
    {
        using var folder = new TestFolder();
        int refused = 0,
            read = 0;
        Prop.ForAll(
                Seeds,
                seed =>
                {
                    foreach (var file in Directory.GetFiles(TestFolder.Base("cohort")))
                        File.Copy(file, folder.File(Path.GetFileName(file)), overwrite: true);
                    new Damage(seed).Do(folder.Path);

                    var reading = folder.Read();

                    _ = reading is DatasetReading.Refused ? refused++ : read++;
                    Assert.Equal(reading is DatasetReading.Refused, reading.Problems.Errors > 0);
                    Assert.All(reading.Problems.Listed, p => Assert.NotEqual("", p.Remedy));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20240411, 17));
        Assert.True(refused > 100 && read > 5, $"The damage is too much or too little: {refused} refused, {read} read.");
    }

    /// <summary>Shows the problems when a set is refused that should not be.</summary>
    private static DatasetReading Refused(DatasetReading reading)
    {
        Assert.Equal([], reading.Problems.Lines().Where(l => l.Contains(" error: ", StringComparison.Ordinal)));
        return reading;
    }
}
