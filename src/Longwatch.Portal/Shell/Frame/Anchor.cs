namespace Longwatch.Portal.Shell.Frame;

/// <summary>An id of an element from a text.</summary>
internal static class Anchor
{
    internal static string Of(string text) =>
        string.Create(
            text.Length,
            text,
            (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = char.IsAsciiLetterOrDigit(from[i]) ? char.ToLowerInvariant(from[i]) : '-';
            }
        );
}
