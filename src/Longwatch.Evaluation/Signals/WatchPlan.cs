using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>Who is watched: a product, or all of them together.</summary>
/// <param name="Products">Bits of <see cref="SignalKnowledge.Products"/>.</param>
internal sealed record WatchSubject(string Code, string Name, ulong Products);

/// <summary>A subject and an event to be counted together: a single term, or a group of terms without those of the subject's own diseases.</summary>
/// <param name="Term">Index of the term; −1 for a group.</param>
/// <param name="Group">Code of the group, or of the one that the term belongs to; null: none.</param>
internal sealed record WatchItem(int Subject, int Term, string? Group, string Event)
{
    public bool IsGroup => Term < 0;
}

/// <summary>What is to be counted of which cases, made once before the pass over all cases.</summary>
internal sealed class WatchPlan
{
    private const string Any = "any";

    private readonly bool[][] indexOf;
    private readonly byte[] diseasesOfTerm;

    private WatchPlan(SignalKnowledge knowledge, string[] terms)
    {
        if (knowledge.Products.Length > 60 || knowledge.Diseases.Length > 8)
            throw new ArgumentException("At most 60 products and 8 diseases can be watched.", nameof(knowledge));
        (indexOf, diseasesOfTerm) = ([.. knowledge.Products.Select(_ => new bool[terms.Length])], new byte[terms.Length]);
        ProductDiseases = [.. knowledge.Products.Select(p => Diseases(knowledge, p))];
        for (var t = 0; t < terms.Length; t++)
        {
            var diseases = 0;
            var any = false;
            foreach (var rule in knowledge.IndexTerms)
                if (rule.Matches(terms[t]))
                {
                    any |= rule.Of == Any;
                    if (knowledge.Diseases.IndexOf(rule.Of) is >= 0 and var disease)
                        diseases |= 1 << disease;
                }

            diseasesOfTerm[t] = (byte)diseases;
            for (var p = 0; p < indexOf.Length; p++)
                indexOf[p][t] = any || (diseases & ProductDiseases[p]) != 0;
        }

        GroupOf = [.. terms.Select(term => knowledge.Groups.FirstOrDefault(g => g.Matches(term))?.Of)];
    }

    public ImmutableArray<WatchSubject> Subjects { get; private init; } = [];

    public ImmutableArray<WatchItem> Items { get; private init; } = [];

    /// <summary>For each term the items that a case with the term may count for.</summary>
    public int[][] ItemsOf { get; private init; } = [];

    public ImmutableArray<string?> GroupOf { get; }

    /// <summary>Bits of the diseases that each product treats.</summary>
    public ImmutableArray<int> ProductDiseases { get; }

    /// <summary>Bits of the diseases that a term names, as an indication.</summary>
    public int DiseasesOf(int term) => diseasesOfTerm[term];

    /// <summary>True when the term names the disease that one of the products treats.</summary>
    public bool IsIndex(ulong products, int term)
    {
        for (var p = 0; products != 0; p++, products >>= 1)
            if ((products & 1) != 0 && indexOf[p][term])
                return true;
        return false;
    }

    /// <summary>Every product that occurs, and all together, by every event reported with it and by every group of events.</summary>
    /// <param name="productsOf">Products of each case, as bits.</param>
    public static WatchPlan Of(SignalKnowledge knowledge, string[] terms, CaseLists lists, ulong[] productsOf)
    {
        var plan = new WatchPlan(knowledge, terms);
        var present = productsOf.Aggregate(0UL, (a, b) => a | b);
        var subjects = knowledge
            .Products.Select((code, p) => new WatchSubject(code, knowledge.NameOf(code), 1UL << p))
            .Where(s => (s.Products & present) != 0)
            .Prepend(new("any", "any CAR T-cell product", (1UL << knowledge.Products.Length) - 1))
            .ToImmutableArray();
        var reported = subjects.Select(_ => new bool[terms.Length]).ToArray();
        for (var c = 0; c < productsOf.Length; c++)
        for (var s = 0; productsOf[c] != 0 && s < subjects.Length; s++)
            if ((subjects[s].Products & productsOf[c]) != 0)
                for (var e = lists.EventStart[c]; e < lists.EventStart[c + 1]; e++)
                    reported[s][lists.Event[e]] = true;
        var items = ImmutableArray.CreateBuilder<WatchItem>();
        var itemsOf = new List<int>[terms.Length];
        for (var s = 0; s < subjects.Length; s++)
        {
            var groups = knowledge
                .GroupCodes.Select((g, i) => (g, i))
                .ToDictionary(g => g.g, g => items.Count + g.i, StringComparer.Ordinal);
            items.AddRange(knowledge.GroupCodes.Select(g => new WatchItem(s, -1, g, GroupName(g))));
            for (var t = 0; t < terms.Length; t++)
            {
                // Of all products together a term can be the disease of one and a new disease of another: that is decided case by case.
                if (s > 0 && plan.IsIndex(subjects[s].Products, t))
                    continue;
                if (plan.GroupOf[t] is { } group)
                    (itemsOf[t] ??= []).Add(groups[group]);
                if (!reported[s][t])
                    continue;
                (itemsOf[t] ??= []).Add(items.Count);
                items.Add(new(s, t, plan.GroupOf[t], terms[t]));
            }
        }

        return new(plan, subjects, items.ToImmutable(), [.. itemsOf.Select(list => list?.ToArray() ?? [])]);
    }

    private WatchPlan(WatchPlan start, ImmutableArray<WatchSubject> subjects, ImmutableArray<WatchItem> items, int[][] itemsOf)
    {
        (indexOf, diseasesOfTerm, GroupOf, ProductDiseases) = (start.indexOf, start.diseasesOfTerm, start.GroupOf, start.ProductDiseases);
        (Subjects, Items, ItemsOf) = (subjects, items, itemsOf);
    }

    /// <summary>Group codes as people read them.</summary>
    internal static string GroupName(string code) =>
        "Group: " + code.Replace("t_cell", "T-cell", StringComparison.Ordinal).Replace('_', ' ');

    private static int Diseases(SignalKnowledge knowledge, string product) =>
        knowledge
            .Indications.Where(i => i.Product == product)
            .Aggregate(0, (bits, i) => bits | (1 << knowledge.Diseases.IndexOf(i.Disease)));
}
