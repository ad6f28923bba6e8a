using Longwatch.Domain.Treatment;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Products;

namespace Longwatch.Portal.Products;

internal static class ProductNames
{
    /// <summary>INN, and the brand where there is one.</summary>
    internal static string Of(Product product) => product.Brand is null ? Inn(product.Code) : $"{Inn(product.Code)} ({product.Brand})";

    internal static Choice[] Choices(ProductCatalogue catalogue) => [.. catalogue.Products.Select(p => new Choice(p.Code, Of(p)))];

    /// <summary>The INN as people write it.</summary>
    internal static string Inn(string code) => code.Replace('_', ' ');
}
