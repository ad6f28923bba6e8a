using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Longwatch.Domain;
using Longwatch.Registry.Store;

namespace Longwatch.Portal.Api;

/// <summary>A partial date as its text: <c>"2024"</c>, <c>"2024-04"</c>, <c>"2024-04-11"</c>.</summary>
internal sealed class PartialDateJson : JsonConverter<PartialDate>
{
    public override PartialDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && PartialDate.TryParse(reader.GetString(), out var date)
            ? date
            : throw new JsonException("not a partial date");

    public override void Write(Utf8JsonWriter writer, PartialDate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>Texts that come in are whole, without control characters, in normal form C.</summary>
internal sealed class TextJson : JsonConverter<string>
{
    private const int Longest = 4000;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
            throw new JsonException("not a text");
        var text = reader.GetString()!;
        return text.Length <= Longest && PlainText.IsProse(text)
            ? text.Normalize(NormalizationForm.FormC)
            : throw new JsonException("not a text that is kept");
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A correction of a record: the version that was seen, what it should say, and why.</summary>
internal sealed record Correction<T>(int Version, T Facts, string Reason);

/// <summary>A record that was made.</summary>
internal sealed record Made(Guid Id);

/// <summary>A record that was corrected.</summary>
internal sealed record Corrected(int Version);
