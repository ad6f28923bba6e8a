using System.Globalization;
using System.Reflection;

namespace Longwatch.Portal.Api;

/// <summary>Which part of a list a call asks for: <c>?limit=50&amp;page=1</c>.</summary>
/// <param name="Limit">Rows a page, 1 to 200; 50 when not said.</param>
/// <param name="Number">Page, from 1.</param>
internal sealed record PageRequest(int Limit, int Number)
{
    internal const int Most = 200;

    internal int Offset => checked((Number - 1) * Limit);

    /// <summary>The page of a list that is whole at hand.</summary>
    internal Paged<T> Of<T>(IReadOnlyList<T> all) => new([.. all.Skip(Offset).Take(Limit)], all.Count, Number, Limit);

    public static ValueTask<PageRequest?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (limit, page) = (Read(context, "limit", 50, Most), Read(context, "page", 1, 1_000_000));
        return ValueTask.FromResult<PageRequest?>(new(limit, page));
    }

    private static int Read(HttpContext context, string name, int otherwise, int most)
    {
        if (context.Request.Query[name] is not [{ } text])
            return context.Request.Query[name].Count == 0 ? otherwise : throw Bad();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw Bad();
    }

    private static BadHttpRequestException Bad() => new("limit or page is out of range");
}

/// <summary>One page of a list.</summary>
/// <param name="Total">Rows in the whole list.</param>
internal sealed record Paged<T>(IReadOnlyList<T> Items, long Total, int Page, int Limit);
