using System.Collections.Concurrent;
using System.Text.Json;

namespace Longwatch.Portal.Shell.Forms;

/// <summary>Codes of enumerations in lower snake case, as in the files and the database.</summary>
internal static class EnumCodes
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    internal static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Known.GetOrAdd(value, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    /// <summary>The choices of a field: every value, with the text <c>{prefix}.{code}</c>.</summary>
    internal static IReadOnlyList<Choice> Choices<TEnum>(string prefix)
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(v => new Choice(Of(v), Text.T($"{prefix}.{Of(v)}")))];
}

/// <summary>One choice of a field.</summary>
public sealed record Choice(string Code, string Label);
