namespace Longwatch.Portal.Shell.Forms;

internal static class FieldIds
{
    /// <summary>The id of the input of a field, unique in its page.</summary>
    internal static string Of(string? form, string field) => form is null ? $"f-{field}" : $"f-{form}-{field}";
}
