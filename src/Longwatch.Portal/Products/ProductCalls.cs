using Longwatch.Portal.Api;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Products;

namespace Longwatch.Portal.Products;

/// <summary>Calls of the HTTP API about products.</summary>
internal static class ProductCalls
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/products", (ProductCatalogue catalogue, PageRequest page) => TypedResults.Ok(page.Of(catalogue.Products)))
            .Needs(Permission.ProductsRead)
            .WithSummary("The product catalogue, each row with its source and evidence tag.");
}
