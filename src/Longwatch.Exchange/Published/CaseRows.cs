using Longwatch.Domain.Cases;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.Published;

/// <summary>Rows of the tables of molecular cases.</summary>
internal static class CaseRows
{
    public static MolecularCase Case(TableReader row, KeySet cases, KeySet products) =>
        new(
            cases.New(row, CasesTable.Key),
            row.Required(CasesTable.Citation),
            row.Integer(CasesTable.Patients) ?? 0,
            products.Known(row, CasesTable.Product),
            row.Code(CasesTable.Vector),
            row.Number(CasesTable.Onset),
            row.Required(CasesTable.Tumour),
            row.Text(CasesTable.Immunophenotype),
            row.Code(CasesTable.Transgene),
            row.Text(CasesTable.Methods),
            row.Text(CasesTable.Quantity),
            row.Number(CasesTable.CarPositive),
            row.Number(CasesTable.Copies),
            row.Number(CasesTable.LimitOfDetection),
            row.Number(CasesTable.TumourFraction),
            row.Code(CasesTable.VectorClonality),
            row.Code(CasesTable.ClonePreexisting),
            row.Code(CasesTable.TcrInApheresis),
            row.Code(CasesTable.ExpressionEffect),
            row.Code(CasesTable.AlternativeDriver),
            row.List(CasesTable.ClonalHaematopoiesis),
            row.List(CasesTable.Germline),
            row.List(CasesTable.OtherMutations),
            row.Text(CasesTable.Virus),
            row.Text(CasesTable.LaterTherapies),
            row.Text(CasesTable.Outcome),
            [],
            PublishedCells.Unverified(row, CasesTable.Unverified, CasesTable.Table),
            CasesTable.Table.Provenance(row)
        );

    public static (string Case, IntegrationSite Site) Site(TableReader row, KeySet cases) =>
        (
            cases.Known(row, CaseSitesTable.CaseId) ?? "",
            new(
                row.Required(CaseSitesTable.Gene),
                row.Text(CaseSitesTable.Region),
                row.Code(CaseSitesTable.CancerGene),
                row.Text(CaseSitesTable.CancerGeneList),
                CaseSitesTable.Table.Provenance(row)
            )
        );
}
