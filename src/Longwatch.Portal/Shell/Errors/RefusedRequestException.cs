namespace Longwatch.Portal.Shell.Errors;

/// <summary>A request that the shell refuses before a page sees it, with the status and the code of the reason.</summary>
internal sealed class RefusedRequestException(int status, string code) : Exception(code)
{
    internal int Status { get; } = status;

    internal string Code { get; } = code;
}
