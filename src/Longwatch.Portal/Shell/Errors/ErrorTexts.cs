namespace Longwatch.Portal.Shell.Errors;

/// <summary>Texts of the error pages: by code where there is one, else by status, else the text of 500.</summary>
internal static class ErrorTexts
{
    internal static string Title(int status, string? code) => Find(status, code, "title");

    internal static string Body(int status, string? code) => Find(status, code, "body");

    private static string Find(int status, string? code, string part)
    {
        if (code is not null && Text.Has($"error.{code}.{part}"))
            return Text.T($"error.{code}.{part}");
        return Text.Has($"error.{status}.{part}") ? Text.T($"error.{status}.{part}") : Text.T($"error.{(status < 500 ? 400 : 500)}.{part}");
    }
}
