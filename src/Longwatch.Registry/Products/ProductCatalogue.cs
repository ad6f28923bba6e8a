using System.Collections.Immutable;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange;
using Longwatch.Registry.Evaluation;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Products;

/// <summary>The CAR T-cell products as the published evidence knows them, each value with its source; read once.</summary>
public sealed class ProductCatalogue(PublishedFolder folder) : IUseCase
{
    private readonly Lazy<(ImmutableArray<Product> Products, ImmutableArray<ProductApproval> Approvals)> all = new(() => Read(folder.Path));

    public ImmutableArray<Product> Products => all.Value.Products;

    /// <summary>Null when the catalogue has no such product.</summary>
    public Product? Find(string code) => Products.FirstOrDefault(p => p.Code == code);

    public IEnumerable<ProductApproval> ApprovalsOf(string code) => all.Value.Approvals.Where(a => a.Product == code);

    private static (ImmutableArray<Product>, ImmutableArray<ProductApproval>) Read(string folder) =>
        DatasetReader.Read(folder, folder) is DatasetReading.PublishedSet { Evidence: var evidence }
            ? (evidence.Products, evidence.Approvals)
            : throw new StoreException($"The published evidence in {folder} cannot be read: run  longwatch check {folder}");
}
