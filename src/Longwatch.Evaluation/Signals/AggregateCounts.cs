using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>Counts of reports by product and term, as openFDA gives them: no single reports, and of each product only its most frequent terms.</summary>
public sealed record AggregateCounts(string Source, string Retrieved, ImmutableArray<AggregateProduct> Products);

/// <summary>One product of the counts.</summary>
/// <param name="Name">Brand or INN as in the file.</param>
/// <param name="Reports">All reports that name the product.</param>
/// <param name="Terms">The most frequent terms with the number of reports of each; a term that is not listed has at most as many as the last one.</param>
public sealed record AggregateProduct(string Name, string Inn, int Reports, ImmutableArray<(string Term, int Reports)> Terms);
