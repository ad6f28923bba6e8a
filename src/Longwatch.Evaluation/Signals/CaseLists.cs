using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>A name that was taken for a product watched.</summary>
public sealed record RecognisedName(string Name, string Product, NameMatch How, int Reports);

/// <summary>
/// The drugs and events of reports, each once and ascending, in compressed rows. Drugs are substances: the product watched, else the active ingredient
/// where the source gives one, else the name. The first numbers are the products, in the order of the knowledge. There may be room behind the last drug.
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
        var (substanceOf, substances, found) = Substance(reports, knowledge);
        ImmutableArray<RecognisedName> names = [];
        (int[] Start, int[] Item, DrugRoles[] Role) drugs = default;
        Parallel.Invoke(
            () => names = Recognised(reports, knowledge, found),
            () => drugs = ListsOf(reports.Drugs.Start, reports.Drugs.Name, substanceOf, reports.Drugs.Role)
        );
        var (eventStart, @event, _) = ListsOf(reports.Events.Start, reports.Events.Term, termOf, []);
        Array.Resize(ref @event, eventStart[^1]); // pairs are counted from lists without room
        bool[] isProduct = [.. found.Select(f => f.Product >= 0)];
        return new(drugs.Start!, drugs.Item!, drugs.Role!, eventStart, @event, substances, isProduct, names);
    }

    /// <summary>The lists of all reports with what each item counts as; with roles, or without any. There may be room behind the last item.</summary>
    private static (int[] Start, int[] Item, DrugRoles[] Role) ListsOf(int[] from, int[] items, int[] countsAs, DrugRoles[] roles)
    {
        var (reports, withRoles) = (from.Length - 1, roles.Length > 0);
        var start = new int[reports + 1];
        var item = GC.AllocateUninitializedArray<int>(from[^1]);
        var role = GC.AllocateUninitializedArray<DrugRoles>(withRoles ? item.Length : 0);
        // The lists of a piece behind one another, from where its rows lie; the pieces are put together once all of them are there.
        ReportPieces.Run(
            reports,
            (first, end) =>
            {
                var used = from[first];
                for (var i = first; i < end; i++)
                {
                    var begin = used;
                    if (from[i + 1] - from[i] > LongList)
                        used = Sort(item, role, begin, items, roles, countsAs, from[i]..from[i + 1]);
                    else
                        for (var j = from[i]; j < from[i + 1]; j++)
                            Insert(item, role, begin, ref used, countsAs[items[j]], withRoles ? roles[j] : DrugRoles.None);
                    start[i + 1] = used - begin;
                }
            }
        );
        ReportPieces.Sum(start);
        if (start[^1] == item.Length)
            return (start, item, role);

        foreach (var (first, end) in ReportPieces.Of(reports))
        {
            Array.Copy(item, from[first], item, start[first], start[end] - start[first]);
            if (withRoles)
                Array.Copy(role, from[first], role, start[first], start[end] - start[first]);
        }

        return (start, item, role);
    }

    /// <summary>Rows of one report from which on they are sorted as a whole: putting each in its place costs their square.</summary>
    private const int LongList = 256;

    /// <summary>The items of one long report, ascending and without repeats; where they end.</summary>
    private static int Sort(int[] list, DrugRoles[] into, int first, int[] items, DrugRoles[] roles, int[] countsAs, Range rows)
    {
        var (row, count) = rows.GetOffsetAndLength(items.Length);
        for (var j = 0; j < count; j++)
        {
            list[first + j] = countsAs[items[row + j]];
            if (into.Length > 0)
                into[first + j] = roles[row + j];
        }

        if (into.Length > 0)
            Array.Sort(list, into, first, count);
        else
            Array.Sort(list, first, count);
        var used = first;
        for (var j = first; j < first + count; j++)
        {
            var repeated = used > first && list[used - 1] == list[j];
            if (into.Length > 0)
                into[repeated ? used - 1 : used] = repeated ? into[used - 1] | into[j] : into[j];
            if (!repeated)
                list[used++] = list[j];
        }

        return used;
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

    private static (int[] Of, string[] Substances, (int Product, NameMatch How)[] Found) Substance(
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

        return (of, [.. substances], found);
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
