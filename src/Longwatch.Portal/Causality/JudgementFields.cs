using Longwatch.Domain.Causality;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Causality;

namespace Longwatch.Portal.Causality;

/// <summary>A judgement as fields of a form.</summary>
internal static class JudgementFields
{
    internal static readonly (string Code, string Field)[] Refusals =
    [
        ("causality.category", "category"),
        ("causality.time", "time"),
        ("causality.other-cause", "no_other_cause"),
        ("causality.definitive", "definitive"),
        ("causality.above-ceiling", "reason"),
        ("causality.reason-missing", "reason"),
        ("causality.reason-too-long", "reason"),
        ("reauthentication.failed", "proof"),
    ];

    /// <summary>Null when refused; the messages are in the form.</summary>
    internal static JudgementInput? Read(FormInput form, CausalityScale scale)
    {
        var category = form.Code<CausalityCategory>("category", required: true);
        var answers = new Dictionary<CausalityCriterion, CriterionAnswer>();
        foreach (var criterion in scale.Criteria.Where(c => c.Applies).Select(c => c.Criterion))
            if (form.Code<CriterionAnswer>(Exchange.Codes.Of(criterion), required: true) is { } answer)
                answers[criterion] = answer;
        var reason = form.Prose("reason", Judgement.LongestReason, required: true);
        return form.IsRefused ? null : new(category!.Value, answers, reason);
    }

    internal static FormInput Show(Judgement? judgement) =>
        judgement is null
            ? FormInput.Empty()
            : FormInput.Of([
                ("category", Exchange.Codes.Of(judgement.Category)),
                ("reason", judgement.Reason),
                .. judgement.Criteria.Select(c => (Exchange.Codes.Of(c.Key), (string?)Exchange.Codes.Of(c.Value))),
            ]);

    /// <summary>The proof as it was typed; it is neither trimmed nor kept.</summary>
    internal static string Proof(FormInput form)
    {
        if (form.Value("proof") is { Length: > 0 and <= 200 } proof)
            return proof;
        form.Refuse("proof", Shell.Text.T("form.required"));
        return "";
    }
}
