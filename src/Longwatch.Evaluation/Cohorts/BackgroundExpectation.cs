using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Cases expected at one background.</summary>
/// <param name="Covered">Share of the person-years for which the background has a rate; 1 for a rate that is applied to everybody.</param>
/// <param name="ByAge">Whether rates by age (and sex) were applied to the person-years of that age, instead of one rate to all.</param>
internal sealed record ExpectedCases(string Background, double Expected, double Covered, bool ByAge, ImmutableArray<string> Sources);

/// <summary>Person-years at risk by sex and year of age, and what published background rates make of them.</summary>
internal sealed class BackgroundExpectation
{
    private const int Ages = 121;
    private const int Sexes = 3;

    /// <summary>Below this share of covered person-time a set of rates by age is not used.</summary>
    public const double EnoughCovered = 0.999;

    private readonly double[] years = new double[Sexes * Ages];
    private double all;

    private BackgroundExpectation() { }

    /// <summary>Over all time at risk.</summary>
    public static BackgroundExpectation Of(CohortStudy study, int[] events)
    {
        var expectation = new BackgroundExpectation();
        for (var p = 0; p < events.Length; p++)
            if (study.Times.Infused[p])
                expectation.Add(study, p, 0, PersonTime.DaysAtRisk(study.Times, events, p));
        return expectation;
    }

    /// <summary>By calendar month of the time at risk.</summary>
    public static BackgroundExpectation[] ByMonth(CohortStudy study, int[] events, CalendarMonths months)
    {
        var expectations = new BackgroundExpectation[months.Count];
        for (var m = 0; m < expectations.Length; m++)
            expectations[m] = new();
        for (var p = 0; p < events.Length; p++)
        {
            if (!study.Times.Infused[p])
                continue;
            var start = study.Times.InfusionDay[p];
            var days = PersonTime.DaysAtRisk(study.Times, events, p);
            for (int from = 0, m = months.IndexOf(start); from < days; m++)
            {
                var until = Math.Min(days, months.End(m).DayNumber - start.DayNumber);
                expectations[m].Add(study, p, from, until);
                from = until;
            }
        }

        return expectations;
    }

    public double PersonYears => all;

    /// <summary>Every set of rates by age that covers the person-time, then every rate for all ages and every assumed rate, ascending.</summary>
    public ImmutableArray<ExpectedCases> Against(PublishedEvidence reference) => [.. Kept(reference).Select(k => k.Total)];

    /// <summary>The same with the cases expected in each month.</summary>
    public ImmutableArray<(ExpectedCases Total, double[] ByMonth)> Against(PublishedEvidence reference, BackgroundExpectation[] months) =>
        [.. Kept(reference).Select(k => (k.Total, Array.ConvertAll(months, m => k.Background(m).Expected)))];

    /// <summary>Largest share of the person-time that one set of rates by age covers, also where that is not enough to be used; null without such rates.</summary>
    public double? MostCovered(PublishedEvidence reference) =>
        SetsByAge(reference).Select(s => (double?)ByAge(string.Empty, s).Covered).Max();

    private IEnumerable<(ExpectedCases Total, Func<BackgroundExpectation, ExpectedCases> Background)> Kept(PublishedEvidence reference)
    {
        var rates = Counted(reference);
        (ExpectedCases Total, Func<BackgroundExpectation, ExpectedCases> Background) With(
            Func<BackgroundExpectation, ExpectedCases> background
        ) => (background(this), background);
        var byAge = SetsByAge(reference)
            .Select(set =>
            {
                var words = $"{set[0].Entity}, {set[0].Population}, by age{(set.Any(r => Code(r.Sex) != 0) ? " and sex" : string.Empty)}";
                return With(e => e.ByAge(words, set));
            })
            .Where(e => e.Total.Covered >= EnoughCovered);
        var crude = rates
            .Where(r => r.AgeGroup is null && Code(r.Sex) == 0)
            .Select(r => With(e => e.Crude($"{r.Entity}, {r.Population}, all ages", r.RatePer100000!.Value, r.Provenance.Key)));
        var assumed = Published
            .AssumptionGrid.Of(reference, Published.AssumptionGrid.Background)
            .Select(a => With(e => e.Crude("assumed", a.Value, a.Provenance.Key)));
        return [.. byAge, .. crude.Concat(assumed).OrderBy(e => e.Total.Expected)];
    }

