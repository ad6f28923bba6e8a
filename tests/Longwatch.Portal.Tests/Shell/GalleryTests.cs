using Longwatch.Portal.Tests.Frame;

namespace Longwatch.Portal.Tests.Shell;

public sealed class GalleryTests(Chromium chromium) : IAsyncLifetime
{
    private PortalServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PortalServer.Start(GalleryPages.Map);

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/gallery", "gallery")]
    [InlineData("/conflict", "conflict")]
    [InlineData("/status/404", "error-404")]
    [InlineData("/status/503", "error-503")]
    [InlineData("/api-reference", "api-reference")]
    public async Task Every_component_is_accessible_and_fits_in_light_and_dark_on_desktop_and_phone(string address, string name)
    {
        await using var page = await chromium.Open(_server, address);
        Assert.Empty(await page.CheckEveryWindow(name));
    }
}
