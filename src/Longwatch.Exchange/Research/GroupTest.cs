using System.Collections.Immutable;
using Longwatch.Evaluation.Research;
using Longwatch.Statistics.Association;

namespace Longwatch.Exchange.Research;

/// <summary>Tests of one number a person: the burden of a gene, or whether somebody carries a mutation.</summary>
internal static class GroupTest
{
    /// <summary>By passes over everybody, whatever its p.</summary>
    /// <param name="values">In the order of the people; NaN for those not tested.</param>
    public static ScanRow Of(AssociationTester tester, ResearchPeople people, string name, double[] values, ResearchOptions options)
    {
        var result = tester.Test(values, ScanOptions.Default with { ExactBelow = 1 });
        int carriers = 0,
            cases = 0;
        for (var i = 0; i < values.Length; i++)
            if (people.Counted[i] && values[i] > 0)
            {
                carriers++;
                cases += people.Outcome[i] ? 1 : 0;
            }

        var small = options.Shown(cases) is null || options.Shown(result.Cases - cases) is null || options.Shown(carriers) is null;
        return new(
            "",
            0,
            name,
            "",
            result.People,
            small || result.People == 0 ? null : (double)carriers / result.People,
            small ? null : cases,
            result.Score,
            result.ScoreP,
            result.SaddlepointP,
            result.Beta,
            result.StandardError,
            result.P,
            result.Test,
            result.Status
        );
    }

    /// <summary>Any mutation, then each gene: carriers by allele fraction among the people of the table; Firth's test, and exact ones in strata.</summary>
    public static (ScanDigest Scan, ImmutableArray<CarrierTest> Exact) Mutations(
        AssociationTester tester,
        ResearchPeople people,
        IReadOnlyList<MutationCall> calls,
        ResearchOptions options
    )
    {
        var rows = people.Names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var tested = new double[people.Names.Length];
        Array.Fill(tested, double.NaN);
        foreach (var call in calls)
            if (rows.TryGetValue(call.Person, out var row))
                tested[row] = 0;
        var (digest, exact) = (new ScanDigest(), ImmutableArray.CreateBuilder<CarrierTest>());
        string[] genes =
        [
            .. calls
                .Where(c => c.AlleleFraction >= options.AlleleFraction && c.Gene.Length > 0)
                .Select(c => c.Gene)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        foreach (var gene in genes.Prepend(""))
        {
            var values = (double[])tested.Clone();
            foreach (var call in calls)
                if (
                    call.AlleleFraction >= options.AlleleFraction
                    && (gene.Length == 0 ? call.Gene.Length > 0 : string.Equals(gene, call.Gene, StringComparison.Ordinal))
                    && rows.TryGetValue(call.Person, out var row)
                )
                    values[row] = 1;
            var name = gene.Length == 0 ? "any gene" : gene;
            digest.Add(Of(tester, people, name, values, options));
            exact.AddRange(CarrierStrata.Test(people, name, values, options));
        }

        return (digest, exact.ToImmutable());
    }
}
