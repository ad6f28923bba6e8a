using Longwatch.Portal.Shell;
using Longwatch.Portal.Shell.Access;
using Longwatch.Registry.Access;
using Longwatch.Registry.Products;

namespace Longwatch.Portal.Products;

/// <summary>GET /products/{code}: one product, each value with its source.</summary>
internal static class ShowProduct
{
    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/products/{code}", Show).Needs(Permission.ProductsRead).ExcludeFromDescription();

    private static IResult Show(HttpContext context, string code, ProductCatalogue catalogue) =>
        catalogue.Find(code) is { } product
            ? Page.Of<ProductView>(
                context,
                ProductNames.Of(product),
                new { Product = product, Approvals = catalogue.ApprovalsOf(code).ToArray() }
            )
            : Page.Error(context, StatusCodes.Status404NotFound);
}
