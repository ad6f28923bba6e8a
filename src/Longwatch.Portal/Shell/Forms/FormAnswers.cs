using Longwatch.Domain;
using Longwatch.Portal.Shell.Errors;

namespace Longwatch.Portal.Shell.Forms;

/// <summary>From the result of a use case to the answer of a posted form.</summary>
internal static class FormAnswers
{
    /// <summary>Where to after success; the same page with the message beside its field after a refusal; 404 and 409 as pages of their own.</summary>
    /// <param name="again">Draws the page with the refused form.</param>
    /// <param name="fields">Field by code of refusal.</param>
    internal static async Task<IResult> Answer<T>(
        this Result<T> result,
        HttpContext context,
        Func<T, IResult> done,
        FormInput form,
        Func<Task<IResult>> again,
        params (string Code, string Field)[] fields
    )
    {
        switch (result)
        {
            case Result<T>.Ok ok:
                return done(ok.Value);
            case Result<T>.Refused { Why: var why }
                when Refusals.Status(why) is StatusCodes.Status404NotFound or StatusCodes.Status409Conflict:
                return Page.Refused(context, why);
            case Result<T>.Refused { Why: var why }:
                form.Refuse(why, fields);
                return await again();
            default:
                throw new InvalidOperationException("A result is a value or a refusal.");
        }
    }

    /// <summary>One of the codes of an enumeration, as files write them.</summary>
    internal static TEnum? Code<TEnum>(this FormInput form, string name, bool required = false)
        where TEnum : struct, Enum =>
        form.OneOf(name, Exchange.Codes.All<TEnum>(), required) is { } code ? Exchange.Codes.Parse<TEnum>(code) : null;
}
