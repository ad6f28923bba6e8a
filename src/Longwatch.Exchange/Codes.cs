using System.Text;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange;

/// <summary>The codes of enumerations as files and the store have them: member names in lower_snake_case.</summary>
public static class Codes
{
    public static string Of<T>(T value)
        where T : struct, Enum => CodeName.Of(value);

    /// <summary>All codes of an enumeration, in its order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => CodeNames<T>.All;

    public static bool TryParse<T>(string code, out T value)
        where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(code);
        return CodeNames<T>.TryParse(Encoding.UTF8.GetBytes(code), out value);
    }

    /// <summary>The member of a code.</summary>
    /// <exception cref="FormatException">The text is no code of the enumeration.</exception>
    public static T Parse<T>(string code)
        where T : struct, Enum => TryParse<T>(code, out var value) ? value : throw new FormatException($"not a code of {typeof(T).Name}");
}
