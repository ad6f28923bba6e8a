using Longwatch.Domain.Treatment;

namespace Longwatch.Domain.Assays;

/// <summary>Whether one product has what one target looks at, and whether that is verified.</summary>
internal readonly record struct VectorPresence(Ternary Has, bool Verified)
{
    private const string Fmc63 = "FMC63";

    public static VectorPresence Of(Product product, AssayTarget target) =>
        target switch
        {
            AssayTarget.Psi => Element(product, product.Elements.Psi, "psi"),
            AssayTarget.Rre => Element(product, product.Elements.Rre, "rre"),
            AssayTarget.Cppt => Element(product, product.Elements.Cppt, "cppt"),
            AssayTarget.Wpre => Element(product, product.Elements.Wpre, "wpre"),
            AssayTarget.HivLtr => Ltr(product, VectorFamily.Lentiviral),
            AssayTarget.MscvLtr => Ltr(product, VectorFamily.Gammaretroviral),
            AssayTarget.Fmc63 => Binder(product),
            _ => throw new ArgumentOutOfRangeException(nameof(target), target, "Not an element of a vector."),
        };

    private static VectorPresence Element(Product product, Ternary has, string field) => new(has, IsVerified(product, field));

    /// <summary>The LTR follows from the vector family; a product whose family is not known has an unknown one.</summary>
    private static VectorPresence Ltr(Product product, VectorFamily family) =>
        product.Vector == VectorFamily.Unknown
            ? new(Ternary.Unknown, Verified: true)
            : new(product.Vector == family ? Ternary.Yes : Ternary.No, IsVerified(product, "vector"));

    private static VectorPresence Binder(Product product) =>
        product.Binder is not { } binder
            ? new(Ternary.Unknown, Verified: true)
            : new(binder == Fmc63 ? Ternary.Yes : Ternary.No, IsVerified(product, "binder"));

    private static bool IsVerified(Product product, string field) => product.Provenance.Counts && !product.UnverifiedFields.Contains(field);
}
