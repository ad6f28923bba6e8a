using Longwatch.Registry.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Longwatch.Registry.Accounts.Passwords;

/// <summary>Slow hashes of passwords by ASP.NET Core Identity: PBKDF2 with HMAC-SHA-512, a salt for each, the number of rounds in the hash.</summary>
public sealed class PasswordHashing : IUseCase
{
    /// <summary>[MK] OWASP Password Storage Cheat Sheet: 210,000 rounds of PBKDF2-HMAC-SHA-512.</summary>
    internal const int Rounds = 210_000;

    /// <summary>For passwords of 20 random signs (over 100 bits): nobody searches those, however fast the hash.</summary>
    private const int RoundsForRandom = 1_000;

    private readonly PasswordHasher<AccountRow> hasher = Hasher(Rounds);
    private readonly PasswordHasher<AccountRow> fast = Hasher(RoundsForRandom);
    private readonly Lazy<string> decoy;

    public PasswordHashing() => decoy = new(() => Hash("no account has this password"));

    internal string Hash(string password) => hasher.HashPassword(null!, password);

    internal string HashRandom(string password) => fast.HashPassword(null!, password);

    /// <summary>Whether the password is the one of the hash. Without a hash the same work is done, for nothing.</summary>
    internal bool Verify(string? hash, string password) =>
        hasher.VerifyHashedPassword(null!, hash ?? decoy.Value, password) != PasswordVerificationResult.Failed && hash is not null;

    private static PasswordHasher<AccountRow> Hasher(int rounds) =>
        new(Options.Create(new PasswordHasherOptions { IterationCount = rounds }));
}
