using System.Globalization;
using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Specimens;

namespace Longwatch.Portal.Specimens;

/// <summary>What is written on and of a specimen, as fields of a form.</summary>
internal static class SpecimenFields
{
    internal static readonly (string Code, string Field)[] Refusals =
    [
        ("specimen.identifier", "identifier"),
        ("specimen.amount", "amount"),
        ("specimen.amount-unit", "unit"),
        ("specimen.code", "fixation"),
        ("specimen.tumour-fraction", "tumour_fraction"),
        ("specimen.neoplasm", "type"),
        ("specimen.collected", "collected"),
        ("custody.not-yours", "party"),
        ("specimen.reason", "reason"),
    ];

    /// <summary>What is recorded of a specimen, by field of the form.</summary>
    internal static (string Name, string? Value)[] Show(SpecimenView view)
    {
        var detail = view.Detail;
        return
        [
            ("identifier", detail?.Identifier),
            ("amount", detail?.Amount?.ToString(CultureInfo.InvariantCulture)),
            ("unit", detail?.Unit is { } unit ? Exchange.Codes.Of(unit) : null),
            ("fixation", Exchange.Codes.Of(detail?.Fixation ?? default)),
            ("tumour_fraction", view.TumourFraction?.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>The value of a field as a person reads it; null when it is empty.</summary>
    internal static string? Words(string name, string? value) =>
        string.IsNullOrWhiteSpace(value) ? null
        : name is "unit" or "fixation" && Shell.Text.Has($"specimens.{name}.{value}") ? Shell.Text.T($"specimens.{name}.{value}")
        : value.Trim();

    /// <summary>Null when refused; the messages are in the form.</summary>
    internal static SpecimenDetail? Read(FormInput form)
    {
        var identifier = form.Line("identifier", 40, required: true);
        var amount = form.Number("amount", 0, 1e9);
        var unit = form.Code<AmountUnit>("unit");
        var fixation = form.Code<Fixation>("fixation", required: true);
        if (form.IsRefused)
            return null;
        var detail = SpecimenDetail.Of(identifier, amount, unit, fixation!.Value);
        if (detail is Result<SpecimenDetail>.Refused refused)
            form.Refuse(refused.Why, Refusals);
        return (detail as Result<SpecimenDetail>.Ok)?.Value;
    }
}
