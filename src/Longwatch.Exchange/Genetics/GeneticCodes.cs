using System.Text.Json;

namespace Longwatch.Exchange.Genetics;

/// <summary>Enum members as the lower_snake_case codes of <c>verdict.json</c>, which are stable: the schema lists every one.</summary>
internal static class GeneticCodes
{
    internal static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
