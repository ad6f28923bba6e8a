using System.Text.Json;
using Microsoft.Playwright;

namespace Longwatch.Portal.Tests.Frame;

/// <summary>axe-core on a page: WCAG 2.0 to 2.2, levels A and AA, and its rules of good practice.</summary>
internal static class Axe
{
    private static readonly string Script = Load();

    internal static async Task Check(IPage page, bool coloursOnly)
    {
        if (!await page.EvaluateAsync<bool>("!!window.axe"))
            await page.EvaluateAsync(Script);
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async (coloursOnly) => (await axe.run(document, {
              resultTypes: ["violations"],
              runOnly: coloursOnly ? { type: "rule", values: ["color-contrast", "link-in-text-block"] }
                : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            })).violations.map(v => `${v.id} (${v.impact}): ${v.help}: ` +
                v.nodes.slice(0, 4).map(n => n.html.slice(0, 220) + " | " + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message ?? "")).join("; "))
            """,
            coloursOnly
        );

        var problems = found.EnumerateArray().Select(v => v.GetString()).ToArray();
        Assert.True(problems.Length == 0, string.Join(Environment.NewLine, problems));
    }

    private static string Load()
    {
        using var reader = new StreamReader(typeof(Axe).Assembly.GetManifestResourceStream("axe.js")!);
        return reader.ReadToEnd();
    }
}
