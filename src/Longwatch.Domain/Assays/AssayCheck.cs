using System.Collections.Immutable;
using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Assays;

/// <summary>The product-to-assay check: what a test could not see, before it is ordered.</summary>
/// <remarks>
/// Source: catalogue of products and annotation of their vectors (data/published/products.csv). A psi, RRE or WPRE assay is blind to gammaretroviral
/// products; an FMC63 assay cannot tell the products apart that carry FMC63; HIV-1 infection cross-reacts with assays of its LTR and psi, and of other
/// HIV-1 sequences that the vectors took over.
/// </remarks>
public static class AssayCheck
{
    /// <summary>Findings for every product the patient was given, most serious first. An empty list means that nothing speaks against the assay.</summary>
    public static ImmutableArray<AssayFinding> Check(Assay assay, AssayPatient patient, ImmutableArray<Product> catalogue)
    {
        ArgumentNullException.ThrowIfNull(assay);
        ArgumentNullException.ThrowIfNull(patient);
        var findings = ImmutableArray.CreateBuilder<AssayFinding>();
        foreach (var code in patient.Products.Distinct(StringComparer.Ordinal))
            if (catalogue.FirstOrDefault(p => p.Code == code) is { } product)
                Product(findings, assay, product, patient, catalogue);
            else
                findings.Add(
                    new(AssayFindingKind.NotKnown, code, "The product is not in the catalogue: nothing is known of its vector.", true, true)
                );
        if (patient.Products.IsEmpty)
            findings.Add(
                new(AssayFindingKind.NotKnown, null, "No infusion is recorded: there is no product to check against.", true, true)
            );
        Infection(findings, assay, patient.Hiv);
        return [.. findings.OrderBy(f => f.Kind)];
    }

    private static void Product(
        ImmutableArray<AssayFinding>.Builder findings,
        Assay assay,
        Product product,
        AssayPatient patient,
        ImmutableArray<Product> catalogue
    )
    {
        var sees = Sees(assay, product);
        if (sees.Has == Ternary.No)
            findings.Add(new(AssayFindingKind.Blind, product.Code, BlindText(assay), sees.Verified, true));
        else if (sees.Has == Ternary.Unknown)
            findings.Add(new(AssayFindingKind.NotKnown, product.Code, NotKnownText(assay, product), sees.Verified, true));
        if (sees.Has != Ternary.Yes)
            return;
        ImmutableArray<string> others = [.. catalogue.Where(p => p != product && Sees(assay, p).Has == Ternary.Yes).Select(p => p.Code)];
        // A class assay is meant to see its class; it matters when the patient had two of the class. A CAR assay that sees five CARs is always said.
        var given = others.Any(o => patient.Products.Contains(o, StringComparer.Ordinal));
        if (others.Length > 0 && !assay.Targets.Contains(AssayTarget.GivenSequences))
            findings.Add(
                new(
                    AssayFindingKind.NotSpecific,
                    product.Code,
                    $"A positive does not tell this product from {string.Join(", ", others.Select(o => o.Replace('_', ' ')))}.",
                    sees.Verified,
                    given || assay.Targets.Contains(AssayTarget.Fmc63)
                )
            );
    }

    /// <summary>One target that the product has suffices; it is blind only when all are known to be absent.</summary>
    private static VectorPresence Sees(Assay assay, Product product)
    {
        if (assay.Targets.Contains(AssayTarget.CarOfProducts))
            return new(assay.Products.Contains(product.Code, StringComparer.Ordinal) ? Ternary.Yes : Ternary.No, Verified: true);
        if (assay.Targets.Contains(AssayTarget.GivenSequences))
            return new(assay.Products.Contains(product.Code, StringComparer.Ordinal) ? Ternary.Yes : Ternary.Unknown, Verified: true);
        ImmutableArray<VectorPresence> all = [.. assay.Targets.Select(t => VectorPresence.Of(product, t))];
        var has =
            all.Any(p => p.Has == Ternary.Yes) ? Ternary.Yes
            : all.All(p => p.Has == Ternary.No) ? Ternary.No
            : Ternary.Unknown;
        return new(has, all.Where(p => p.Has == has).All(p => p.Verified));
    }

    private static string BlindText(Assay assay) =>
        assay.Targets.Contains(AssayTarget.CarOfProducts)
            ? "The assay was made for the CAR of another product: a negative would say nothing."
            : $"The product has no {string.Join(", no ", assay.Targets.Select(TargetNames.Of))}: a negative would say nothing.";

    private static string NotKnownText(Assay assay, Product product) =>
        assay.Targets.Contains(AssayTarget.GivenSequences)
            ? "No public sequence of this product's vector is at hand: give it to the analysis, else only parts that it shares with others are found."
            : $"Whether the product has {string.Join(" or ", assay.Targets.Select(TargetNames.Of))} is not known"
                + (product.Vector == VectorFamily.Unknown ? "." : $"; its vector is {TargetNames.Of(product.Vector)}.");

    private static void Infection(ImmutableArray<AssayFinding>.Builder findings, Assay assay, Ternary hiv)
    {
        ImmutableArray<string> shared = [.. assay.Targets.Where(IsOfHiv).Select(TargetNames.Of)];
        if (shared.IsEmpty || hiv == Ternary.No)
            return;
        findings.Add(
            new(
                AssayFindingKind.CrossReacts,
                null,
                hiv == Ternary.Yes
                    ? $"HIV-1 infection is recorded: it has {string.Join(", ", shared)} too and makes the assay positive."
                    : $"Whether the patient has HIV-1 is not recorded: it has {string.Join(", ", shared)} too and would make the assay positive.",
                assay.Targets.Any(t => t is AssayTarget.Psi or AssayTarget.HivLtr),
                true
            )
        );
    }

    private static bool IsOfHiv(AssayTarget target) =>
        target is AssayTarget.Psi or AssayTarget.Rre or AssayTarget.Cppt or AssayTarget.HivLtr;
}
