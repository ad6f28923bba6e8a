using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Microsoft.AspNetCore.OpenApi;

namespace Longwatch.Portal.Api;

/// <summary>GET /openapi/v1.json for programs, GET /api-reference for people: the same description.</summary>
internal static class ReadApiDescription
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").SignedIn();
        app.MapGet("/api-reference", Show).SignedIn().ExcludeFromDescription();
    }

    private static async Task<IResult> Show(
        HttpContext context,
        [FromKeyedServices("v1")] IOpenApiDocumentProvider provider,
        CancellationToken cancellation
    )
    {
        var document = await provider.GetOpenApiDocumentAsync(cancellation);
        var calls =
            from path in document.Paths
            from operation in path.Value.Operations ?? []
            orderby path.Key, operation.Key.Method
            select new ApiCall(
                operation.Key.Method,
                path.Key,
                operation.Value.Summary,
                [.. (operation.Value.Parameters ?? []).Select(p => $"{p.Name} ({p.In?.ToString().ToUpperInvariant()})")],
                operation.Value.Responses is { } answers ? [.. answers.Keys] : []
            );
        return Page.Of<ApiReferencePage>(context, Text.T("api.title"), new { Calls = calls.ToArray() });
    }
}

/// <summary>One call of the HTTP API as the page shows it.</summary>
public sealed record ApiCall(string Method, string Path, string? Summary, IReadOnlyList<string> Parameters, IReadOnlyList<string> Answers);
