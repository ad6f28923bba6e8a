using Longwatch.Domain.Evidence;
using Longwatch.Exchange.Csv;
using static Longwatch.Exchange.Published.PublishedCells;

namespace Longwatch.Exchange.Published;

/// <summary>Rows of the tables of counts and cohorts.</summary>
internal static class EvidenceRows
{
    public static Func<TableReader, RegulatorCount> Count()
    {
        var keys = new KeySet(CountsTable.Schema.File);
        return row =>
            new(
                keys.New(row, CountsTable.Key),
                row.Required(CountsTable.Agency),
                row.Required(CountsTable.Evaluation),
                row.Code(CountsTable.Quantity),
                row.Code(CountsTable.Qualifier),
                row.Number(CountsTable.Value),
                row.Text(CountsTable.Wording),
                row.PartialDate(CountsTable.DataLock),
                row.Required(CountsTable.CaseDefinition),
                row.Required(CountsTable.Population),
                row.Text(CountsTable.OverlapSet),
                CountsTable.Table.Provenance(row)
            );
    }

    public static PublishedCohort Cohort(TableReader row, KeySet cohorts)
    {
        var cohort = new PublishedCohort(
            cohorts.New(row, CohortsTable.Key),
            row.Required(CohortsTable.Name),
            row.Code(CohortsTable.Setting),
            row.Text(CohortsTable.Population),
            row.Integer(CohortsTable.Patients),
            row.Number(CohortsTable.FollowUp),
            row.Number(CohortsTable.PersonYears),
            row.Code(CohortsTable.PersonYearsQualifier),
            row.Integer(CohortsTable.SecondPrimaries),
            row.Code(CohortsTable.SecondPrimariesBasis),
            row.Text(CohortsTable.Definition),
            row.Integer(CohortsTable.TCell),
            row.Code(CohortsTable.TCellBasis),
            row.Number(CohortsTable.Onset),
            Pooled(row),
            YesOrNo(row, CohortsTable.Pool),
            row.Text(CohortsTable.NotPooledBecause),
            Unverified(row, CohortsTable.Unverified, CohortsTable.Table),
            CohortsTable.Table.Provenance(row)
        );
        InOrder(row, (CohortsTable.SecondPrimaries, cohort.SecondPrimaries), (CohortsTable.Patients, cohort.Patients));
        InOrder(row, (CohortsTable.TCell, cohort.TCellMalignancies), (CohortsTable.Patients, cohort.Patients));
        if (!cohort.Pool && cohort.NotPooledBecause is null)
            row.Refuse(
                CohortsTable.NotPooledBecause,
                new("an empty cell", "the reason, where pool is no", "Say why the cohort is not pooled.")
            );
        Basis(
            row,
            (CohortsTable.SecondPrimaries, cohort.SecondPrimaries),
            (CohortsTable.SecondPrimariesBasis, cohort.SecondPrimariesBasis)
        );
        Basis(row, (CohortsTable.TCell, cohort.TCellMalignancies), (CohortsTable.TCellBasis, cohort.TCellBasis));
        return cohort;
    }

    public static Func<TableReader, CohortProduct> CohortProduct(KeySet cohorts, KeySet products)
    {
        var pairs = new KeySet(CohortProductsTable.Table.Schema.File);
        return row =>
        {
            var product = new CohortProduct(
                cohorts.Known(row, CohortProductsTable.CohortId) ?? "",
                products.Known(row, CohortProductsTable.Product) ?? "",
                row.Integer(CohortProductsTable.Patients),
                row.Integer(CohortProductsTable.SecondPrimaries),
                row.Integer(CohortProductsTable.TCell),
                CohortProductsTable.Table.Provenance(row)
            );
            pairs.NewPair(row, CohortProductsTable.Product, product.CohortId, product.Product);
            return product;
        };
    }

    private static PublishedPooledShare? Pooled(TableReader row)
    {
        var percent = row.Number(CohortsTable.Pooled);
        var lower = row.Number(CohortsTable.PooledLower);
        var upper = row.Number(CohortsTable.PooledUpper);
        if (percent is { } p && lower is { } l && upper is { } u)
        {
            InOrder(row, (CohortsTable.PooledLower, lower), (CohortsTable.Pooled, percent));
            InOrder(row, (CohortsTable.Pooled, percent), (CohortsTable.PooledUpper, upper));
            return new(p, l, u);
        }

        if (percent is not null || lower is not null || upper is not null)
            row.Refuse(
                CohortsTable.Pooled,
                new("a pooled share in part", "percent, lower and upper limit together", "Give all three, or leave all three empty.")
            );
        return null;
    }

    private static void Basis(TableReader row, (Column Column, int? Value) count, (Column Column, CountBasis Value) basis)
    {
        if (count.Value is not null && basis.Value == CountBasis.NotPublished)
            row.Refuse(
                basis.Column,
                new(
                    $"not_published beside a count in {count.Column.Name}",
                    "printed or from_percentage",
                    "Say whether the count was printed or computed, or leave the count empty."
                )
            );
    }
}
