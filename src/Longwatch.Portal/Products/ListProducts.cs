using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Products;

namespace Longwatch.Portal.Products;

/// <summary>GET /products: the catalogue of the published evidence.</summary>
internal static class ListProducts
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet(
                "/products",
                (HttpContext context, ProductCatalogue catalogue) =>
                    Page.Of<ProductList>(context, Text.T("products.title"), new { Products = catalogue.Products })
            )
            .Needs(Permission.ProductsRead)
            .ExcludeFromDescription();
}
