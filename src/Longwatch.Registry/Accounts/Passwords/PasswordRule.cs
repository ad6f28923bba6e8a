using System.Text;
using Longwatch.Domain;

namespace Longwatch.Registry.Accounts.Passwords;

/// <summary>What a password must be: long, and nothing that is tried first. No rule about kinds of signs, no expiry.</summary>
/// <remarks>
/// [MK] NIST SP 800-63B, 5.1.1.2 names what to refuse: words of the context, runs and repetitions, and passwords known to be common. The list of
/// common words is our own and small; it was taken from no collection of leaked passwords.
/// </remarks>
internal static class PasswordRule
{
    /// <summary>Longest password taken; longer ones only cost work.</summary>
    public const int Longest = 128;

    private static readonly Refusal Guessable = new(
        "password.guessable",
        "This password is among those tried first. Take several words that do not belong together."
    );

    private static readonly string[] Common =
    [
        "password",
        "passwort",
        "motdepasse",
        "letmein",
        "welcome",
        "willkommen",
        "iloveyou",
        "administrator",
        "admin",
        "qwertyuiop",
        "qwerty",
        "qwertz",
        "azerty",
        "asdfghjkl",
        "zxcvbnm",
        "changeme",
        "trustno",
        "dragon",
        "monkey",
        "football",
        "sunshine",
        "princess",
        "superman",
        "secret",
        "longwatch",
        "registry",
        "correcthorsebatterystaple",
    ];

    /// <summary>Null when the password will do.</summary>
    /// <param name="shortest">Fewest signs, from the settings.</param>
    /// <param name="context">Words that an attacker knows: name, e-mail, organisation.</param>
    public static Refusal? Check(string password, int shortest, IEnumerable<string?> context)
    {
        if (password.Length > Longest)
            return new("password.too-long", $"A password has at most {Longest} characters.");
        if (password.EnumerateRunes().Count() < shortest)
            return new("password.too-short", $"A password has at least {shortest} characters.");
        var plain = Plain(password);
        var words = context
            .OfType<string>()
            .SelectMany(c => c.Split(' ', '@', '.', '-'))
            .Select(Plain)
            .Where(w => w.Length >= 4)
            .Concat(Common);
        var rest = words
            .OrderByDescending(w => w.Length)
            .Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return IsThin(password.ToLowerInvariant()) || IsThin(plain) || IsThin(rest) ? Guessable : null;
    }

    /// <summary>In lower case, with the usual signs for letters undone.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.ToLowerInvariant())
            plain.Append(
                c switch
                {
                    '0' => 'o',
                    '3' => 'e',
                    '@' => 'a',
                    '$' => 's',
                    _ => c,
                }
            );
        return plain.ToString();
    }

    /// <summary>Fewer than five different signs, or fewer than five left when runs (abcd, 4321, aaaa) count as one sign.</summary>
    private static bool IsThin(string text)
    {
        var turns = 0;
        for (var i = 1; i < text.Length; i++)
            if (Math.Abs(text[i] - text[i - 1]) > 1)
                turns++;
        return turns < 4 || text.Distinct().Count() < 5;
    }
}
