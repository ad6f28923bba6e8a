using Longwatch.Domain;
using Longwatch.Domain.Specimens;
using Longwatch.Portal.Shell.Forms;

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
