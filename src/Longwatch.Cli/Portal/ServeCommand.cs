using System.CommandLine;
using System.Diagnostics;
using Longwatch.Cli.Store;
using Longwatch.Portal;
using Longwatch.Registry.Cohorts;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.Store;
using Microsoft.AspNetCore.Builder;
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
        var command = new Command(
            "serve",
            "Serve the registry: pages for centres, laboratories, safety officers and assessors, and the HTTP API. Makes and starts a database of its own in the data folder (LONGWATCH_DB names a server instead). Ends with Ctrl-C."
        )
        {
            data,
            demo,
            address,
            overHttps,
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
                        parsed.GetValue(overHttps)
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
            await app.StartAsync(terminal.Stopping);
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
        builder.Services.AddRegistry(connections);
        builder.AddPortal(new PortalOptions(choice.OverHttps));
        var app = builder.Build();
        app.UsePortal();
        return app;
    }

    private sealed record Choice(DirectoryInfo Data, bool Demo, string Address, bool OverHttps);
}
