using System.Data.Common;
using System.Net.Sockets;
using Longwatch.Registry.Store;
using Microsoft.AspNetCore.Antiforgery;

namespace Longwatch.Portal.Shell.Errors;

/// <summary>Whatever goes wrong below becomes one clear page (or one problem of the HTTP API), and one line in the log that names no one.</summary>
internal sealed partial class ErrorPages(RequestDelegate next, ILogger<ErrorPages> logger)
{
    /// <summary>Seconds after which a client may try again when the database was not there.</summary>
    internal const int RetryAfterSeconds = 10;

    private const string HeaderOfPages = "blazor-enhanced-nav";

    private readonly record struct Failure(int Status, string? Code);

    public async Task InvokeAsync(HttpContext context)
    {
        Failure? failure = null;
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody waits for the answer
        }
#pragma warning disable CA1031 // the edge: what got here is told of in the log without its message, which may carry what a person typed
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = Classify(e);
            if (failure.Value.Status >= 500)
                Failed(context.Request.Method, Route(context), failure.Value.Status, context.TraceIdentifier, Describe(e));
        }

        if (context.Response.HasStarted)
        {
            if (failure is not null)
                context.Abort(); // half an answer must not look like a whole one
            return;
        }

        failure ??= context.Response is { StatusCode: >= 400, ContentType: null } ? new Failure(context.Response.StatusCode, null) : null;
        if (failure is not { } why)
            return;
        if (why.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        await Say(context, why);
    }

    private async Task Say(HttpContext context, Failure why)
    {
        try
        {
            context.Response.Headers.Remove(HeaderOfPages); // a page that failed while it was drawn has set it, and the next one would again
            await Page.Error(context, why.Status, why.Code).ExecuteAsync(context);
        }
#pragma warning disable CA1031 // the last resort: whatever the error page itself fails on, the answer is clear and the log names nobody
        catch (Exception e) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            Failed(context.Request.Method, Route(context), why.Status, context.TraceIdentifier, Describe(e));
            context.Response.StatusCode = why.Status;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(ErrorTexts.Title(why.Status, why.Code));
        }
    }

    private static Failure Classify(Exception error) =>
        error switch
        {
            RefusedRequestException refused => new(refused.Status, refused.Code),
            BadHttpRequestException bad => new(bad.StatusCode, null),
            AntiforgeryValidationException => new(StatusCodes.Status400BadRequest, "forgery"),
            _ when Chain(error).OfType<StoreException>().Any(e => e.IsOutcomeUnknown) => new(
                StatusCodes.Status503ServiceUnavailable,
                "outcome-unknown"
            ),
            _ when Chain(error).Any(IsDatabaseGone) => new(StatusCodes.Status503ServiceUnavailable, null),
            _ when Chain(error).OfType<DbException>().Any(IsDiskFull) => new(StatusCodes.Status503ServiceUnavailable, "disk-full"),
            _ => new(StatusCodes.Status500InternalServerError, null),
        };

    /// <summary>No connection, or the server going down or starting: SQLSTATE classes 08 and 57P, too many connections 53300.</summary>
    private static bool IsDatabaseGone(Exception error) =>
        error switch
        {
            DbException { SqlState: { } state } => state.StartsWith("08", StringComparison.Ordinal)
                || state.StartsWith("57P", StringComparison.Ordinal)
                || state is "53300",
            DbException { IsTransient: true } => true,
            DbException { InnerException: SocketException or IOException or TimeoutException } => true,
            SocketException => true,
            InvalidOperationException { InnerException: null, Source: "Npgsql" } => true, // "Connection is not open"
            _ => false,
        };

    private static bool IsDiskFull(DbException error) => error.SqlState is "53100";

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }

    private static string Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no page)";

    /// <summary>Types and places only: a message may carry what a person typed.</summary>
    private static string Describe(Exception error) =>
        string.Join(
            " <- ",
            Chain(error).Select(e => e is DbException { SqlState: { } state } ? $"{e.GetType().FullName} {state}" : e.GetType().FullName)
        )
        + Environment.NewLine
        + error.StackTrace;

    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} answered {Status}, incident {Incident}: {What}")]
    private partial void Failed(string method, string route, int status, string incident, string what);
}
