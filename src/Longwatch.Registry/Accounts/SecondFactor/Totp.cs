using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Longwatch.Registry.Accounts.SecondFactor;

/// <summary>Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, six digits, steps of 30 seconds: what every authenticator program knows.</summary>
/// <remarks>Identity's own provider takes the same code twice within its window; a code must work once (ASVS 5.0, 6.5.1), so the step is given back here.</remarks>
internal static class Totp
{
    public const int Digits = 6;
    private const int StepSeconds = 30;

    /// <summary>160 bits, the length of the hash (RFC 4226, section 4, R6).</summary>
    private const int KeyBytes = 20;

    /// <summary>Base 32 of RFC 4648, as authenticators take it.</summary>
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>The code of a step, with leading zeros.</summary>
    public static string CodeOf(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238's default, and the only hash that all authenticators have; HMAC-SHA-1 is unbroken
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        var offset = mac[^1] & 0xf; // dynamic truncation, RFC 4226, 5.3
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    public static string CodeAt(byte[] key, DateTimeOffset moment) => CodeOf(key, StepAt(moment));

    /// <summary>The step of which this is the code: the present one, or one before or after it for clocks that differ; null: of none.</summary>
    public static long? StepOf(byte[] key, string code, DateTimeOffset moment)
    {
        var typed = Encoding.UTF8.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        var present = StepAt(moment);
        long? found = null;
        foreach (var step in (long[])[present, present - 1, present + 1])
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(key, step)), typed))
                found ??= step;
        return found;
    }

    /// <summary>The key as a person types it into an authenticator.</summary>
    public static string Text(byte[] key)
    {
        var text = new StringBuilder();
        int bits = 0,
            held = 0;
        foreach (var b in key)
        {
            held = (held << 8) | b;
            bits += 8;
            for (; bits >= 5; bits -= 5)
                text.Append(Alphabet[(held >> (bits - 5)) & 31]);
            held &= (1 << bits) - 1;
        }

        if (bits > 0)
            text.Append(Alphabet[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>Reads a key as <see cref="Text"/> writes it; false for anything else.</summary>
    public static bool TryReadKey(string text, out byte[] key)
    {
        key = new byte[text.Length * 5 / 8];
        int bits = 0,
            held = 0,
            filled = 0;
        foreach (var sign in text)
        {
            if (Alphabet.IndexOf(char.ToUpperInvariant(sign), StringComparison.Ordinal) is var value && value < 0)
                return false;
            held = (held << 5) | value;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            key[filled++] = (byte)(held >> bits);
            held &= (1 << bits) - 1;
        }

        return text.Length > 0;
    }

    /// <summary>The key in the form that authenticators read from a QR code (Key URI format of Google Authenticator).</summary>
    public static string Uri(byte[] key, string email) =>
        $"otpauth://totp/Longwatch:{System.Uri.EscapeDataString(email)}?secret={Text(key)}&issuer=Longwatch";

    private static long StepAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;
}
