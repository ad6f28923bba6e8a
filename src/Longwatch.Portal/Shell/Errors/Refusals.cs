using Longwatch.Domain;

namespace Longwatch.Portal.Shell.Errors;

/// <summary>The one table from the code of a refusal to a status of HTTP.</summary>
internal static class Refusals
{
    internal static int Status(Refusal why) =>
        why.Code switch
        {
            _ when why.Code.EndsWith(".not-found", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
            _ when why.Code.EndsWith(".conflict", StringComparison.Ordinal) => StatusCodes.Status409Conflict,
            _ when why.Code.EndsWith(".forbidden", StringComparison.Ordinal) => StatusCodes.Status403Forbidden,
            _ when why.Code.EndsWith(".too-many", StringComparison.Ordinal) => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
}
