using System.Net;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.Store;
using Longwatch.Registry.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Longwatch.Portal.Tests.Frame;

/// <summary>The portal on Kestrel at a free port of loopback. Who calls is named by a cookie: <see cref="Callers"/>.</summary>
public sealed class PortalServer : IAsyncDisposable
{
    internal const string CallerCookie = "test-caller";

    private readonly WebApplication _app;
    private readonly IAsyncDisposable _with;
    private readonly List<string> _log;

    private PortalServer(WebApplication app, Dictionary<string, Caller> callers, List<string> log, IAsyncDisposable with) =>
        (_app, Callers, _log, _with) = (app, callers, log, with);

    internal Uri Address => new(_app.Urls.Single());

    internal Dictionary<string, Caller> Callers { get; }

    /// <summary>Every line that was logged so far.</summary>
    internal IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    internal IServiceProvider Services => _app.Services;

    /// <summary>The portal with an empty registry of its own.</summary>
    /// <param name="pages">Further endpoints, beside those of the portal.</param>
    /// <param name="services">Further services, before those of the portal.</param>
    internal static async Task<PortalServer> Start(
        Action<IEndpointRouteBuilder>? pages = null,
        Action<IServiceCollection>? services = null,
        PortalOptions? options = null
    )
    {
        var callers = new Dictionary<string, Caller>(StringComparer.Ordinal) { ["all"] = TestCallers.All("C1") };
        var log = new List<string>();
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = "Longwatch.Portal.Tests" });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.AddProvider(new LineLog(log));
        builder.Services.AddSingleton<CallerOf>(context =>
            ValueTask.FromResult(context.Request.Cookies[CallerCookie] is { } name ? callers.GetValueOrDefault(name) : null)
        );
        var connections = await TestStore.Open();
        builder.Services.AddSingleton(new PublishedFolder(TestStore.Published));
        builder.Services.AddRegistry(connections);
        services?.Invoke(builder.Services);
        builder.AddPortal(options ?? new PortalOptions(OverHttps: false));
        var app = builder.Build();
        app.UsePortal(pages);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, callers, log, connections);
    }

    /// <summary>A client with its own cookies that follows no redirect.</summary>
    /// <param name="caller">One of <see cref="Callers"/>; null: nobody is signed in.</param>
    internal PortalClient Client(string? caller = "all")
    {
        var cookies = new CookieContainer();
        if (caller is not null)
            cookies.Add(Address, new Cookie(CallerCookie, caller));
        return new(
            new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = Address },
            cookies
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _with.DisposeAsync();
    }

    private sealed class LineLog(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            lock (lines)
                lines.Add($"{logLevel}: {formatter(state, exception)} {exception}");
        }
    }
}
