using Longwatch.Evaluation.Signals;
using Longwatch.Evaluation.Signals.Simulation;

namespace Longwatch.Evaluation.Tests.Signals;

public sealed class DuplicateTests
{
    private static readonly Told Patient = new(["KYMRIAH"], ["T-cell lymphoma", "Colitis"])
    {
        Age = 63,
        Sex = ReportedSex.Female,
        Country = "FR",
        EventDate = 20220117,
    };

    private static Told[] People(int many) =>
        [
            .. SmallReports
                .Background(many)
                .Select(
                    (t, i) =>
                        t with
                        {
                            Age = i * 7 % 90,
                            Sex = i % 2 == 0 ? ReportedSex.Female : ReportedSex.Male,
                            Country = i % 5 == 0 ? "FR" : "US",
                            EventDate = 20210101 + (i % 28),
                        }
                ),
        ];

    [Fact]
    public void The_same_patient_reported_twice_is_one_case_with_the_events_of_both()
    {
        var result = SmallReports.Study(
            SmallReports.Of([
                Patient,
                Patient with
                {
                    Events = ["T-cell lymphoma", "Colitis", "Pyrexia"],
                    Received = 20220301,
                },
                .. People(500),
            ]),
            merge: true
        );

        var entry = Assert.Single(result.Ledger, m => m.Watched);
        Assert.Equal((2L, 1L), (entry.KeptReport, entry.MergedReport)); // the one that says more
        Assert.True(entry.Weight.Total >= result.Duplicates!.Threshold);
        Assert.Equal(1, result.Subjects[0].Cases);
        Assert.Equal(1, result.Pairs.Single(p => p.Subject == "tisagenlecleucel" && p.Event == "Pyrexia").Reports);
        Assert.Equal([1L], Assert.Single(result.Cases).MergedReports);
    }

    [Fact]
    public void Two_patients_with_the_usual_effects_of_one_drug_stay_two()
    {
        // Every report of the drug has the same two events: to share them tells nothing, and age, sex and country differ.
        Told[] same =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i =>
                    Patient with
                    {
                        Age = 30 + i,
                        EventDate = 20220100 + 1 + (i % 28),
                        Sex = i % 2 == 0 ? ReportedSex.Female : ReportedSex.Male,
                        Country = i % 3 == 0 ? "FR" : "US",
                    }
                ),
        ];

        var result = SmallReports.Study(SmallReports.Of([.. same, .. People(500)]), merge: true);

        Assert.DoesNotContain(result.Ledger, m => m.Watched);
        Assert.Equal(40, result.Subjects[0].Cases);
    }

    [Fact]
    public void Weights_are_those_of_the_hit_miss_model()
    {
        // a = 0.1: c = 0.19. Agreement on a value that one in four has: log2(1 − 0.19 × 0.75) + 2; disagreement: log2(0.19).
        Assert.Equal(Math.Log2(0.8575) + 2, HitMiss.Agreement(0.1, 0.25), 1e-12);
        Assert.Equal(Math.Log2(0.19), HitMiss.Disagreement(0.1), 1e-12);
        // A value that all have tells nothing.
        Assert.Equal(0, HitMiss.Agreement(0.1, 1), 1e-12);
    }

    [Fact]
    public void The_threshold_is_where_the_posterior_reaches_what_was_asked_for()
    {
        var rules = SmallKnowledge.Make().Rules.Duplicates;
        var priorOdds = rules.Prior / 999;
        var posteriorOdds = priorOdds * Math.Pow(2, rules.Threshold(1000));

        Assert.Equal(rules.Posterior, posteriorOdds / (1 + posteriorOdds), 1e-9);
    }

    [Fact]
    public void Simulated_duplicates_are_found_and_hardly_anything_else()
    {
        var knowledge = SmallKnowledge.Make();
        var simulator = new FaersSimulator(new(4000, 11) { Drugs = 300, Events = 500 }, knowledge);
        var (told, truth) = (new List<Told>(), new HashSet<(long, long)>());
        var caseOf = new List<long>();
        for (var i = 0; i < 4000; i++)
            foreach (var row in simulator.Case(i).GroupBy(r => r.Case).Select(g => g.MaxBy(r => r.Version)!))
            {
                if (row.DuplicateOf > 0)
                    truth.Add((row.DuplicateOf, row.Case));
                caseOf.Add(row.Case);
                told.Add(
                    new([.. row.Drugs.Select(d => simulator.DrugName(d.Drug, d.Brand))], [.. row.Events.Select(simulator.EventName)])
                    {
                        Age = row.Age < 0 ? float.NaN : row.Age,
                        Sex = row.Sex,
                        Country = row.Country,
                        EventDate = row.EventDate,
                        Received = row.Received,
                        Manufacturer = (ulong)row.ManufacturerNumber,
                    }
                );
            }

        var ledger = SmallReports.Study(SmallReports.Of(told), merge: true).Ledger;
        var right = ledger.Count(m =>
            truth.Contains((caseOf[(int)m.KeptReport - 1], caseOf[(int)m.MergedReport - 1]))
            || truth.Contains((caseOf[(int)m.MergedReport - 1], caseOf[(int)m.KeptReport - 1]))
        );

        Assert.InRange(truth.Count, 60, 180);
        Assert.True(right >= 0.7 * truth.Count, $"{right} of {truth.Count}");
        Assert.True(right >= 0.95 * ledger.Length, $"{right} of {ledger.Length}");
    }

    [Fact]
    public void A_simulated_case_depends_on_the_seed_and_its_number_alone()
    {
        var (a, b) = (new FaersSimulator(new(100, 3), SmallKnowledge.Make()), new FaersSimulator(new(100, 3), SmallKnowledge.Make()));

        Assert.Equal(a.Case(7)[0].Events, b.Case(7)[0].Events);
        Assert.Equal(a.Case(7)[0].Id, b.Case(7)[0].Id);
        Assert.NotEqual(a.Case(7)[0].Events, new FaersSimulator(new(100, 4), SmallKnowledge.Make()).Case(7)[0].Events);
    }
}
