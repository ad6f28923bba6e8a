using Longwatch.Domain;
using Longwatch.Portal.Shell.Errors;

namespace Longwatch.Portal.Api;

/// <summary>Errors of the HTTP API as problem details (RFC 9457). The type is a URN with the stable code; nothing of the request is repeated.</summary>
internal static class Problems
{
    internal const string TypePrefix = "urn:longwatch:problem:";

    internal static IResult Of(int status, string? code = null, string? detail = null) =>
        Results.Problem(
            type: TypePrefix + (code ?? $"{status}"),
            title: ErrorTexts.Title(status, code),
            detail: detail ?? ErrorTexts.Body(status, code),
            statusCode: status
        );

    internal static IResult Of(Refusal why)
    {
        var status = Refusals.Status(why);
        return status == StatusCodes.Status404NotFound ? Of(status) : Of(status, why.Code, why.Message);
    }
}
