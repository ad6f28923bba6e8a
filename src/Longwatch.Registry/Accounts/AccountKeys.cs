using System.Security.Cryptography;
using System.Text;
using Longwatch.Registry.Store;

namespace Longwatch.Registry.Accounts;

/// <summary>Keys for what accounts keep in the database: tokens are hashed with one, secrets that must be read again are sealed with the other.</summary>
/// <remarks>
/// Both derive (HKDF, RFC 5869) from the key of the data folder, so a copy of the database alone lets nobody sign in and shows no TOTP key.
/// Sealed text: nonce (12 bytes), tag (16), AES-256-GCM cipher text.
/// </remarks>
public sealed class AccountKeys(StoreConnections connections) : IUseCase
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] hashing = Derive(connections, "longwatch/accounts/hash/1");
    private readonly byte[] sealing = Derive(connections, "longwatch/accounts/seal/1");

    /// <summary>Keyed hash of a token or code; <paramref name="use"/> keeps one kind from passing for another.</summary>
    internal byte[] Hash(string use, string secret) => HMACSHA256.HashData(hashing, Encoding.UTF8.GetBytes($"{use}|{secret}"));

    internal byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(sealing, TagBytes);
        aes.Encrypt(box.AsSpan(0, NonceBytes), plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> closed.</summary>
    /// <exception cref="StoreException">It was sealed with the key of another data folder, or changed.</exception>
    internal byte[] Open(byte[] box)
    {
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(sealing, TagBytes);
            aes.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), plain);
            return plain;
        }
        catch (CryptographicException e)
        {
            throw new StoreException("A secret of an account was sealed with another key: restore the secrets of the data folder.", e);
        }
    }

    private static byte[] Derive(StoreConnections connections, string use) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Convert.FromBase64String(connections.Secrets.VaultKey),
            outputLength: 32,
            info: Encoding.UTF8.GetBytes(use)
        );
}
