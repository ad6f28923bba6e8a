using Longwatch.Domain;
using Longwatch.Registry.Access;

namespace Longwatch.Registry.Accounts;

/// <summary>Asks a person who is signed in to prove again who is there: before an e-signature, and before secrets are changed.</summary>
/// <remarks>
/// 21 CFR 11.200(a)(1): a signature takes two components; the session is the one, the password or a current code is the other.
/// Attempts count towards the lockout of the account.
/// </remarks>
public interface IReauthentication
{
    /// <summary>Checks the password or a current code of the caller.</summary>
    /// <param name="proof">The password, or the six digits that the authenticator shows now. A code works once.</param>
    /// <returns>What was proven, to be kept with the signature; refusal <c>reauthentication.failed</c>, the same for every cause.</returns>
    Task<Result<Reauthentication>> Confirm(Caller caller, string proof, CancellationToken cancellation);
}

/// <summary>A person proved again who is there.</summary>
/// <param name="At">When, in UTC.</param>
public sealed record Reauthentication(Guid Account, string PrintedName, DateTimeOffset At, ReauthenticationMeans Means)
{
    /// <summary>Names nobody.</summary>
    public override string ToString() => nameof(Reauthentication);
}

public enum ReauthenticationMeans
{
    Password,
    Totp,
}
