namespace Longwatch.Domain;

/// <summary>Why a domain rule refused a request. The code is stable and may be shown; the message names no person.</summary>
public sealed record Refusal(string Code, string Message);

/// <summary>The only result type in this solution: a value, or the reason there is none. Bugs still throw.</summary>
public abstract record Result<T>
{
    private Result() { }

    public sealed record Ok(T Value) : Result<T>;

    public sealed record Refused(Refusal Why) : Result<T>;

    public static implicit operator Result<T>(T value) => new Ok(value);

    public static implicit operator Result<T>(Refusal why) => new Refused(why);
}
