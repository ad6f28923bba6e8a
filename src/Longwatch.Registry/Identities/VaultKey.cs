using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Longwatch.Registry.Identities;

/// <summary>Seals identities with AES-256-GCM. The database never has the key; a sealed identity moved to another patient does not open.</summary>
internal sealed class VaultKey
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] sealing;
    private readonly byte[] looking;

    /// <summary>Derives the keys for sealing and for looking up.</summary>
    /// <param name="key">32 bytes, Base64.</param>
    public VaultKey(string key)
    {
        var master = Convert.FromBase64String(key);
        sealing = HKDF.Expand(HashAlgorithmName.SHA256, master, 32, "longwatch identity sealing"u8.ToArray());
        looking = HKDF.Expand(HashAlgorithmName.SHA256, master, 32, "longwatch identity lookup"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.Expand(HashAlgorithmName.SHA256, master, 4, "longwatch key id"u8.ToArray()));
    }

    /// <summary>Tells keys apart without telling anything of them.</summary>
    public string Id { get; }

    /// <summary>Seals an identity for one patient.</summary>
    public byte[] Seal(Guid patient, Identity identity)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(identity);
        var box = new byte[NonceLength + TagLength + plain.Length];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(sealing, TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), patient.ToByteArray());
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">Another key, another patient, or a changed box.</exception>
    public Identity Open(Guid patient, byte[] box)
    {
        if (box.Length < NonceLength + TagLength)
            throw new CryptographicException("A sealed identity is cut short.");
        var plain = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(sealing, TagLength);
        aes.Decrypt(
            box.AsSpan(0, NonceLength),
            box.AsSpan(NonceLength + TagLength),
            box.AsSpan(NonceLength, TagLength),
            plain,
            patient.ToByteArray()
        );
        return JsonSerializer.Deserialize<Identity>(plain)!;
    }

    /// <summary>Keyed hash of a hospital number within its centre.</summary>
    public byte[] Lookup(string centre, string hospitalNumber) =>
        HMACSHA256.HashData(looking, Encoding.UTF8.GetBytes($"{centre}\n{hospitalNumber.Trim().ToUpperInvariant()}"));
}
