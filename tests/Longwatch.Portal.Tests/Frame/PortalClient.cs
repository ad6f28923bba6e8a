using System.Net;
using System.Text.RegularExpressions;

namespace Longwatch.Portal.Tests.Frame;

/// <summary>What a browser does with forms, without a browser: reads the hidden fields of the page and posts them back.</summary>
internal sealed partial class PortalClient(HttpClient http, CookieContainer cookies) : IDisposable
{
    internal HttpClient Http => http;

    internal CookieContainer Cookies => cookies;

    internal Task<HttpResponseMessage> Get(string address) =>
        http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);

    internal async Task<string> Text(string address) =>
        await (await Get(address)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Opens the page, fills its form whose action is <paramref name="action"/>, sends it.</summary>
    internal async Task<HttpResponseMessage> Post(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await Text(page);
        var form =
            Forms(html).FirstOrDefault(f => f.Action == action) ?? throw new InvalidOperationException($"{page} has no form for {action}.");
        var named = fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return await PostRaw(action, [.. form.Hidden.Where(h => !named.Contains(h.Name)), .. fields]);
    }

    internal Task<HttpResponseMessage> PostRaw(string address, params (string Name, string Value)[] fields) =>
        http.PostAsync(
            new Uri(address, UriKind.Relative),
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            TestContext.Current.CancellationToken
        );

    public void Dispose() => http.Dispose();

    internal static IEnumerable<HtmlForm> Forms(string html) =>
        FormTag().Matches(html).Select(m => new HtmlForm(WebUtility.HtmlDecode(m.Groups["action"].Value), m.Groups["inside"].Value));

    [GeneratedRegex(
        """<form\b[^>]*\bmethod="post"[^>]*\baction="(?<action>[^"]*)"[^>]*>(?<inside>.*?)</form>""",
        RegexOptions.Singleline,
        2000
    )]
    private static partial Regex FormTag();
}

/// <summary>A form of a page as its markup says.</summary>
internal sealed partial record HtmlForm(string Action, string Inside)
{
    internal IEnumerable<(string Name, string Value)> Hidden => Inputs().Where(i => i.Kind == "hidden").Select(i => (i.Name, i.Value));

    /// <summary>Names of the fields that a person fills.</summary>
    internal IEnumerable<string> Fields =>
        Inputs()
            .Where(i => i.Kind != "hidden")
            .Select(i => i.Name)
            .Concat(Others().Matches(Inside).Select(m => m.Groups["name"].Value))
            .Distinct();

    private IEnumerable<(string Kind, string Name, string Value)> Inputs() =>
        Input()
            .Matches(Inside)
            .Select(m => m.Value)
            .Select(tag => (Attribute(tag, "type"), Attribute(tag, "name"), Attribute(tag, "value")))
            .Where(i => i.Item2.Length > 0);

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(
            Regex.Match(tag, $"""\s{name}="([^"]*)" """.TrimEnd(), RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value
        );

    [GeneratedRegex("<input\\b[^>]*>", RegexOptions.None, 2000)]
    private static partial Regex Input();

    [GeneratedRegex("""<(?:select|textarea)\b[^>]*\bname="(?<name>[^"]*)" """, RegexOptions.None, 2000)]
    private static partial Regex Others();
}
