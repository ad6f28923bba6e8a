using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Specimens;
using Longwatch.Domain.Treatment;
using TestResult = Longwatch.Domain.Specimens.TestResult;

namespace Longwatch.Exchange.Tests.Cohorts;

/// <summary>A random cohort that breaks no rule, with text that is hard to write: commas, quotes, line ends, letters of many scripts, formulas.</summary>
internal sealed class RandomCohort(int seed)
{
    private static readonly string[] Pieces = ["a", "Z", "7", ",", "\"", "é", "漢", "🧬", "'", "=", "+", "-", "@", ";", "x y", "/"];
    private static readonly DateOnly Origin = new(2018, 1, 1);

    private readonly Random random = new(seed);

    public Cohort Make()
    {
        var patients = Many(
            1,
            8,
            i => new Patient(Id(i), Id(0), Any<Sex>(), Birth(), IndexDisease.OtherDisease, Maybe(() => random.Next(20)), Prior())
        );
        var infusions = patients.SelectMany(
            (_, p) => Many(1, 3, i => new Infusion(Id((10 * p) + i), p, Day((30 * i) + p), Product(), MaybeText()))
        );
        var visits = patients.SelectMany((_, p) => Many(0, 4, i => Visit(p, 200 + (50 * i))));
        var neoplasms = Many(0, 5, i => Neoplasm(i, random.Next(patients.Length)));
        var specimens = Many(0, 5, i => Specimen(i, patients.Length, neoplasms));
        var tests = specimens.Length == 0 ? [] : Many(0, 5, i => Test(i, random.Next(specimens.Length)));
        var therapies = Many(0, 5, _ => new Therapy(random.Next(patients.Length), Day(random.Next(2000)), Any<TherapyKind>(), MaybeText()));
        return new(
            Text(),
            Day(4000),
            "given by dataset.csv",
            patients,
            [.. infusions],
            [.. visits],
            neoplasms,
            specimens,
            tests,
            therapies
        );
    }

    private Visit Visit(int patient, int day)
    {
        var relapse = Maybe(() => Day(day - random.Next(20)));
        return new(patient, Day(day), random.Next(2) == 0 ? VitalStatus.Alive : VitalStatus.Unknown, null, Any<DiseaseStatus>(), relapse);
    }

    private Neoplasm Neoplasm(int i, int patient) =>
        new(
            Id(i),
            patient,
            Day(500 + random.Next(100)),
            "8140/3",
            random.Next(2) == 0 ? "C34.1" : null,
            Lineage.SolidTumour,
            Any<NeoplasmRelation>(),
            Any<Ternary>()
        );

    private Specimen Specimen(int i, int patients, ImmutableArray<Neoplasm> neoplasms)
    {
        int? neoplasm = neoplasms.Length > 0 && random.Next(2) == 0 ? random.Next(neoplasms.Length) : null;
        var patient = neoplasm is { } n ? neoplasms[n].Patient : random.Next(patients);
        return new(
            Id(i),
            patient,
            neoplasm,
            Any<SpecimenType>(),
            Day(600 + random.Next(9)),
            CustodyStatus.Stored,
            MaybeText(),
            Maybe(random.NextDouble)
        );
    }

    private TransgeneTest Test(int i, int specimen)
    {
        var date = Maybe(() => Day(700 + random.Next(9)));
        return random.Next(2) == 0
            ? new(
                Id(i),
                specimen,
                date,
                Id(0),
                TestStatus.Valid,
                TestResult.Detected,
                Maybe(() => random.NextDouble() * 1e-5),
                Maybe(() => 1e-9 + random.NextDouble()),
                Any<Ternary>()
            )
            : new(Id(i), specimen, date, Id(0), TestStatus.Failed, TestResult.None, null, null, Ternary.Unknown);
    }

    private PriorExposure Prior() => new(Any<Ternary>(), Any<Ternary>(), Any<Ternary>(), Any<Ternary>());

    private PartialDate? Birth() =>
        random.Next(4) switch
        {
            0 => null,
            1 => Parse("1950"),
            2 => Parse("1961-11"),
            _ => Parse("1972-02-29"),
        };

    private static PartialDate Parse(string text) =>
        PartialDate.TryParse(text, out var date) ? date : throw new ArgumentException(text, nameof(text));

    private static DateOnly Day(int day) => Origin.AddDays(day);

    private string Product() => random.Next(2) == 0 ? "alpha_leucel" : "beta_leucel";

    /// <summary>Unique by its number, and without space at its ends.</summary>
    private string Id(int number) => $"{Pieces[random.Next(Pieces.Length)]}{Text()}#{number}";

    private string Text() => string.Concat(Enumerable.Range(0, 1 + random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private string? MaybeText() => random.Next(3) == 0 ? null : Text() + (random.Next(5) == 0 ? "\r\nnext\n" : "");

    private T? Maybe<T>(Func<T> make)
        where T : struct => random.Next(3) == 0 ? null : make();

    private T Any<T>()
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private ImmutableArray<T> Many<T>(int least, int most, Func<int, T> make) =>
        [.. Enumerable.Range(0, random.Next(least, most + 1)).Select(make)];
}
