using System.Collections.Immutable;
using Longwatch.Domain.Evidence;

namespace Longwatch.Evaluation.Analyses;

/// <summary>The assumptions of a data set as numbers, taken out for a specification and put back by one.</summary>
public static class AssumptionValues
{
    /// <summary>Values of the rows that may be counted, by key, ascending.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<double>> Of(PublishedEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence
            .Assumptions.Where(a => a.Provenance.Counts)
            .GroupBy(a => a.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                g => g.Key,
                g => g.Select(a => a.Value).Distinct().Order().ToImmutableArray(),
                StringComparer.Ordinal
            );
    }

    /// <summary>The evidence with other values of some assumptions; a value that it has already keeps its row, source and reason.</summary>
    /// <param name="values">By key; only keys of <see cref="Of"/>.</param>
    /// <param name="specification">Where new values come from, as a source is cited; the place is the property of the plan, the line the number of the value in it.</param>
    /// <exception cref="ArgumentException">A key is no assumption of the evidence.</exception>
    public static PublishedEvidence Put(
        PublishedEvidence evidence,
        ImmutableSortedDictionary<string, ImmutableArray<double>> values,
        string specification
    )
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(values);
        var rows = evidence.Assumptions;
        foreach (var (key, wanted) in values)
        {
            Assumption[] given = [.. rows.Where(a => a.Provenance.Counts && string.Equals(a.Key, key, StringComparison.Ordinal))];
            if (given.Length == 0)
                throw new ArgumentException($"{key} is no assumption of {evidence.Name}.", nameof(values));
            rows = rows.RemoveRange(given.Where(a => !wanted.Contains(a.Value)));
            foreach (var value in wanted.Except(given.Select(a => a.Value)))
                rows = rows.Add(
                    given[0] with
                    {
                        Value = value,
                        Reason = "Set by the plan of analyses",
                        Provenance = given[0].Provenance with
                        {
                            Source = specification,
                            Address = "docs/formats/analyses.md",
                            Tag = EvidenceTag.Derived,
                            Note =
                                $"Set by the plan, in place of {string.Join(", ", given.Select(a => a.Value))}; the date is of what it replaces",
                            File = $"analyses.json, settings.assumptions.{key}",
                            Line = wanted.IndexOf(value) + 1,
                        },
                    }
                );
        }

        return evidence with
        {
            Assumptions = rows,
        };
    }
}
