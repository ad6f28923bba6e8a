using Longwatch.Portal.Tests.Frame;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>A person without a mouse.</summary>
internal sealed class Keyboard(PortalPage page)
{
    private const int MostTabs = 120;

    internal Task Press(string key) => page.Page.Keyboard.PressAsync(key);

    internal Task Type(string text) => page.Page.Keyboard.TypeAsync(text);

    /// <summary>Tabs on until the link or button with these words has the focus, which must then be seen.</summary>
    internal Task To(string words) => Tab($"(document.activeElement.innerText ?? '').trim() === '{words}'");

    /// <summary>Tabs on until the field has the focus; it may be asked for only now, by the answer before.</summary>
    internal async Task ToField(string name)
    {
        await page.Until($"document.getElementsByName('{name}').length > 0");
        await Tab($"document.activeElement.name === '{name}'");
    }

    /// <summary>Chooses a radio button of the group that has the focus: the space bar takes the first, arrows the next.</summary>
    internal async Task Answer(string name, int down)
    {
        await Press("Space");
        for (var i = 0; i < down; i++)
            await Press("ArrowDown");
        var chosen = $"[...document.getElementsByName('{name}')].findIndex(e => e.checked)";
        Assert.Equal(down, await page.Page.EvaluateAsync<int>(chosen));
        Assert.True(await page.Page.EvaluateAsync<bool>($"document.activeElement.name === '{name}'"), $"the focus left {name}");
    }

    private async Task Tab(string until)
    {
        for (var tabs = 0; !await page.Page.EvaluateAsync<bool>(until); tabs++)
        {
            Assert.True(tabs < MostTabs, $"not reached by {MostTabs} tabs: {until}");
            await Press("Tab");
        }

        const string seen = """
            (() => {
              const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
              return box.bottom > 0 && box.top < innerHeight && (style.outlineStyle !== "none" || style.boxShadow !== "none");
            })()
            """;
        await page.Until(seen); // not at once: the ring fades in, and an answer before may still be adding questions above
    }
}
