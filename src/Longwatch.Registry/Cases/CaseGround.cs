using System.Collections.Immutable;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation;
using Longwatch.Exchange;
using Longwatch.Exchange.Casework;
using Longwatch.Genomics.Rules;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Cases;

/// <summary>What casework is judged by: its own data, the product catalogue, the ladder's thresholds, the rules of the genetic test.</summary>
public sealed record CaseGround(CaseworkData Casework, ImmutableArray<Product> Products, MolecularThresholds Thresholds, GeneticRules Rules)
{
    /// <summary>Reads the folders that go with the program.</summary>
    /// <param name="published">Folder of the published evidence.</param>
    /// <param name="genomics">Folder of the genetic test's data.</param>
    /// <exception cref="StoreException">The published evidence cannot be read, or lacks a threshold of the ladder.</exception>
    public static CaseGround Load(string published, string genomics)
    {
        if (DatasetReader.Read(published, published) is not DatasetReading.PublishedSet set)
            throw new StoreException($"The published evidence in {published} cannot be read. Run: longwatch evaluate {published}");
        var thresholds =
            LadderThresholds.Of(set.Evidence)
            ?? throw new StoreException($"{published}/assumptions.csv lacks a threshold of the evidence ladder (molecular.*).");
        return new(CaseworkData.Shipped, set.Evidence.Products, thresholds, GeneticRules.Read(Path.Combine(genomics, "rules.json")));
    }
}
