using System.Collections.Immutable;
using Longwatch.Domain.Cohorts;
using Longwatch.Domain.Neoplasms;
using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Association;

namespace Longwatch.Evaluation.Research;

/// <summary>More columns of covariates, such as principal components.</summary>
/// <param name="Names">Of the columns.</param>
/// <param name="Values">By pseudonym; as many numbers as names, NaN where not known.</param>
public sealed record CovariateTable(ImmutableArray<string> Names, ImmutableDictionary<string, ImmutableArray<double>> Values)
{
    public static CovariateTable Empty { get; } = new([], ImmutableDictionary<string, ImmutableArray<double>>.Empty);
}

/// <summary>The people of a file of genotypes with outcome and covariates from the cohort.</summary>
/// <param name="Names">Pseudonyms, in the order of the file.</param>
/// <param name="Outcome">A secondary T-cell malignancy was diagnosed by the data lock.</param>
/// <param name="Counted">In the cohort, infused, and with every covariate.</param>
/// <param name="Covariates">Columns that vary among those counted.</param>
/// <param name="Left">Why people of the file are not counted, with their number.</param>
/// <param name="CasesWithout">Cases of the cohort that are not counted: without genotypes, or without a covariate.</param>
public sealed record ResearchPeople(
    ImmutableArray<string> Names,
    ImmutableArray<bool> Outcome,
    ImmutableArray<bool> Counted,
    ImmutableArray<(string Name, ImmutableArray<double> Values)> Covariates,
    ImmutableArray<(string Reason, int People)> Left,
    int CasesWithout
)
{
    public int People => Counted.Count(c => c);

    public int Cases => Outcome.Zip(Counted).Count(pair => pair.First && pair.Second);

    /// <summary>Matches by pseudonym. Covariates are fixed beforehand: age at infusion, sex, prior lines, myeloma or another index disease, and what is given.</summary>
    public static ResearchPeople Of(Cohort cohort, IReadOnlyList<string> names, CovariateTable more)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(more);
        var infused = new DateOnly?[cohort.Patients.Length];
        foreach (var infusion in cohort.Infusions)
            if (infused[infusion.Patient] is not { } first || infusion.Date < first)
                infused[infusion.Patient] = infusion.Date;
        var cases = new bool[cohort.Patients.Length];
        foreach (var neoplasm in cohort.Neoplasms)
            if (neoplasm is { Relation: NeoplasmRelation.SecondPrimary, Lineage: Lineage.TCell } && infused[neoplasm.Patient] is { } day)
                cases[neoplasm.Patient] |= neoplasm.Diagnosed >= day && neoplasm.Diagnosed <= cohort.DataLock;

        var rows = cohort.Patients.Select((p, i) => (p.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        string[] columns = ["age", "male", "prior_lines", "myeloma", .. more.Names];
        var values = columns.Select(_ => new double[names.Count]).ToArray();
        var (outcome, counted, why) = (new bool[names.Count], new bool[names.Count], new Dictionary<string, int>(StringComparer.Ordinal));
        for (var i = 0; i < names.Count; i++)
        {
            var reason = "not in the cohort";
            if (rows.TryGetValue(names[i], out var row))
            {
                outcome[i] = cases[row];
                reason = infused[row] is { } day
                    ? Fill(cohort.Patients[row], day, more, [.. values.Select(v => v.AsMemory(i, 1))])
                    : "not infused";
            }

            counted[i] = reason.Length == 0;
            if (!counted[i])
                why[reason] = why.GetValueOrDefault(reason) + 1;
        }

        var found = Enumerable.Range(0, names.Count).Count(i => counted[i] && outcome[i]);
        return new(
            [.. names],
            [.. outcome],
            [.. counted],
            [
                .. columns
                    .Select((name, j) => (name, values[j]))
                    .Where(c => Varies(c.Item2, counted))
                    .Select(c => (c.name, c.Item2.ToImmutableArray())),
            ],
            [.. why.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => (w.Key, w.Value))],
            cases.Count(c => c) - found
        );
    }

    /// <summary>The logistic model of the outcome on the covariates.</summary>
    public AssociationNull Model() =>
        AssociationNull.Fit(Outcome.AsSpan(), [.. Covariates.Select(c => c.Values.ToArray())], Counted.AsSpan());

    /// <summary>Empty when all is known, else what is not.</summary>
    private static string Fill(Patient patient, DateOnly infused, CovariateTable more, Memory<double>[] cells)
    {
        if (patient.Birth is not { } birth)
            return "birth not known";
        if (patient.Sex == Sex.Unknown)
            return "sex not known";
        if (patient.PriorLines is not { } lines)
            return "prior lines not known";
        if (patient.IndexDisease == IndexDisease.Unknown)
            return "index disease not known";
        cells[0].Span[0] = (infused.DayNumber - birth.Midpoint.DayNumber) / 365.25;
        cells[1].Span[0] = patient.Sex == Sex.Male ? 1 : 0;
        cells[2].Span[0] = lines;
        cells[3].Span[0] = patient.IndexDisease == IndexDisease.MultipleMyeloma ? 1 : 0;
        if (more.Names.IsEmpty)
            return "";
        if (!more.Values.TryGetValue(patient.Id, out var given))
            return "without further covariates";
        for (var j = 0; j < given.Length; j++)
            cells[4 + j].Span[0] = given[j];
        return given.All(double.IsFinite) ? "" : "a further covariate not known";
    }

    private static bool Varies(double[] values, bool[] counted) => values.Where((_, i) => counted[i]).Distinct().Take(2).Count() == 2;
}
