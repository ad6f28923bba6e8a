using System.Globalization;
using System.Resources;

namespace Longwatch.Registry.Mail;

/// <summary>The one way to the words of a letter. They lie in <c>Texts/Letters.resx</c>, keys <c>letters.{letter}.subject</c> and <c>.body</c>.</summary>
internal static class LetterTexts
{
    private static readonly ResourceManager Texts = new("Longwatch.Registry.Texts.Letters", typeof(LetterTexts).Assembly);

    /// <summary>The letter of the name, its places {0}, {1}… filled.</summary>
    public static Letter Write(string to, string letter, params object?[] values) =>
        new(to, T($"letters.{letter}.subject"), T($"letters.{letter}.body", values));

    /// <summary>The text with its places filled; a key that does not exist is a bug and throws.</summary>
    public static string T(string key, params object?[] values) =>
        Texts.GetString(key, CultureInfo.InvariantCulture) is { } text
            ? string.Format(CultureInfo.InvariantCulture, text, values)
            : throw new InvalidOperationException($"There is no text \"{key}\" in Texts/Letters.resx.");
}
