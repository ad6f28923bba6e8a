using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Neoplasms;

/// <summary>The lineage of the disease for which the product was given.</summary>
public static class IndexLineage
{
    /// <summary>Null when the disease does not tell.</summary>
    public static Lineage? Of(IndexDisease disease) =>
        disease switch
        {
            IndexDisease.LargeBCellLymphoma
            or IndexDisease.FollicularLymphoma
            or IndexDisease.MantleCellLymphoma
            or IndexDisease.MarginalZoneLymphoma
            or IndexDisease.ChronicLymphocyticLeukaemia
            or IndexDisease.AcuteLymphoblasticLeukaemia => Lineage.BCell,
            IndexDisease.MultipleMyeloma => Lineage.PlasmaCell,
            _ => null,
        };

    /// <summary>What a new neoplasm is presumed to be until somebody has compared it with the index disease: of one lineage with it, a relapse.</summary>
    public static NeoplasmRelation Presumed(IndexDisease disease, Lineage lineage) =>
        lineage != Lineage.Unknown && Of(disease) == lineage ? NeoplasmRelation.Relapse : NeoplasmRelation.SecondPrimary;
}
