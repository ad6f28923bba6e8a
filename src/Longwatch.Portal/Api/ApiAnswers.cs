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

    /// <summary>201 with the address of what was made, below the prefix of the API.</summary>
    internal static IResult AnswerMade(this Result<Guid> result, Func<Guid, string> address) =>
        result is Result<Guid>.Ok made
            ? TypedResults.Created(PortalApi.Prefix + address(made.Value), new Made(made.Value))
            : result.Answer();

    /// <summary>200 with the new version.</summary>
    internal static IResult AnswerCorrected(this Result<int> result) =>
        result is Result<int>.Ok corrected ? TypedResults.Ok(new Corrected(corrected.Value)) : result.Answer();
}
