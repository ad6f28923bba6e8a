using System.Net;
using Longwatch.Exchange;
using Longwatch.Registry.Access;

namespace Longwatch.Cli.Tests.Registry;

/// <summary>The demonstration of the README, started as a new user starts it, with a folder and an address of its own.</summary>
public sealed class DemonstrationTests
{
    [Fact]
    public async Task The_demonstration_starts_tells_who_may_sign_in_answers_and_ends()
    {
        using var folder = new OpenFolder();
        using var portal = await ProgramProcess.Serve(Path.Combine(CommandRun.Home, "longwatch"), folder.Under("demo"), demo: true);

        Assert.Contains("2,000 simulated patients; none of them exists", portal.Said, StringComparison.Ordinal);
        foreach (var role in Enum.GetValues<Role>())
            Assert.Contains($"\n{Codes.Of(role)}", portal.Said, StringComparison.Ordinal);
        Assert.Contains("  password ", portal.Said, StringComparison.Ordinal);
        using var browser = new HttpClient { BaseAddress = portal.Address };
        using var page = await browser.GetAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Longwatch", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        // In good order, or as shells count the signal, whichever of the host and the command heard it first.
        Assert.Contains(await portal.Stop(), (int[])[0, 128 + 15]);
        Assert.Contains("./longwatch serve --demo", await Readme(), StringComparison.Ordinal);
    }

    private static Task<string> Readme() =>
        File.ReadAllTextAsync(Path.Combine(CommandRun.Home, "README.md"), TestContext.Current.CancellationToken);
}
