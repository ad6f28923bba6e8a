using Longwatch.Domain;

namespace Longwatch.Registry.Treatment;

/// <summary>One administration of one product, as it is entered and corrected.</summary>
/// <param name="Product">Code of a product of the catalogue.</param>
/// <param name="Batch">As printed on the bag; null when not recorded.</param>
public sealed record InfusionFacts(DateOnly Date, string Product, string? Batch)
{
    private const int LongestBatch = 64;

    internal Refusal? Wrong(DateOnly lastDay, Products.ProductCatalogue catalogue) =>
        Date > lastDay ? new("infusion.date", "The day of the infusion has not come yet.")
        : catalogue.Find(Product) is null ? new("infusion.product", "The product is not in the catalogue.")
        : Date.Year < 1900 ? new("infusion.date", "The day of the infusion lies too far back.")
        : Batch is not null && !Store.PlainText.IsLine(Batch)
            ? new("infusion.batch", "A batch number holds no control characters and no angle brackets.")
        : Batch?.Length > LongestBatch ? new("infusion.batch", $"A batch number has at most {LongestBatch} characters.")
        : null;
}
