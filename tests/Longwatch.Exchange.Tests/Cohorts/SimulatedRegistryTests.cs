using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Cohorts;

namespace Longwatch.Exchange.Tests.Cohorts;

public sealed class SimulatedRegistryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_simulated_registry_is_read_back_as_it_was_and_without_any_problem(ulong seed)
    {
        // Many malignancies, so that every kind of row occurs.
        var registry = Simulator.Simulate(
            new(20_000, seed)
            {
                TCell = new() { TransgenePer100000 = 1500, BackgroundMultiplier = 900 },
            }
        );
        var folder = Directory.CreateTempSubdirectory("longwatch-simulated-");
        try
        {
            CohortSetWriter.Write(registry.Cohort, folder.FullName);

            var read = DatasetReader.Read(folder.FullName, Published());

            Assert.Empty(read.Problems.Lines());
            var cohort = Assert.IsType<DatasetReading.CohortSet>(read).Cohort;
            Assert.Equal(registry.Cohort.DataLock, cohort.DataLock);
            Assert.Equal(registry.Cohort.Patients, cohort.Patients);
            Assert.Equal(registry.Cohort.Infusions, cohort.Infusions);
            Assert.Equal(registry.Cohort.Visits, cohort.Visits);
            Assert.Equal(registry.Cohort.Neoplasms, cohort.Neoplasms);
            Assert.Equal(registry.Cohort.Specimens, cohort.Specimens);
            Assert.Equal(registry.Cohort.Tests, cohort.Tests);
            Assert.Equal(registry.Cohort.Therapies, cohort.Therapies);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Published()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
                return Path.Combine(folder.FullName, "data", "published");
        throw new InvalidOperationException("Not inside the repository.");
    }
}
