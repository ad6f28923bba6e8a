using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.FollowUp;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Cohorts;
using Longwatch.Evaluation.Tests.Published;

namespace Longwatch.Evaluation.Tests.Cohorts;

/// <summary>One patient of a small cohort made by hand. Infused on 1 January 2020; data lock on 1 January 2024.</summary>
/// <param name="Seen">Days from infusion to the last visit alive.</param>
/// <param name="TCell">Days from infusion to a secondary T-cell malignancy.</param>
/// <param name="Death">Days from infusion to death.</param>
internal sealed record Person(int Seen, int? TCell = null, int? Death = null)
{
    public string Product { get; init; } = "alpha_cel";

    public Sex Sex { get; init; } = Sex.Female;

    /// <summary>Year of birth on 1 January.</summary>
    public int? Born { get; init; } = 1960;

    public Ternary Alkylator { get; init; } = Ternary.Unknown;

    public bool Infused { get; init; } = true;
}

/// <summary>Small cohorts made by hand.</summary>
internal static class CohortInHand
{
    public static DateOnly Infusion { get; } = new(2020, 1, 1);

    public static DateOnly Lock { get; } = new(2024, 1, 1);

    public static CohortStudy Study(PublishedEvidence reference, IEnumerable<Person> persons, params Neoplasm[] more)
    {
        var people = persons.ToArray();
        var cohort = new Cohort(
            "hand",
            Lock,
            "by hand",
            [.. people.Select(Patient)],
            [
                .. people
                    .Select((person, i) => (person, i))
                    .Where(p => p.person.Infused)
                    .Select(p => new Infusion($"i{p.i}", p.i, Infusion, p.person.Product, null)),
            ],
            [.. people.SelectMany(Visits)],
            [
                .. people
                    .Select((person, i) => (person, i))
                    .Where(p => p.person.TCell is not null)
                    .Select(p => Neoplasm(p.i, p.person.TCell!.Value, Lineage.TCell, NeoplasmRelation.SecondPrimary)),
                .. more,
            ],
            [],
            [],
            []
        );
        return new(cohort, CohortTimes.Of(cohort), reference);
    }

    public static Neoplasm Neoplasm(int patient, int day, Lineage lineage, NeoplasmRelation relation) =>
        new($"n{patient}-{day}-{lineage}", patient, Infusion.AddDays(day), "9702/3", null, lineage, relation, Ternary.Unknown);

    public static Product Product(string code, string? target, VectorFamily vector) =>
        new(
            code,
            null,
            null,
            target,
            null,
            null,
            null,
            vector,
            null,
            new(Ternary.Unknown, Ternary.Unknown, Ternary.Unknown, Ternary.Unknown, null),
            [],
            EvidenceInHand.Row()
        );

    private static Patient Patient(Person person, int i) =>
        new(
            $"p{i}",
            "c1",
            person.Sex,
            person.Born is { } year ? PartialDate.FromDay(new DateOnly(year, 1, 1)) : null,
            IndexDisease.LargeBCellLymphoma,
            null,
            new(Ternary.Unknown, Ternary.Unknown, Ternary.Unknown, person.Alkylator)
        );

    private static IEnumerable<Visit> Visits(Person person, int i)
    {
        yield return new(i, Infusion.AddDays(person.Seen), VitalStatus.Alive, null, DiseaseStatus.NotAssessed, null);
        if (person.Death is { } death)
            yield return new(i, Infusion.AddDays(death), VitalStatus.Dead, Infusion.AddDays(death), DiseaseStatus.NotAssessed, null);
    }
}
