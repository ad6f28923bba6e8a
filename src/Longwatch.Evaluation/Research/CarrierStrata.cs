using System.Collections.Immutable;
using Longwatch.Statistics;
using Longwatch.Statistics.ExactConditional;

namespace Longwatch.Evaluation.Research;

/// <summary>Carriers against the outcome, exactly, among people alike in what is conditioned on. Counts that are too small to be shown are null.</summary>
/// <param name="Name">Of the mutation, or <c>any gene</c>.</param>
/// <param name="Strata">What people are alike in.</param>
/// <param name="Informative">Strata with carriers and others, with cases and others: only these say something.</param>
/// <param name="Carriers">Among those tested.</param>
/// <param name="CaseCarriers">Carriers with the malignancy.</param>
/// <param name="Result">Null where carriers and cases are so many that no exact test is needed.</param>
public sealed record CarrierTest(
    string Name,
    string Strata,
    int Informative,
    double? Carriers,
    double? CaseCarriers,
    ExactLogisticResult? Result
);

/// <summary>Exact conditional tests of carriers in strata that were fixed beforehand: age and sex, and prior lines.</summary>
/// <remarks>Among 38 cases few carry anything; nothing here rests on their number being large (docs/methods/exact-logistic.md).</remarks>
public static class CarrierStrata
{
    /// <summary>First years of the second and later bands of age at the first infusion.</summary>
    public static readonly ImmutableArray<int> AgeBands = [40, 60, 70];

    /// <summary>First numbers of the second and later bands of prior lines.</summary>
    public static readonly ImmutableArray<int> LineBands = [3, 4, 5];

    /// <summary>Above so many carriers or cases, whichever is fewer, in all strata together, the other tests hold.</summary>
    private const int Most = 1000;

    /// <summary>One test for each way of stratifying.</summary>
    /// <param name="values">In the order of the people: above 0 for a carrier, 0 for none, NaN for those not tested.</param>
    public static IEnumerable<CarrierTest> Test(ResearchPeople people, string name, double[] values, ResearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(people);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(options);
        var (age, male, lines) = (Column(people, "age"), Column(people, "male"), Column(people, "prior_lines"));
        yield return Of(people, name, values, "age and sex", i => (2 * Band(AgeBands, age, i)) + (male?[i] > 0 ? 1 : 0), options);
        yield return Of(people, name, values, "prior lines", i => Band(LineBands, lines, i), options);
    }

    /// <summary>What the strata are, for the report.</summary>
    public static string Note =>
        $"Age at the first infusion: below {string.Join(", ", AgeBands)} years and above; prior lines: below {string.Join(", ", LineBands)} and above.";

    private static CarrierTest Of(
        ResearchPeople people,
        string name,
        double[] values,
        string strata,
        Func<int, int> stratumOf,
        ResearchOptions options
    )
    {
        // By stratum: carriers with and without the malignancy, then the others.
        var tables = new SortedDictionary<int, int[]>();
        for (var i = 0; i < values.Length; i++)
        {
            if (!people.Counted[i] || double.IsNaN(values[i]))
                continue;
            var stratum = stratumOf(i);
            if (!tables.TryGetValue(stratum, out var table))
                tables[stratum] = table = new int[4];
            table[(values[i] > 0 ? 0 : 2) + (people.Outcome[i] ? 0 : 1)]++;
        }

        int[][] speaking = [.. tables.Values.Where(t => t[0] + t[1] > 0 && t[2] + t[3] > 0 && t[0] + t[2] > 0 && t[1] + t[3] > 0)];
        var (carriers, cases) = (tables.Values.Sum(t => t[0] + t[1]), tables.Values.Sum(t => t[0]));
        var others = tables.Values.Sum(t => t[2]);
        var small = options.Shown(cases) is null || options.Shown(others) is null || options.Shown(carriers) is null;
        return new(
            name,
            strata,
            speaking.Length,
            small ? null : carriers,
            small ? null : cases,
            speaking.Length == 0 || speaking.Sum(t => Math.Min(t[0] + t[1], t[0] + t[2])) > Most
                ? null
                : ExactLogistic.Analyse([.. speaking.Select(Stratum)], options.Level)
        );
    }

    /// <summary>The table is the same when carriers and cases change places: the fewer are enumerated.</summary>
    private static ExactStratum Stratum(int[] t) =>
        t[0] + t[2] <= t[0] + t[1]
            ? new([new(1, t[0], t[0] + t[1]), new(0, t[2], t[2] + t[3])])
            : new([new(1, t[0], t[0] + t[2]), new(0, t[1], t[1] + t[3])]);

    private static int Band(ImmutableArray<int> bands, ImmutableArray<double>? values, int person) =>
        values is { } column ? bands.Count(first => column[person] >= first) : 0;

    /// <summary>Null for a covariate that does not vary: all are of one stratum.</summary>
    private static ImmutableArray<double>? Column(ResearchPeople people, string name)
    {
        foreach (var (column, values) in people.Covariates)
            if (string.Equals(column, name, StringComparison.Ordinal))
                return values;
        return null;
    }

    /// <summary>The odds ratios of a log interval.</summary>
    internal static Interval OddsRatios(Interval logarithms) => new(Math.Exp(logarithms.Lower), Math.Exp(logarithms.Upper));
}
