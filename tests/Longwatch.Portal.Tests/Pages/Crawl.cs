using System.Text.RegularExpressions;
using Longwatch.Portal.Tests.Frame;

namespace Longwatch.Portal.Tests.Pages;

/// <summary>Follows the links of the portal as a caller sees them: one address for each page, whatever record it shows.</summary>
internal static partial class Crawl
{
    private const int MostPages = 120;

    /// <summary>Address by pattern, ids left out: <c>/patients/#/history</c>.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>> Pages(PortalServer server, PortalClient client, params string[] from)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<string>(from);
        while (open.TryDequeue(out var address) && found.Count < MostPages)
        {
            var pattern = Pattern(address);
            if (found.ContainsKey(pattern))
                continue;
            var answer = await client.Get(address);
            Assert.True(
                (int)answer.StatusCode < 500,
                $"{address} answers {(int)answer.StatusCode}: {string.Join(Environment.NewLine, server.Log.TakeLast(3))}"
            );
            if (answer.Content.Headers.ContentType?.MediaType is not "text/html" || !answer.IsSuccessStatusCode)
                continue;
            found[pattern] = address;
            foreach (Match link in Link().Matches(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))
                if (!link.Groups["to"].Value.StartsWith("/assets/", StringComparison.Ordinal))
                    open.Enqueue(System.Net.WebUtility.HtmlDecode(link.Groups["to"].Value));
        }

        return found;
    }

    internal static string Pattern(string address) => Code().Replace(Id().Replace(address.Split('?', '#')[0], "#"), "${of}/#");

    [GeneratedRegex("<a\\b[^>]*\\bhref=\"(?<to>/[^\"]*)\"", RegexOptions.None, 2000)]
    private static partial Regex Link();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.None, 2000)]
    private static partial Regex Id();

    // What is told apart by a code, not by an id, is one page all the same.
    [GeneratedRegex("(?<of>^/products|^/schedules|/checklist)/[a-z0-9_/-]+", RegexOptions.None, 2000)]
    private static partial Regex Code();
}
