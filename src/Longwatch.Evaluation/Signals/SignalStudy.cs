using System.Collections.Immutable;
using Longwatch.Statistics.Disproportionality;

namespace Longwatch.Evaluation.Signals;

/// <summary>From reports to signals: names to products, terms to events, duplicates to cases, counts to measures.</summary>
/// <remarks>Deterministic, whatever the number of threads. See <c>docs/methods/signal-detection.md</c>.</remarks>
public static class SignalStudy
{
    private const DrugRoles Suspected = DrugRoles.PrimarySuspect | DrugRoles.SecondarySuspect | DrugRoles.Interacting | DrugRoles.NotStated;

    /// <summary>Runs the study.</summary>
    public static SignalResult Run(SpontaneousReports reports, InputLedger input, SignalKnowledge knowledge, SignalOptions options)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(options);
        options.Progress?.Report("finding products in the names of drugs");
        var terms = CountedTerms.From(reports.Terms, options.Dictionary);
        var lists = CaseLists.Of(reports, knowledge, terms.Of);
        DuplicateClusters? duplicates = null;
        if (options.Merge && reports.HasPeople)
            duplicates = Duplicates(reports, lists, terms.Terms.Length, knowledge.Rules.Duplicates, options);
        var cases = MergedCases.Of(lists, duplicates?.Representative ?? [.. Enumerable.Range(0, reports.Count)]);
        options.Progress?.Report("counting pairs");
        var roles = options.Roles | DrugRoles.NotStated;
        var counts = CountedPairs.Of(cases.Lists, roles, terms.Terms.Length);
        options.Progress?.Report("scoring pairs");
        var (fit, givenUp, all) = PriorFit.Of(counts, knowledge.Rules.MinimumReports);
        options.Progress?.Report("counting the products watched");
        var facts = CaseFacts.Of(reports, lists, cases, knowledge, terms.Of, roles);
        var plan = WatchPlan.Of(knowledge, terms.Terms, cases.Lists, facts.Products);
        var scan = new WatchScan(reports, cases, plan, (facts.Products, facts.Diseases(plan), facts.Own), knowledge.Rules).Run();
        var known = (
            Peers: reports.Indications.Start[^1] > 0,
            Dates: reports.Received.AsSpan(0, reports.Count).ContainsAnyExcept(0),
            People: reports.HasPeople
        );
        var tests = PriorFit.Tests(counts);
        var pairs = new WatchScoring(plan, scan, cases.Count, knowledge.Rules).Of(
            fit,
            all,
            knowledge.Products.Length,
            tests,
            known,
            options.Dictionary
        );
        return new(
            input,
            knowledge,
            options,
            new(
                reports.Count,
                cases.Count,
                counts.Drugs.Count(d => d > 0),
                counts.Events.Count(e => e > 0),
                counts.Pairs.Length,
                all?.Pairs.Length ?? 0,
                terms.Renamed,
                terms.Unknown
            ),
            [.. plan.Subjects.Select((s, i) => (s.Name, scan.Subject[i], scan.Peers[i]))],
            lists.Names,
            pairs,
            CaseListing.Of(reports, cases, plan, facts, terms.Terms),
            duplicates,
            Ledger(reports, cases, facts.Products, duplicates),
            fit,
            givenUp,
            options.AllPairs && all is not null ? all.Pairs : [],
            lists.Substances,
            terms.Terms
        );
    }

    private static DuplicateClusters Duplicates(
        SpontaneousReports reports,
        CaseLists lists,
        int terms,
        DuplicateRules rules,
        SignalOptions options
    )
    {
        options.Progress?.Report("counting pairs before duplicates are merged");
        var counts = CountedPairs.Of(lists, Suspected, terms);
        options.Progress?.Report("looking for duplicates");
        return DuplicateFinder.Find(
            reports,
            lists,
            new PairWeigher(reports, lists, counts, rules),
            new BlockKeys(reports, lists, counts),
            rules
        );
    }

    private static ImmutableArray<LedgerEntry> Ledger(
        SpontaneousReports reports,
        MergedCases cases,
        ulong[] products,
        DuplicateClusters? duplicates
    ) =>
        duplicates is null
            ? []
            :
            [
                .. duplicates
                    .Ledger.Select(m => new LedgerEntry(
                        reports.Id[m.Kept],
                        reports.Id[m.Merged],
                        reports.Case[m.Kept],
                        reports.Case[m.Merged],
                        reports.Id[m.Partner],
                        m.Weight,
                        products[cases.CaseOf[m.Kept]] != 0
                    ))
                    .OrderBy(m => m.Watched ? 0 : 1)
                    .ThenBy(m => m.KeptReport)
                    .ThenBy(m => m.MergedReport),
            ];
}