    private static BackgroundRate[] Counted(PublishedEvidence reference) =>
        [.. reference.BackgroundRates.Where(r => r.Provenance.Counts && r.RatePer100000 > 0)];

    private static IEnumerable<BackgroundRate[]> SetsByAge(PublishedEvidence reference) =>
        Counted(reference).Where(r => r.AgeGroup is not null).GroupBy(r => (r.Population, r.Entity, r.Period)).Select(g => g.ToArray());

    /// <summary>Adds the time at risk of one patient between two days after infusion.</summary>
    private void Add(CohortStudy study, int patient, int fromDay, int untilDay)
    {
        var left = (untilDay - fromDay) / CalendarTime.DaysPerYear;
        all += left;
        if (Stratification.AgeAtInfusion(study, patient) is not { } atInfusion)
            return;
        var age = Math.Max(0, atInfusion) + (fromDay / CalendarTime.DaysPerYear);
        var row = (int)study.Cohort.Patients[patient].Sex * Ages;
        while (left > 0)
        {
            var whole = Math.Min(Ages - 1, (int)age);
            var until = whole == Ages - 1 ? left : Math.Min(left, whole + 1 - age);
            years[row + whole] += until;
            left -= until;
            age = whole + 1;
        }
    }

    private ExpectedCases Crude(string words, double rate, string source) =>
        new($"{words}: {Report.Phrase.Number(rate)} per 100,000 person-years", all * rate / 100_000, 1, ByAge: false, [source]);

    private ExpectedCases ByAge(string words, BackgroundRate[] rates)
    {
        var (expected, covered) = (0.0, 0.0);
        for (var sex = 0; sex < Sexes; sex++)
        for (var age = 0; age < Ages; age++)
        {
            var py = years[(sex * Ages) + age];
            if (py == 0 || Find(rates, sex, age) is not { } rate)
                continue;
            covered += py;
            expected += py * rate / 100_000;
        }

        return new(words, expected, all > 0 ? covered / all : 0, ByAge: true, [.. rates.Select(r => r.Provenance.Key)]);
    }

    /// <summary>The rate of that sex and age; the rate of both sexes where there is none for the sex.</summary>
    private static double? Find(BackgroundRate[] rates, int sex, int age) =>
        (
            rates.FirstOrDefault(r => Code(r.Sex) == sex && Holds(r, age)) ?? rates.FirstOrDefault(r => Code(r.Sex) == 0 && Holds(r, age))
        )?.RatePer100000;

    private static bool Holds(BackgroundRate rate, int age) => AgeGroup(rate.AgeGroup) is var (from, to) && age >= from && age <= to;

    /// <summary>Reads <c>80-84</c>, <c>80+</c> or <c>80</c>; null for anything else.</summary>
    internal static (int From, int To)? AgeGroup(string? text)
    {
        if (text is null)
            return null;
        var parts = text.TrimEnd('+').Split('-');
        if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from))
            return null;
        if (text.EndsWith('+'))
            return (from, int.MaxValue);
        if (parts.Length == 1)
            return (from, from);
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var to) ? (from, to) : null;
    }

    /// <summary>0 for both sexes together, else the value of <see cref="Sex"/>.</summary>
    private static int Code(string? sex) =>
        sex?.ToUpperInvariant() switch
        {
            "FEMALE" or "F" => (int)Sex.Female,
            "MALE" or "M" => (int)Sex.Male,
            _ => 0,
        };
}
