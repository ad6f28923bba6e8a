using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;

namespace Longwatch.Portal.Api;

/// <summary>The frame of the HTTP API: JSON in snake_case that refuses what it does not know, and its description.</summary>
internal static class PortalApi
{
    internal const string Prefix = "/api/v1";

    internal static IServiceCollection AddPortalApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            var options = json.SerializerOptions;
            options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            options.AllowDuplicateProperties = false;
            options.RespectNullableAnnotations = true;
            options.RespectRequiredConstructorParameters = true;
            options.NumberHandling = JsonNumberHandling.Strict;
            options.MaxDepth = 32;
            options.Converters.Add(new PartialDateJson());
            options.Converters.Add(new TextJson());
            options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        return services.AddOpenApi(
            "v1",
            open =>
            {
                open.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
                open.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info.Title = "Longwatch";
                        document.Info.Version = "v1";
                        document.Servers?.Clear(); // the address is the one it was read from
                        return Task.CompletedTask;
                    }
                );
            }
        );
    }
}
