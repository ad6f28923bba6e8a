using Longwatch.Portal.Api;
using Longwatch.Portal.Evaluation;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Assets;
using Microsoft.AspNetCore.Routing;

namespace Longwatch.Portal;

/// <summary>Every page and every call of the HTTP API, one line each.</summary>
internal static class PortalEndpoints
{
    internal static void Map(IEndpointRouteBuilder app)
    {
        ServeAssets.Map(app);
        ChooseTheme.Map(app);
        ReadApiDescription.Map(app);
        EvaluationPages.Map(app);
    }

    /// <summary>Calls of the HTTP API; the builder is the group /api/v1.</summary>
    internal static void MapApi(IEndpointRouteBuilder api) { }
}
