using System.Security.Cryptography;
using System.Text.Json;

namespace Longwatch.Registry.Store;

/// <summary>Passwords of the database roles and the key of the identity vault; made at the first start, readable by the owner of the data folder only.</summary>
/// <param name="VaultKey">32 bytes, Base64. Without it no identity can be read again: back it up apart from the database.</param>
internal sealed record StoreSecrets(string Owner, string App, string Vault, string VaultKey)
{
    /// <summary>Shows no secret.</summary>
    public override string ToString() => nameof(StoreSecrets);

    /// <summary>Reads the secrets of a data folder, or makes them.</summary>
    public static StoreSecrets Of(string dataFolder)
    {
        var folder = Path.Combine(dataFolder, "secrets");
        var file = Path.Combine(folder, "store.json");
        if (File.Exists(file))
            return JsonSerializer.Deserialize<StoreSecrets>(File.ReadAllBytes(file))
                ?? throw new StoreException($"{file} is empty: restore it from the backup of the secrets.");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var made = new StoreSecrets(Password(), Password(), Password(), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        Write(file, JsonSerializer.SerializeToUtf8Bytes(made));
        return made;
    }

    /// <summary>Writes a file that only its owner may read; it is there whole or not at all.</summary>
    internal static void Write(string file, byte[] content)
    {
        var part = file + ".part";
        using (
            var stream = new FileStream(
                part,
                new FileStreamOptions
                {
                    Mode = FileMode.Create,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            )
        )
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, file, overwrite: true);
    }

    private static string Password() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
