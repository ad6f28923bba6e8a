using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using Longwatch.Exchange;

namespace Longwatch.Portal.Shell;

/// <summary>The one way to a text that a person reads. The texts lie in Texts/*.resx, one file for a capability, keys <c>capability.what</c>.</summary>
internal static class Text
{
    private static readonly FrozenDictionary<string, string> All = Load();

    internal static IEnumerable<string> Keys => All.Keys;

    /// <summary>The text; a key that does not exist is a bug and throws.</summary>
    internal static string T(string key) =>
        All.TryGetValue(key, out var text) ? text : throw new InvalidOperationException($"There is no text \"{key}\" in Texts/*.resx.");

    /// <summary>The text with its places {0}, {1}… filled.</summary>
    internal static string T(string key, params object?[] values) => string.Format(CultureInfo.InvariantCulture, T(key), values);

    /// <summary>The text of a value of an enumeration: <c>{prefix}.{code}</c>.</summary>
    internal static string Of<TEnum>(string prefix, TEnum value)
        where TEnum : struct, Enum => T($"{prefix}.{Codes.Of(value)}");

    internal static bool Has(string key) => All.ContainsKey(key);

    private static FrozenDictionary<string, string> Load()
    {
        var assembly = typeof(Text).Assembly;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".resources", StringComparison.Ordinal)))
        {
            using var reader = new ResourceReader(assembly.GetManifestResourceStream(name)!);
            foreach (DictionaryEntry entry in reader)
                texts.TryAdd((string)entry.Key, (string)entry.Value!); // one key, one text: a test looks for a second
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
