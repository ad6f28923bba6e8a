using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Evaluation.Report;

namespace Longwatch.Exchange.Report.Html;

/// <summary>
/// Sources as numbered notes, like the references of a paper: numbered by first use, shown beside a number in a pop-over (native, works
/// without script and by keyboard) and listed at the end. One pop-over serves every place that cites the same set.
/// </summary>
internal sealed class SourceNotes
{
    private readonly ImmutableSortedDictionary<string, SourceEntry> _sources;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, int> _sets = new(StringComparer.Ordinal);
    private readonly List<int[]> _setNumbers = [];

    internal SourceNotes(ImmutableSortedDictionary<string, SourceEntry> sources) => _sources = sources;

    /// <summary>The id of the pop-over for these sources; null when there are none.</summary>
    internal string? PopoverId(ImmutableArray<string> keys)
    {
        if (keys.IsDefaultOrEmpty)
            return null;
        var numbers = Numbers(keys);
        var set = string.Join(' ', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
        if (!_sets.TryGetValue(set, out var index))
        {
            index = _sets[set] = _setNumbers.Count + 1;
            _setNumbers.Add(numbers);
        }
        return $"cite-{index}";
    }

    /// <summary>The note numbers as text: <c>1</c>, <c>2, 5</c>, <c>3–7</c>.</summary>
    internal string Label(ImmutableArray<string> keys)
    {
        var numbers = Numbers(keys);
        var parts = new List<string>();
        for (var i = 0; i < numbers.Length; )
        {
            var last = i;
            while (last + 1 < numbers.Length && numbers[last + 1] == numbers[last] + 1)
                last++;
            parts.Add(last >= i + 2 ? $"{numbers[i]}\u2013{numbers[last]}" : $"{numbers[i]}");
            i = last >= i + 2 ? last + 1 : i + 1;
        }
        return string.Join(", ", parts);
    }

    /// <summary>Every pop-over asked for so far.</summary>
    internal void Popovers(HtmlBuilder html)
    {
        for (var set = 0; set < _setNumbers.Count; set++)
        {
            html.Line($"<div popover id=\"cite-{set + 1}\" class=\"cite\" role=\"group\" aria-label=\"Source\"><ul>");
            foreach (var number in _setNumbers[set])
            {
                html.Add($"<li>");
                Entry(html, _sources[_order[number - 1]]);
                html.Line($" <a href=\"#source-{number}\">Source {number}</a></li>");
            }
            html.Line($"</ul></div>");
        }
    }

    /// <summary>The list at the end: the cited ones by number, then the rest by key.</summary>
    internal void List(HtmlBuilder html)
    {
        Numbers([.. _sources.Keys.Order(StringComparer.Ordinal)]);
        html.Line($"<ol class=\"sources\">");
        for (var i = 0; i < _order.Count; i++)
        {
            html.Add($"<li id=\"source-{i + 1}\">");
            Entry(html, _sources[_order[i]]);
            html.Line($"</li>");
        }
        html.Line($"</ol>");
    }

    private int[] Numbers(ImmutableArray<string> keys)
    {
        foreach (var key in keys)
            if (_numbers.TryAdd(key, _order.Count + 1))
                _order.Add(key);
        return [.. keys.Select(key => _numbers[key]).Distinct().Order()];
    }

    private static void Entry(HtmlBuilder html, SourceEntry source)
    {
        html.Add($"<span class=\"citation\">{source.Citation}</span> ");
        html.Add($"<span class=\"tag\" title=\"{TagMeaning(source.Tag)}\">{source.Tag}</span> <span class=\"when\">{source.Date}</span> ");
        foreach (var address in source.Address.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (address.StartsWith("https://", StringComparison.Ordinal) || address.StartsWith("http://", StringComparison.Ordinal))
                html.Add($"<a class=\"address\" href=\"{address}\" rel=\"noreferrer\">{address}</a> ");
            else
                html.Add($"<span class=\"address\">{address}</span> ");
        if (source.Note is not null)
            html.Add($"<span class=\"note\">{source.Note}</span> ");
        html.Add($"<span class=\"row\">{source.File}, line {source.Line}</span>");
    }

    internal static string TagMeaning(string tag) =>
        tag switch
        {
            "V" => "verified: seen in the source itself",
            "V2" => "verified: seen in a secondary source",
            "MK" => "background knowledge, not verified: carried, never counted",
            "D" => "derived: computed from sourced numbers",
            "X" => "rejected as unreliable: never counted",
            _ => "evidence tag",
        };
}
