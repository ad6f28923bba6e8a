using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Domain.Assays;
using Longwatch.Registry.Cases;
using Longwatch.Registry.Specimens;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Assays;

/// <summary>What the product-to-assay check says of one assay for the patient of one specimen.</summary>
internal static class OrderChecks
{
    public static async Task<ImmutableArray<AssayFinding>> Of(
        RegistryDb db,
        CaseGround ground,
        SpecimenRow specimen,
        Assay assay,
        CancellationToken cancellation
    )
    {
        var products = await db.Set<InfusionRow>()
            .Where(i => i.Patient == specimen.Patient && !i.Voided)
            .OrderBy(i => i.Date)
            .Select(i => i.Product)
            .ToListAsync(cancellation);
        var hiv = await db.Set<ChecklistAnswerRow>()
            .Where(a => a.Patient == specimen.Patient && a.Item == ChecklistCodes.Hiv && !a.Voided)
            .Select(a => a.Value)
            .ToListAsync(cancellation);
        // One positive answer in any case of the patient counts; an infection does not go away.
        var infected =
            hiv.Contains(ChecklistCodes.Positive) ? Ternary.Yes
            : hiv.Contains(ChecklistCodes.Negative) ? Ternary.No
            : Ternary.Unknown;
        return AssayCheck.Check(assay, new([.. products], infected), ground.Products);
    }
}
