using System.Security.Cryptography;
using System.Text;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Requests;

namespace Longwatch.Portal.Api;

/// <summary>Writes of the HTTP API happen once for each Idempotency-Key: the same request again gets the same answer, another one with the key 422.</summary>
/// <remarks>A POST must carry a key (draft-ietf-httpapi-idempotency-key-header); other writes name the version that they change and may.</remarks>
internal sealed class IdempotencyGate(RequestDelegate next)
{
    internal const string Header = "Idempotency-Key";

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var writes =
            ApiRequests.Is(request)
            && ApiRequests.Changes(request)
            && context.GetEndpoint() is RouteEndpoint call
            && call.Metadata.GetMetadata<ChangesNothing>() is null;
        if (!writes || context.CallerOrNull()?.Account is not { } account)
        {
            await next(context);
            return;
        }

        if (request.Headers[Header] is not [{ } key])
        {
            if (HttpMethods.IsPost(request.Method))
                await Page.Error(context, StatusCodes.Status400BadRequest, "idempotency-missing").ExecuteAsync(context);
            else
                await next(context);
            return;
        }

        if (key.Length is 0 or > 128 || key.Any(c => c is < '!' or > '~'))
        {
            await Page.Error(context, StatusCodes.Status400BadRequest, "idempotency-missing").ExecuteAsync(context);
            return;
        }

        var answers = context.RequestServices.GetRequiredService<IdempotentAnswers>();
        switch (await answers.Claim(account, key, await Digest(request), context.RequestAborted))
        {
            case KeyState.Answered { Answer: var kept }:
                await Repeat(context.Response, kept, context.RequestAborted);
                return;
            case KeyState.OtherRequest:
                await Page.Error(context, StatusCodes.Status422UnprocessableEntity, "idempotency-key").ExecuteAsync(context);
                return;
            case KeyState.Running:
                await Page.Error(context, StatusCodes.Status409Conflict, "idempotency-running").ExecuteAsync(context);
                return;
        }

        context.RequestAborted = CancellationToken.None; // a write whose client went away is done all the same, and its answer kept for the next try
        await Answer(context, answers, (account, key));
    }

    private async Task Answer(HttpContext context, IdempotentAnswers answers, (Guid Account, string Key) of)
    {
        var outside = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException)
        {
            await answers.Release(of.Account, of.Key, CancellationToken.None); // nothing was done
            throw;
        }
        finally
        {
            context.Response.Body = outside;
        }

        var kept = new KeptAnswer(
            context.Response.StatusCode,
            context.Response.ContentType,
            context.Response.Headers.Location,
            body.ToArray()
        );
        await answers.Keep(of.Account, of.Key, kept, CancellationToken.None); // the write is done, whether or not the client still waits
        await outside.WriteAsync(kept.Body, CancellationToken.None);
    }

    private static async Task Repeat(HttpResponse response, KeptAnswer kept, CancellationToken cancellation)
    {
        response.StatusCode = kept.Status;
        response.ContentType = kept.ContentType;
        if (kept.Location is not null)
            response.Headers.Location = kept.Location;
        response.Headers["Idempotency-Replayed"] = "true";
        await response.Body.WriteAsync(kept.Body, cancellation);
    }

    private static async Task<byte[]> Digest(HttpRequest request)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var buffer = new byte[8192];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0; )
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}

/// <summary>Metadata of a POST that only reads: it needs no key.</summary>
internal sealed record ChangesNothing;
