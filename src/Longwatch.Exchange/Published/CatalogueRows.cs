using System.Globalization;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Analyses;
using Longwatch.Exchange.Csv;
using static Longwatch.Exchange.Published.PublishedCells;

namespace Longwatch.Exchange.Published;

/// <summary>Rows of the catalogue of products and of the tables of reference values.</summary>
internal static class CatalogueRows
{
    public static Product Product(TableReader row, KeySet products) =>
        new(
            products.New(row, ProductsTable.Code),
            row.Text(ProductsTable.Brand),
            row.Text(ProductsTable.Holder),
            row.Text(ProductsTable.Target),
            row.Text(ProductsTable.Binder),
            row.Text(ProductsTable.Costimulatory),
            row.Text(ProductsTable.Hinge),
            row.Code(ProductsTable.Vector),
            row.Text(ProductsTable.Promoter),
            new(
                row.Code(ProductsTable.Psi),
                row.Code(ProductsTable.Rre),
                row.Code(ProductsTable.Cppt),
                row.Code(ProductsTable.Wpre),
                row.Text(ProductsTable.LtrType)
            ),
            Unverified(row, ProductsTable.Unverified, ProductsTable.Table),
            ProductsTable.Table.Provenance(row)
        );

    public static ProductApproval Approval(TableReader row, KeySet products) =>
        new(
            products.Known(row, ApprovalsTable.Product) ?? "",
            row.Required(ApprovalsTable.Jurisdiction),
            row.PartialDate(ApprovalsTable.Approved),
            row.Text(ApprovalsTable.Status),
            ApprovalsTable.Table.Provenance(row)
        );

    public static Func<TableReader, BackgroundRate> Background()
    {
        var keys = new KeySet(BackgroundTable.Table.Schema.File);
        return row =>
        {
            var rate = new BackgroundRate(
                keys.New(row, BackgroundTable.Key),
                row.Required(BackgroundTable.Population),
                row.Required(BackgroundTable.Entity),
                row.Text(BackgroundTable.AgeGroup),
                row.Text(BackgroundTable.Sex),
                row.Text(BackgroundTable.Period),
                row.Number(BackgroundTable.Rate),
                row.Number(BackgroundTable.RateUpper),
                row.Integer(BackgroundTable.Cases),
                BackgroundTable.Table.Provenance(row)
            );
            InOrder(row, (BackgroundTable.Rate, rate.RatePer100000), (BackgroundTable.RateUpper, rate.RateUpperPer100000));
            return rate;
        };
    }

    public static Func<TableReader, Threshold> Threshold()
    {
        var keys = new KeySet(ThresholdsTable.Table.Schema.File);
        return row =>
            new(
                keys.New(row, ThresholdsTable.Key),
                row.Required(ThresholdsTable.AppliesTo),
                row.Required(ThresholdsTable.Rule),
                row.Number(ThresholdsTable.Value),
                row.Text(ThresholdsTable.Unit),
                row.Required(ThresholdsTable.Version),
                YesOrNo(row, ThresholdsTable.Verified),
                ThresholdsTable.Table.Provenance(row)
            );
    }

    public static Func<TableReader, Assumption> Assumption()
    {
        var pairs = new KeySet(AssumptionsTable.Table.Schema.File);
        return row =>
        {
            var assumption = new Assumption(
                row.Required(AssumptionsTable.Key),
                row.Number(AssumptionsTable.Value) ?? 0,
                row.Text(AssumptionsTable.Unit),
                row.Required(AssumptionsTable.Reason),
                AssumptionsTable.Table.Provenance(row)
            );
            pairs.NewPair(row, AssumptionsTable.Value, assumption.Key, assumption.Value.ToString("R", CultureInfo.InvariantCulture));
            if (!row.Failed && AssumptionRange.Of(assumption.Key) is var range && !range.Contains(assumption.Value))
                row.Log.Warning(
                    row.Line,
                    AssumptionsTable.Value.Name,
                    new(
                        assumption.Value.ToString("R", CultureInfo.InvariantCulture),
                        $"{range.Words()} for {assumption.Key}",
                        "The value is set aside and moves no number: correct it."
                    )
                );
            return assumption;
        };
    }

    public static Func<TableReader, BenefitFigure> Benefit(KeySet products)
    {
        var keys = new KeySet(BenefitsTable.Table.Schema.File);
        return row =>
        {
            var figure = new BenefitFigure(
                keys.New(row, BenefitsTable.Key),
                row.Required(BenefitsTable.Outcome),
                row.Required(BenefitsTable.Population),
                products.Known(row, BenefitsTable.Product),
                row.Text(BenefitsTable.Comparator),
                row.Number(BenefitsTable.Per10000) ?? 0,
                row.Number(BenefitsTable.Lower),
                row.Number(BenefitsTable.Upper),
                BenefitsTable.Table.Provenance(row)
            );
            InOrder(row, (BenefitsTable.Lower, figure.LowerPer10000), (BenefitsTable.Upper, figure.UpperPer10000));
            return figure;
        };
    }
}
