using Longwatch.Exchange;

namespace Longwatch.Portal.Shell.Forms;

/// <summary>One choice of a field.</summary>
public sealed record Choice(string Code, string Label)
{
    /// <summary>Every value of an enumeration, with the text <c>{prefix}.{code}</c>.</summary>
    internal static IReadOnlyList<Choice> All<TEnum>(string prefix)
        where TEnum : struct, Enum => [.. Codes.All<TEnum>().Select(code => new Choice(code, Text.T($"{prefix}.{code}")))];
}
