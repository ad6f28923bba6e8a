using Longwatch.Registry.Accounts.SecondFactor;
using Microsoft.AspNetCore.Identity;

namespace Longwatch.Portal.Accounts.Passkeys;

/// <summary>An account as Identity's passkey ceremony knows it.</summary>
internal sealed record PasskeyUser(Guid Id, string Email)
{
    public override string ToString() => nameof(PasskeyUser);
}

/// <summary>Lets Identity's passkey ceremony read passkeys of the registry. It only asks; what it finds right is kept by the use cases.</summary>
internal sealed class PasskeyUsers(Registry.Accounts.SecondFactor.Passkeys passkeys) : IUserPasskeyStore<PasskeyUser>
{
    public async Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) && await passkeys.OwnerOf(id, cancellationToken) is { } owner ? new(id, owner.Email) : null;

    public async Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.Find(credentialId, cancellationToken) is var (account, _)
            ? await FindByIdAsync(account.ToString(), cancellationToken)
            : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        await passkeys.Of(user.Id, cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.Find(credentialId, cancellationToken) is var (account, passkey) && account == user.Id ? passkey : null;

    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        GetUserNameAsync(user, cancellationToken);

    public void Dispose() { }

    public Task AddOrUpdatePasskeyAsync(PasskeyUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw NotHere();

    public Task RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) => throw NotHere();

    public Task SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) => throw NotHere();

    public Task SetNormalizedUserNameAsync(PasskeyUser user, string? normalizedName, CancellationToken cancellationToken) =>
        throw NotHere();

    public Task<IdentityResult> CreateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw NotHere();

    public Task<IdentityResult> DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) => throw NotHere();

    public Task<PasskeyUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw NotHere();

    private static NotSupportedException NotHere() => new("Accounts are changed by the use cases of the registry.");
}
