using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Evaluation.Simulation;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Evaluation.Tests.Simulation;

public sealed class SimulatorTests
{
    private static readonly SimulatedRegistry Registry = Simulator.Simulate(Busy(30_000, 11));

    [Fact]
    public void Registry_does_not_depend_on_the_number_of_threads()
    {
        var one = Simulator.Simulate(Busy(20_000, 5), new() { MaxDegreeOfParallelism = 1 });
        var four = Simulator.Simulate(Busy(20_000, 5), new() { MaxDegreeOfParallelism = 4 });

        Assert.Equal(one.Cohort.Patients, four.Cohort.Patients);
        Assert.Equal(one.Cohort.Infusions, four.Cohort.Infusions);
        Assert.Equal(one.Cohort.Visits, four.Cohort.Visits);
        Assert.Equal(one.Cohort.Neoplasms, four.Cohort.Neoplasms);
        Assert.Equal(one.Cohort.Specimens, four.Cohort.Specimens);
        Assert.Equal(one.Cohort.Tests, four.Cohort.Tests);
        Assert.Equal(one.Cohort.Therapies, four.Cohort.Therapies);
        Assert.Equal(one.Truth.Neoplasms, four.Truth.Neoplasms);
    }

    [Fact]
    public void A_patient_does_not_depend_on_how_many_others_there_are()
    {
        var few = Simulator.Simulate(new(100, 9)).Cohort;
        var many = Simulator.Simulate(new(9_000, 9)).Cohort;

        Assert.Equal(few.Patients, many.Patients.Take(100));
        Assert.Equal(few.Visits, many.Visits.Where(v => v.Patient < 100));
    }

    [Fact]
    public void Another_seed_gives_another_registry() =>
        Assert.NotEqual(Simulator.Simulate(new(100, 1)).Cohort.Infusions, Simulator.Simulate(new(100, 2)).Cohort.Infusions);

