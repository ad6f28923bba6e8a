using Longwatch.Portal.Shell.Forms;
using Longwatch.Portal.Shell.Frame;
using Longwatch.Registry.Products;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>The fields of an infusion: from the form, and back into it.</summary>
internal static class InfusionFields
{
    /// <summary>Field of the form by code of refusal.</summary>
    internal static readonly (string Code, string Field)[] Refusals =
    [
        ("infusion.date", "date"),
        ("rule.infusion-date", "date"),
        ("infusion.product", "product"),
        ("infusion.batch", "batch"),
        ("record.reason", "reason"),
    ];

    internal static InfusionFacts? Read(FormInput form, ProductCatalogue catalogue, TimeProvider clock)
    {
        var (date, product, batch) = (
            form.Day("date", DayRange.UntilToday(clock), required: true),
            form.OneOf("product", catalogue.Products.Select(p => p.Code), required: true),
            form.Line("batch", 64)
        );
        return date is { } day && product is not null ? new(day, product, batch) : null;
    }

    internal static (string Name, string? Value)[] Show(InfusionRow row) =>
        [("date", Days.Text(row.Date)), ("product", row.Product), ("batch", row.Batch)];
}
