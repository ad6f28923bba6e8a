using Longwatch.Domain;

namespace Longwatch.Portal.Api;

/// <summary>From the result of a use case to the answer of the HTTP API.</summary>
internal static class ApiAnswers
{
    internal static IResult Answer<T>(this Result<T> result) =>
        result switch
        {
            Result<T>.Ok ok => TypedResults.Ok(ok.Value),
            Result<T>.Refused refused => Problems.Of(refused.Why),
            _ => throw new InvalidOperationException("A result is a value or a refusal."),
        };

    /// <summary>201 with the address of what was made.</summary>
    internal static IResult AnswerCreated<T>(this Result<T> result, Func<T, string> address) =>
        result switch
        {
            Result<T>.Ok ok => TypedResults.Created(address(ok.Value), ok.Value),
            _ => result.Answer(),
        };
}
