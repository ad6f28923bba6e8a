using System.CommandLine;
using System.Diagnostics;
using Longwatch.Cli.Store;
using Longwatch.Exchange;
using Longwatch.Portal;
using Longwatch.Portal.Accounts.External;
using Longwatch.Registry.Accounts;
using Longwatch.Registry.Accounts.Demo;
using Longwatch.Registry.Accounts.Registration;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.FollowUp.Reminders;
using Longwatch.Registry.Mail;
using Longwatch.Registry.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Longwatch.Cli.Portal;

/// <summary><c>longwatch serve</c>: the registry's portal and HTTP API, with a database of its own.</summary>
internal static class ServeCommand
{
    private const string DefaultAddress = "http://127.0.0.1:8080";

    public static Command Create(Terminal terminal)
    {
        var data = DataFolder.Option();
        var demo = new Option<bool>("--demo")
        {
            Description =
                $"Start with {DemoRegistry.Patients:N0} simulated patients in six centres and a user for each role; passwords are printed once.",
        };
        var address = new Option<string>("--urls")
        {
            Description = "Address to listen on, as http://127.0.0.1:8080; several with semicolons between.",
            HelpName = "URL",
            DefaultValueFactory = _ => DefaultAddress,
        };
        var overHttps = new Option<bool>("--over-https")
        {
            Description = "Browsers reach the portal by https only (a proxy in front has the certificate): Secure cookies, HSTS.",
        };
        var reached = new Option<string?>("--public-url")
        {
            Description = "Address under which people reach the portal, for links in letters. Without it no reminder is sent by e-mail.",
            HelpName = "URL",
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                    result.AddError($"--public-url takes an address as https://watch.example.org, not '{text}'.");
                return text;
            },
        };
        var command = new Command(
            "serve",
            "Serve the registry: pages for centres, laboratories, safety officers and assessors, and the HTTP API. Makes and starts a database of its own in the data folder (LONGWATCH_DB names a server instead). Ends with Ctrl-C."
        )
        {
            data,
            demo,
            address,
            overHttps,
            reached,
        };
        command.SetAction(
            (parsed, _) =>
                Run(
                    terminal,
                    new(
                        parsed.GetResult(data) is { Implicit: false }
                            ? parsed.GetRequiredValue(data)
                            : new DirectoryInfo(parsed.GetValue(demo) ? DataFolder.Default + "-demo" : DataFolder.Default),
                        parsed.GetValue(demo),
                        parsed.GetRequiredValue(address),
                        parsed.GetValue(overHttps),
                        parsed.GetValue(reached) is { } there ? new Uri(there) : null
                    )
                )
        );
        return command;
    }

    private static async Task<int> Run(Terminal terminal, Choice choice)
    {
        var started = Stopwatch.StartNew();
        var ended = new TaskCompletionSource();
        terminal.Interruption?.EndAfter(ended.Task);
        try
        {
            await terminal.Error.WriteLineAsync($"longwatch: opening the registry in {choice.Data.FullName}");
            await using var connections = await DataFolder.Open(choice.Data, terminal.Stopping);
            await using var app = Build(terminal, choice, connections);
            if (choice.Demo && await app.Services.GetRequiredService<DemoRegistry>().Do(terminal.Stopping))
                await terminal.Error.WriteLineAsync($"longwatch: {DemoRegistry.Patients:N0} simulated patients; none of them exists");
            await Start(app, choice, terminal.Stopping);
            await People(terminal, choice, app);
            await terminal.Output.WriteLineAsync(
                $"Longwatch {Terminal.Version} at {string.Join(" ", app.Urls)} after {started.Elapsed.TotalSeconds:0.0} s. Ctrl-C ends it."
            );
            await app.WaitForShutdownAsync(terminal.Stopping);
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (terminal.Stopping.IsCancellationRequested)
        {
            return ExitCode.Done;
        }
        finally
        {
            ended.SetResult();
        }
    }

    private static async Task Start(WebApplication app, Choice choice, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.StopAsync(CancellationToken.None); // what runs beside the pages ends in good order
            throw new IOException($"{choice.Address} is in use by another program. Name another address with --urls.", e);
        }
    }

    /// <summary>Says how to get in: the people of the demonstration, or the link for the first administrator. Both are shown once.</summary>
    private static async Task People(Terminal terminal, Choice choice, WebApplication app)
    {
        if (choice.Demo)
        {
            var people = await app.Services.GetRequiredService<DemoPeople>().Do(DemoRegistry.CentreCodes, terminal.Stopping);
            foreach (var person in people)
                await terminal.Output.WriteLineAsync(
                    $"{Codes.Of(person.Grant.Role)}{(person.Grant.Centre is { } centre ? $" of {centre}" : "")}\n  {person.Email}\n  password {person.Password}\n  authenticator key {person.TotpKey}"
                );
            if (people.Count > 0)
                await terminal.Output.WriteLineAsync(
                    "These secrets are shown once. Any authenticator takes the keys; longwatch code KEY shows the six digits of the moment.\n"
                );
            return;
        }

        if (await app.Services.GetRequiredService<FirstAdministrator>().Invite(terminal.Stopping) is { } code)
            await terminal.Output.WriteLineAsync(
                $"No administrator yet. Make the first one here, within {FirstAdministrator.Lifetime.TotalHours:0} hours:\n{app.Urls.First()}/first-administrator?code={code}\n"
            );
    }

    private static WebApplication Build(Terminal terminal, Choice choice, StoreConnections connections)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "longwatch", ContentRootPath = choice.Data.FullName });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(choice.Address.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            console.UseUtcTimestamp = true;
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new PublishedFolder(terminal.PublishedEvidence));
        builder.Services.AddSingleton(new PortalAddress(choice.Reached));
        builder.Services.AddRegistry(connections);
        builder.Services.AddAccountWork(MailServer.Of(Environment.GetEnvironmentVariable));
        builder.AddPortal(
            new PortalOptions(choice.OverHttps)
            {
                External = ExternalProvider.Of(Environment.GetEnvironmentVariable),
                TrustedProxies = PortalOptions.ProxiesOf(Environment.GetEnvironmentVariable),
            }
        );
        var app = builder.Build();
        app.UsePortal();
        return app;
    }

    /// <summary>What the command line asked for.</summary>
    /// <param name="Reached">Address under which people reach the portal, for links in letters.</param>
    private sealed record Choice(DirectoryInfo Data, bool Demo, string Address, bool OverHttps, Uri? Reached);
}
