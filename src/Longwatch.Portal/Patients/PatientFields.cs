using System.Globalization;
using Longwatch.Domain;
using Longwatch.Domain.Treatment;
using Longwatch.Exchange;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Treatment;

namespace Longwatch.Portal.Patients;

/// <summary>The fields of a patient's facts: from the form, and back into it.</summary>
internal static class PatientFields
{
    internal const int MostLines = 50;

    internal static PatientFacts Read(FormInput form, TimeProvider clock) =>
        new(
            form.OneOf<Sex>("sex", required: true) ?? default,
            form.PartialDay("birth", DayRange.UntilToday(clock)),
            form.OneOf<IndexDisease>("index_disease", required: true) ?? default,
            form.Integer("prior_lines", 0, MostLines),
            new(
                form.OneOf<Ternary>("prior_autologous_transplant", required: true) ?? default,
                form.OneOf<Ternary>("prior_allogeneic_transplant", required: true) ?? default,
                form.OneOf<Ternary>("prior_tbi", required: true) ?? default,
                form.OneOf<Ternary>("prior_alkylator", required: true) ?? default
            )
        );

    internal static (string, string?)[] Show(PatientFacts facts) =>
        [
            ("sex", Codes.Of(facts.Sex)),
            ("birth", facts.Birth?.ToString()),
            ("index_disease", Codes.Of(facts.IndexDisease)),
            ("prior_lines", facts.PriorLines?.ToString(CultureInfo.InvariantCulture)),
            ("prior_autologous_transplant", Codes.Of(facts.Prior.AutologousTransplant)),
            ("prior_allogeneic_transplant", Codes.Of(facts.Prior.AllogeneicTransplant)),
            ("prior_tbi", Codes.Of(facts.Prior.TotalBodyIrradiation)),
            ("prior_alkylator", Codes.Of(facts.Prior.Alkylator)),
        ];

    /// <summary>Field of the form by code of refusal.</summary>
    internal static readonly (string Code, string Field)[] Refusals =
    [
        ("patient.birth", "birth"),
        ("rule.birth-date", "birth"),
        ("patient.prior-lines", "prior_lines"),
        ("patient.centre", "centre"),
        ("record.reason", "reason"),
    ];
}
