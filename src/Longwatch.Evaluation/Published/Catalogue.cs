using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.Treatment;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>What the data set knows of products and of thresholds, as tables.</summary>
internal static class Catalogue
{
    /// <summary>Products with the attributes by which they could be told apart; attributes that are not verified are marked.</summary>
    public static ReportTable Products(PublishedEvidence evidence) =>
        new(
            "class-effect-catalogue",
            "Products and their vectors (attributes in brackets are not verified; psi, RRE, cPPT and WPRE decide which assay can see a vector)",
            [
                new("product", "Product"),
                new("brand", "Brand"),
                new("target", "Target"),
                new("binder", "Binder"),
                new("costimulatory_domain", "Costimulatory domain"),
                new("vector", "Vector"),
                new("promoter", "Promoter"),
                new("psi", "psi"),
                new("rre", "RRE"),
                new("cppt", "cPPT"),
                new("wpre", "WPRE"),
                new("ltr_type", "LTR"),
                new("approvals", "Approvals"),
            ],
            [.. evidence.Products.Select(p => Product(p, evidence.Approvals))]
        );

    /// <summary>Regulatory and clinical thresholds; those whose source was not seen are greyed.</summary>
    public static ReportTable Thresholds(PublishedEvidence evidence) =>
        new(
            "data-quality-thresholds",
            "Regulatory and clinical thresholds in the data set, with version; those whose text was not seen are greyed and rule nothing",
            [
                new("applies_to", "Applies to"),
                new("rule", "Rule"),
                new("value", "Value"),
                new("unit", "Unit"),
                new("version", "Version"),
                new("verified", "Verified"),
            ],
            [
                .. evidence.Thresholds.Select(t => new TableRow(
                    [t.AppliesTo, t.Rule, t.Value, t.Unit, t.Version, t.Verified ? "yes" : "no"],
                    t.Provenance.NotCountedBecause(),
                    [t.Provenance.Key]
                )),
            ]
        );

    private static TableRow Product(Product product, ImmutableArray<ProductApproval> approvals)
    {
        Cell Text(string column, string? value) => value is not null && product.UnverifiedFields.Contains(column) ? $"[{value}]" : value;
        Cell Element(string column, Ternary value) =>
            Text(
                column,
                value switch
                {
                    Ternary.Yes => "yes",
                    Ternary.No => "no",
                    _ => null,
                }
            );
        var own = approvals.Where(a => string.Equals(a.Product, product.Code, StringComparison.Ordinal)).ToArray();
        return new(
            [
                product.Code.Replace('_', ' '),
                Text("brand", product.Brand),
                Text("target", product.Target),
                Text("binder", product.Binder),
                Text("costimulatory_domain", product.CostimulatoryDomain),
                Text("vector", product.Vector == VectorFamily.Unknown ? null : product.Vector.ToString().ToLowerInvariant()),
                Text("promoter", product.Promoter),
                Element("psi", product.Elements.Psi),
                Element("rre", product.Elements.Rre),
                Element("cppt", product.Elements.Cppt),
                Element("wpre", product.Elements.Wpre),
                Text("ltr_type", product.Elements.LtrType),
                own.Length == 0 ? default : string.Join("; ", own.Select(Approval)),
            ],
            product.Provenance.NotCountedBecause(),
            [product.Provenance.Key, .. own.Select(a => a.Provenance.Key)]
        );
    }

    private static string Approval(ProductApproval approval)
    {
        var text = $"{approval.Jurisdiction} {approval.Approved?.ToString() ?? approval.Status ?? "date not known"}";
        return approval.Provenance.Counts ? text : $"[{text}]";
    }
}
