using System.Text.Json;
using Longwatch.Portal.Tests.Frame;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>What an evaluation counted.</summary>
/// <param name="Cases">Patients with a secondary T-cell malignancy.</param>
/// <param name="Tested">Of the cases: tested for the transgene with a valid result.</param>
/// <param name="Positive">Of the tested: transgene detected.</param>
internal sealed record EvaluationCounts(Guid Evaluation, int Cases, int Tested, int Positive)
{
    /// <summary>A safety officer runs an evaluation at today's data lock in the portal; the numbers are read from its page.</summary>
    internal static async Task<EvaluationCounts> Run(PortalServer server, Chromium chromium, Func<PortalPage, Task> look)
    {
        await using var page = await chromium.Open(server, "/evaluation", "safety");
        await page.Fill("data_lock", $"{StoryPortal.Today:yyyy-MM-dd}");
        await page.Press("Run");
        await page.Until("/^.evaluation.[0-9a-f-]{36}$/.test(location.pathname)");
        await page.Drawn();
        await page.Sees("The evaluation was run and kept.");
        await look(page);
        return new(
            page.Id(),
            await Numerator(page, "Patients with a secondary T-cell malignancy per 1,000 infused"),
            await Numerator(page, "Tested with a valid result, of cases"),
            await Numerator(page, "Transgene-positive, of tested")
        );
    }

    /// <summary>n of the cell n/N in the row that the quantity heads; no row or no cell: no case, so 0.</summary>
    private static async Task<int> Numerator(PortalPage page, string quantity)
    {
        var cell = await page.Page.EvaluateAsync<string?>(
            $$"""
            [...document.querySelectorAll("tr")].filter(r => r.querySelector("th")?.innerText.trim() === {{JsonSerializer.Serialize(
                quantity
            )}})
              .map(r => r.querySelector('[data-label="n/N"]')?.innerText.trim() ?? "")[0]
            """
        );
        Assert.NotNull(cell);
        return cell.Length == 0 ? 0 : int.Parse(cell.Split('/')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
