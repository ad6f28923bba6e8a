using Longwatch.Domain;
using Longwatch.Portal.Shell.Access;
using Longwatch.Portal.Shell.Forms;
using Longwatch.Registry.Access;
using Longwatch.Registry.Audit;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Shell.Errors;

/// <summary>Somebody else saved first. Where a record has few fields, both versions stand side by side; elsewhere what was typed stays in the form, which says who was first.</summary>
internal static class Conflicts
{
    /// <summary>Whether the record was changed after the form of it was drawn.</summary>
    internal static bool IsConflict<T>(this Result<T> result) =>
        result is Result<T>.Refused { Why: var why } && why.Code == RegistryStore.Conflict.Code;

    /// <summary>Both versions, field by field, with who saved the newer one and when.</summary>
    /// <param name="of">The record, and what one needs to see it; null: a record of which nobody is told.</param>
    /// <param name="back">Form of the record as it now is.</param>
    internal static async Task<IResult> SideBySide(
        HttpContext context,
        (Permission Permission, Guid Record)? of,
        IReadOnlyList<ConflictingField> fields,
        string back
    ) => Page.Conflict(context, fields, back, of is { } record ? await Last(context, record) : null);

    /// <summary>Says at the head of the form who saved first. The page is then drawn with the form as typed and the record as it now is.</summary>
    internal static async Task Conflicted(this FormInput form, HttpContext context, (Permission Permission, Guid Record) of) =>
        form.Conflict(
            await Last(context, of) is { } last
                ? Text.T("form.conflict", last.PrintedName, Viewer.Of(context).Local(last.At))
                : Text.T("form.conflict.somebody")
        );

    private static Task<LastChange.Answer?> Last(HttpContext context, (Permission Permission, Guid Record) of) =>
        context.RequestServices.GetRequiredService<LastChange>().Do(context.Caller(), of.Permission, of.Record, context.RequestAborted);
}
