using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>A name that was taken for a product watched.</summary>
public sealed record RecognisedName(string Name, string Product, NameMatch How, int Reports);

/// <summary>
/// The drugs and events of reports, each once and ascending, in compressed rows. Drugs are substances: the product watched, else the active ingredient
/// where the source gives one, else the name. The first numbers are the products, in the order of the knowledge.
/// </summary>
internal sealed record CaseLists(
    int[] DrugStart,
    int[] Drug,
    DrugRoles[] Role,
    int[] EventStart,
    int[] Event,
    string[] Substances,
    bool[] IsProduct,
    ImmutableArray<RecognisedName> Names
)
{
    public int Count => DrugStart.Length - 1;

    /// <summary>Out of the reports as read.</summary>
    /// <param name="termOf">For each term of the source the term that it counts as (MedDRA).</param>
    public static CaseLists Of(SpontaneousReports reports, SignalKnowledge knowledge, int[] termOf)
    {
        var (substanceOf, substances, isProduct, names) = Substance(reports, knowledge);
        (int[] Start, int[] Drug, DrugRoles[] Role) drugs = default;
        (int[] Start, int[] Event) events = default;
        Parallel.Invoke(() => drugs = DrugsOf(reports, substanceOf), () => events = EventsOf(reports, termOf));
        return new(drugs.Start!, drugs.Drug!, drugs.Role!, events.Start!, events.Event!, substances, isProduct, names);
    }

    private static (int[] Start, int[] Drug, DrugRoles[] Role) DrugsOf(SpontaneousReports reports, int[] substanceOf)
    {
        var rows = reports.Drugs;
        var (start, drug, role) = (new int[reports.Count + 1], new int[rows.Name.Length], new DrugRoles[rows.Name.Length]);
        var used = 0;
        for (var i = 0; i < reports.Count; i++)
        {
            var first = used;
            for (var d = rows.Start[i]; d < rows.Start[i + 1]; d++)
                Insert(drug, role, first, ref used, substanceOf[rows.Name[d]], rows.Role[d]);
            start[i + 1] = used;
        }

        return (start, drug[..used], role[..used]);
    }

    private static (int[] Start, int[] Event) EventsOf(SpontaneousReports reports, int[] termOf)
    {
        var (starts, terms) = reports.Events;
        var (start, events) = (new int[reports.Count + 1], new int[terms.Length]);
        var used = 0;
        for (var i = 0; i < reports.Count; i++)
        {
            var first = used;
            for (var e = starts[i]; e < starts[i + 1]; e++)
                Insert(events, [], first, ref used, termOf[terms[e]], DrugRoles.None);
            start[i + 1] = used;
        }

        return (start, events[..used]);
    }

    /// <summary>Into an ascending list without repeats; the lists of one report are short.</summary>
    internal static void Insert(int[] list, DrugRoles[] roles, int first, ref int used, int item, DrugRoles role)
    {
        var at = used;
        while (at > first && list[at - 1] > item)
            at--;
        if (at > first && list[at - 1] == item)
        {
            if (roles.Length > 0)
                roles[at - 1] |= role;
            return;
        }

        for (var move = used; move > at; move--)
        {
            list[move] = list[move - 1];
            if (roles.Length > 0)
                roles[move] = roles[move - 1];
        }

        list[at] = item;
        if (roles.Length > 0)
            roles[at] = role;
        used++;
    }

    private static (int[] Of, string[] Substances, bool[] IsProduct, ImmutableArray<RecognisedName> Names) Substance(
        SpontaneousReports reports,
        SignalKnowledge knowledge
    )
    {
        var finder = new ProductFinder(knowledge);
        var names = reports.Drugs.Names;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var substances = new List<string>();
        foreach (var product in knowledge.Products)
            substances.Add(knowledge.NameOf(product));
        var of = new int[names.Length];
        var found = new (int Product, NameMatch How)[names.Length];
        Parallel.For(0, names.Length, i => found[i] = finder.Find(names[i]));
        for (var i = 0; i < names.Length; i++)
        {
            if (found[i].Product >= 0)
            {
                of[i] = found[i].Product;
                continue;
            }

            var name = names[i].Ingredient.Length > 0 ? names[i].Ingredient : names[i].Name;
            if (!numbers.TryGetValue(name, out of[i]))
            {
                numbers.Add(name, of[i] = substances.Count);
                substances.Add(name);
            }
        }

        return (of, [.. substances], [.. found.Select(f => f.Product >= 0)], Recognised(reports, knowledge, found));
    }

    private static ImmutableArray<RecognisedName> Recognised(
        SpontaneousReports reports,
        SignalKnowledge knowledge,
        (int Product, NameMatch How)[] found
    )
    {
        var (counts, last) = (new int[found.Length], new int[found.Length]);
        for (var i = 0; i < reports.Count; i++)
        for (var d = reports.Drugs.Start[i]; d < reports.Drugs.Start[i + 1]; d++)
        {
            var name = reports.Drugs.Name[d];
            if (found[name].Product < 0 || last[name] == i + 1)
                continue;
            last[name] = i + 1;
            counts[name]++;
        }

        return
        [
            .. Enumerable
                .Range(0, found.Length)
                .Where(n => counts[n] > 0)
                .Select(n => new RecognisedName(
                    Written(reports.Drugs.Names[n]),
                    knowledge.NameOf(knowledge.Products[found[n].Product]),
                    found[n].How,
                    counts[n]
                ))
                .OrderBy(n => n.Product, StringComparer.Ordinal)
                .ThenByDescending(n => n.Reports)
                .ThenBy(n => n.Name, StringComparer.Ordinal),
        ];
    }

    private static string Written(DrugName name) => name.Ingredient.Length > 0 ? $"{name.Name} [{name.Ingredient}]" : name.Name;
}