    [Fact]
    public void Identifiers_are_unique()
    {
        Unique(Registry.Cohort.Patients.Select(p => p.Id));
        Unique(Registry.Cohort.Infusions.Select(i => i.Id));
        Unique(Registry.Cohort.Neoplasms.Select(n => n.Id));
        Unique(Registry.Cohort.Specimens.Select(s => s.Id));
        Unique(Registry.Cohort.Tests.Select(t => t.Id));

        static void Unique(IEnumerable<string> ids)
        {
            string[] all = [.. ids];
            Assert.NotEmpty(all);
            Assert.Equal(all.Length, all.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Nothing_happens_after_the_data_lock_or_after_death()
    {
        var cohort = Registry.Cohort;
        var death = cohort.Visits.Where(v => v.DeathDate is not null).ToDictionary(v => v.Patient, v => v.DeathDate!.Value);
        Assert.NotEmpty(death);

        foreach (var (patient, date) in Dates(cohort))
        {
            Assert.True(date <= cohort.DataLock);
            if (death.TryGetValue(patient, out var died))
                Assert.True(date <= died);
        }

        Assert.All(cohort.Tests, t => Assert.True(t.Date is null || t.Date <= cohort.DataLock));
    }

    [Fact]
    public void Infusions_follow_birth_and_availability_and_precede_all_that_follows_from_them()
    {
        var cohort = Registry.Cohort;
        var first = new DateOnly[cohort.Patients.Length];
        var available = new SimulationPlan(1, 1).Products.ToDictionary(p => p.Code, p => p.Available);
        foreach (var infusion in cohort.Infusions)
        {
            Assert.True(infusion.Date >= available[infusion.Product]);
            Assert.True(cohort.Patients[infusion.Patient].Birth is not { } birth || birth.Latest < infusion.Date);
            if (first[infusion.Patient] == default)
                first[infusion.Patient] = infusion.Date;
            Assert.True(infusion.Date >= first[infusion.Patient]);
        }

        Assert.All(first, day => Assert.NotEqual(default, day));
        Assert.All(cohort.Visits, v => Assert.True(v.Date > first[v.Patient]));
        Assert.All(cohort.Visits, v => Assert.True(v.RelapseDate is not { } r || (r > first[v.Patient] && r <= v.Date)));
        Assert.All(cohort.Neoplasms, n => Assert.True(n.Diagnosed > first[n.Patient]));
        Assert.All(
            cohort.Therapies,
            t => Assert.True(cohort.Patients[t.Patient].Birth is not { } birth || birth.Latest.AddDays(-31) <= t.Start)
        );
    }

    [Fact]
    public void Rows_are_sorted_by_patient_and_date_without_two_visits_on_one_day()
    {
        var visits = Registry.Cohort.Visits;
        for (var i = 1; i < visits.Length; i++)
            Assert.True(
                visits[i - 1].Patient < visits[i].Patient
                    || (visits[i - 1].Patient == visits[i].Patient && visits[i - 1].Date < visits[i].Date)
            );
        Assert.True(
            Registry
                .Cohort.Infusions.Select(i => (i.Patient, i.Date))
                .SequenceEqual(Registry.Cohort.Infusions.Select(i => (i.Patient, i.Date)).Order())
        );
    }

    [Fact]
    public void Death_is_dated_exactly_when_the_patient_is_dead_and_a_relapse_is_told_once()
    {
        Assert.All(Registry.Cohort.Visits, v => Assert.Equal(v.VitalStatus == VitalStatus.Dead, v.DeathDate is not null));
        Assert.All(Registry.Cohort.Visits.Where(v => v.RelapseDate is not null).GroupBy(v => v.Patient), told => Assert.Single(told));
    }

    [Fact]
    public void Index_disease_is_never_a_second_primary()
    {
        Assert.All(
            Registry.Cohort.Neoplasms.Where(n => n.Lineage is Lineage.BCell or Lineage.PlasmaCell),
            n => Assert.Equal(NeoplasmRelation.Relapse, n.Relation)
        );
        Assert.All(
            Registry.Cohort.Neoplasms.Zip(Registry.Truth.Neoplasms),
            pair => Assert.Equal(pair.First.Relation != NeoplasmRelation.SecondPrimary, pair.Second.Origin == NeoplasmOrigin.IndexDisease)
        );
    }

    [Fact]
    public void Results_exist_only_with_a_valid_status_and_negatives_say_what_they_could_have_seen()
    {
        foreach (var test in Registry.Cohort.Tests)
        {
            Assert.Equal(test.Status == TestStatus.Valid, test.Result != TestResult.None);
            Assert.Equal(test.Status == TestStatus.NotPerformed, test.Date is null);
            Assert.Equal(test.Result == TestResult.Detected, test.CopiesPerCell is not null);
            Assert.Equal(test.Status == TestStatus.Valid, test.LimitOfDetection is not null);
        }

        Assert.Equal(3, Registry.Cohort.Tests.Select(t => t.Status).Distinct().Count());
    }

    [Fact]
    public void Specimens_belong_to_the_patient_of_their_neoplasm_and_tests_to_tumour_specimens()
    {
        var cohort = Registry.Cohort;
        foreach (var specimen in cohort.Specimens.Where(s => s.Neoplasm is not null))
        {
            var neoplasm = cohort.Neoplasms[specimen.Neoplasm!.Value];
            Assert.Equal(neoplasm.Patient, specimen.Patient);
            Assert.Equal(Lineage.TCell, neoplasm.Lineage);
        }

        Assert.All(cohort.Tests, t => Assert.Equal(SpecimenType.Tumour, cohort.Specimens[t.Specimen].Type));
        Assert.All(cohort.Tests, t => Assert.True(t.Date is null || t.Date >= cohort.Specimens[t.Specimen].Collected));
    }

    [Fact]
    public void Truth_agrees_with_what_was_recorded()
    {
        var cohort = Registry.Cohort;
        Assert.Equal(cohort.Neoplasms.Length, Registry.Truth.Neoplasms.Length);
        foreach (var (neoplasm, truth) in cohort.Neoplasms.Zip(Registry.Truth.Neoplasms))
        {
            Assert.True(truth.Onset <= neoplasm.Diagnosed);
            Assert.Equal(truth.Origin == NeoplasmOrigin.TransgeneDriven, truth.CopiesPerMalignantCell > 0);
        }

        foreach (var test in cohort.Tests.Where(t => t.VectorClonal != Ternary.Unknown))
        {
            var truth = Registry.Truth.Neoplasms[cohort.Specimens[test.Specimen].Neoplasm!.Value];
            Assert.Equal(truth.Origin == NeoplasmOrigin.TransgeneDriven, test.VectorClonal == Ternary.Yes);
        }

        // A detected vector was there: in the clone or beside it.
        foreach (var test in cohort.Tests.Where(t => t.Result == TestResult.Detected))
        {
            var truth = Registry.Truth.Neoplasms[cohort.Specimens[test.Specimen].Neoplasm!.Value];
            Assert.True(truth.CopiesPerMalignantCell > 0 || truth.BystanderCopies > 0);
        }
    }

    [Fact]
    public void Parameters_of_the_truth_name_each_number_once()
    {
        var names = Registry.Truth.Parameters.Select(p => p.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("11", Registry.Truth.Parameters.Single(p => p.Name == "seed").Value);
    }

    [Fact]
    public void Plans_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimulationPlan(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TestingPlan { Failure = 1.1 });
        Assert.Throws<ArgumentException>(() => new SurvivalPlan { RelapsePerYear = [] });
        Assert.Throws<ArgumentException>(() => Simulator.Simulate(new(1, 1) { Start = new(2010, 1, 1) }));
        Assert.Throws<ArgumentException>(() => Simulator.Simulate(new(1, 1) { DataLock = new(2017, 1, 1) }));
    }

    /// <summary>Many malignancies, so that every kind of row occurs.</summary>
    private static SimulationPlan Busy(int patients, ulong seed) =>
        new(patients, seed)
        {
            TCell = new() { TransgenePer100000 = 1500, BackgroundMultiplier = 900 },
        };

    private static IEnumerable<(int Patient, DateOnly Date)> Dates(Cohort cohort) =>
        cohort
            .Infusions.Select(i => (i.Patient, i.Date))
            .Concat(cohort.Visits.Select(v => (v.Patient, v.Date)))
            .Concat(cohort.Neoplasms.Select(n => (n.Patient, n.Diagnosed)))
            .Concat(cohort.Specimens.Where(s => s.Collected is not null).Select(s => (s.Patient, s.Collected!.Value)))
            .Concat(cohort.Therapies.Select(t => (t.Patient, t.Start)));
}
