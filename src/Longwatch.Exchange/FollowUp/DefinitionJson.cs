using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Longwatch.Domain;
using Longwatch.Domain.Evidence;
using Longwatch.Domain.FollowUp;
using Longwatch.Exchange.Csv;

namespace Longwatch.Exchange.FollowUp;

/// <summary>Reads JSON that nobody vouches for: every property is known, of its type and within its size, or a problem is noted.</summary>
/// <remarks>Reading goes on after a problem with a stand-in, so that one pass finds all of them; the stand-ins never leave this folder.</remarks>
internal sealed class DefinitionJson
{
    public const int LargestFile = 1 << 20;
    public const int Deepest = 16;
    public const int LongestList = 400;
    public const int LongestText = 1000;
    private const int MostProblems = 200;
    private readonly List<DefinitionProblem> problems = [];

    public ImmutableArray<DefinitionProblem> Problems => [.. problems.Take(MostProblems)];

    /// <summary>Number of problems so far.</summary>
    public int Found => problems.Count;

    /// <summary>Reads one file of the given format; <paramref name="make"/> is called with its root object.</summary>
    public static DefinitionRead<T> Read<T>(
        string file,
        ReadOnlyMemory<byte> bytes,
        string format,
        Func<DefinitionJson, JsonPart, (T Value, IEnumerable<DefinitionProblem> Problems)> make
    )
        where T : class
    {
        var json = new DefinitionJson();
        if (bytes.Length is 0 or > LargestFile)
            json.Add(
                "",
                bytes.Length == 0 ? "an empty file" : $"{bytes.Length} bytes",
                $"JSON of up to {LargestFile} bytes",
                "Give another file."
            );
        else if (!Utf8.IsValid(bytes.Span))
            json.Add("", "bytes that are not UTF-8", "UTF-8 text", "Save the file as UTF-8.");
        else
            try
            {
                using var document = JsonDocument.Parse(WithoutMark(bytes), new() { MaxDepth = Deepest, AllowDuplicateProperties = false });
                var root = new JsonPart(document.RootElement, "");
                if (json.Format(root, format))
                {
                    var (value, found) = make(json, root);
                    if (json.problems.Count == 0)
                        json.problems.AddRange(found);
                    if (json.problems.Count == 0)
                        return new(file, value, []);
                }
            }
            catch (InvalidOperationException error) when (error.TargetSite?.DeclaringType?.Assembly == typeof(JsonDocument).Assembly)
            {
                // The check for duplicates meets a name that holds half a surrogate pair.
                json.Add("", "a name with half a character", "whole Unicode characters", "Correct the name.");
            }
            catch (JsonException error)
            {
                json.Add(
                    $"line {(error.LineNumber ?? 0) + 1}",
                    "text that is not JSON of this kind",
                    $"valid UTF-8 JSON, at most {Deepest} levels deep, each property once",
                    "Correct the file there."
                );
            }

        return new(file, null, json.Problems);
    }

    public void Add(string path, string found, string expected, string remedy) =>
        problems.Add(new(path.Length == 0 ? "file" : path, found, expected, remedy));

    /// <summary>Notes every property that is not in the list.</summary>
    public void Only(JsonPart part, params ReadOnlySpan<string> known)
    {
        if (part.Element.ValueKind != JsonValueKind.Object)
        {
            Add(part.Path, Kind(part), "an object", "Write { … }.");
            return;
        }

        foreach (var property in part.Element.EnumerateObject())
            if (!known.Contains(Name(property)))
                Add(
                    part.At(Cut(Name(property))),
                    "a property that is not known",
                    Shown.List(known.ToArray()),
                    Nearest.Of(Name(property), known.ToArray()) is { } near ? $"Write {near}." : "Delete it."
                );
    }

    public string Text(JsonPart part, string name, int longest = LongestText) =>
        OptionalText(part, name, longest) ?? Missing(part, name, "a text");

    public string? OptionalText(JsonPart part, string name, int longest = LongestText)
    {
        if (part.Get(name) is not { } value)
            return null;
        if (value.Element.ValueKind != JsonValueKind.String)
            Add(value.Path, Kind(value), "a text", "Write it in quotes.");
        else if (Decoded(value.Element) is not { } text)
            Add(value.Path, "half a character", "whole Unicode characters", "Correct the text.");
        else if (text.Length == 0 || text.Length > longest || text.Any(c => char.IsControl(c) || IsDirection(c)))
            Add(
                value.Path,
                text.Length == 0 ? "an empty text" : Shown.Text(text),
                $"1 to {longest} characters without control characters",
                "Correct the text."
            );
        else
            return text;
        return name;
    }

    /// <summary>A code: lower-case letters, digits, dashes, underscores and points.</summary>
    public string Id(JsonPart part, string name)
    {
        var before = problems.Count;
        var id = Text(part, name, 64);
        if (problems.Count == before)
            CheckId(part.At(name), id);
        return id;
    }

    public void CheckId(string path, string id)
    {
        if (!id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.') || id.Length is 0 or > 64)
            Add(path, Shown.Text(id), "1 to 64 lower-case letters, digits, -, _ or .", "Choose such a code.");
    }

    public int Int(JsonPart part, string name, int low, int high, int? otherwise = null)
    {
        if (part.Get(name) is not { } value)
        {
            if (otherwise is null)
                Missing(part, name, "a whole number");
            return otherwise ?? low;
        }

        if (value.Element.ValueKind == JsonValueKind.Number && value.Element.TryGetInt32(out var number) && number >= low && number <= high)
            return number;
        Add(value.Path, Kind(value), $"a whole number from {low} to {high}", "Correct the number.");
        return low;
    }

    public decimal? OptionalNumber(JsonPart part, string name)
    {
        if (part.Get(name) is not { } value)
            return null;
        if (value.Element.ValueKind == JsonValueKind.Number && value.Element.TryGetDecimal(out var number))
            return number;
        Add(value.Path, Kind(value), "a number", "Correct it.");
        return null;
    }

    /// <summary>A number above 0 and at most 1; null where the property is absent.</summary>
    public double? Share(JsonPart part, string name)
    {
        if (part.Get(name) is not { } value)
            return null;
        if (value.Element.ValueKind == JsonValueKind.Number && value.Element.TryGetDouble(out var number) && number is > 0 and <= 1)
            return number;
        Add(value.Path, Kind(value), "a number above 0 and at most 1, such as 0.005 for 0.5 %", "Correct the number.");
        return null;
    }

    public bool Flag(JsonPart part, string name)
    {
        if (part.Get(name) is not { } value)
            return false;
        if (value.Element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Add(value.Path, Kind(value), "true or false", "Write one of the two, without quotes.");
        return value.Element.ValueKind == JsonValueKind.True;
    }

    public T Code<T>(JsonPart part, string name, T? otherwise = null)
        where T : struct, Enum
    {
        if (part.Get(name) is null && otherwise is { } value)
            return value;
        var before = problems.Count;
        var text = Text(part, name, 64);
        return problems.Count > before ? default : Code<T>(part.At(name), text);
    }

    public T Code<T>(string path, string text)
        where T : struct, Enum
    {
        if (CodeNames<T>.TryParse(Encoding.UTF8.GetBytes(text), out var value))
            return value;
        Add(
            path,
            Shown.Text(text),
            $"one of {Shown.List(CodeNames<T>.All)}",
            Nearest.Of(text, CodeNames<T>.All) is { } near ? $"Write {near}." : "Choose one of them."
        );
        return default;
    }

    public CalendarPeriod Period(JsonPart part, string name) => OptionalPeriod(part, name) ?? MissingPeriod(part, name);

    public CalendarPeriod? OptionalPeriod(JsonPart part, string name)
    {
        var before = problems.Count;
        if (OptionalText(part, name, 40) is not { } text)
            return null;
        if (problems.Count == before && !CalendarPeriod.TryParse(text, out var period))
            Add(part.At(name), Shown.Text(text), "a number, a blank, and days, weeks, months or years", "Write for example \"6 months\".");
        else if (problems.Count == before)
            return CalendarPeriod.TryParse(text, out period) ? period : default;
        return CalendarPeriod.Days(1);
    }

    /// <summary>The entries of a list; none when it is absent.</summary>
    public ImmutableArray<JsonPart> List(JsonPart part, string name)
    {
        if (part.Get(name) is not { } value)
            return [];
        if (value.Element.ValueKind != JsonValueKind.Array)
            Add(value.Path, Kind(value), "a list", "Write [ … ].");
        else if (value.Element.GetArrayLength() > LongestList)
            Add(value.Path, $"{value.Element.GetArrayLength()} entries", $"at most {LongestList}", "Shorten the list.");
        else
            return [.. value.Element.EnumerateArray().Select((e, i) => new JsonPart(e, $"{value.Path}[{i}]"))];
        return [];
    }

    public ImmutableArray<string> Texts(JsonPart part, string name) =>
        [
            .. List(part, name)
                .Select(e =>
                {
                    if (
                        e.Element.ValueKind == JsonValueKind.String
                        && Decoded(e.Element) is { Length: > 0 and <= 64 } text
                        && !text.Any(char.IsControl)
                    )
                        return text;
                    Add(e.Path, Kind(e), "a text of 1 to 64 characters", "Correct the entry.");
                    return "";
                }),
        ];

    public RuleSource Source(JsonPart part, string name)
    {
        if (part.Get(name) is not { } source)
        {
            Missing(part, name, "where the rule comes from");
            return new("", "", EvidenceTag.Unverified, default);
        }

        Only(source, "text", "address", "evidence", "date");
        var before = problems.Count;
        var text = Text(source, "date", 10);
        if (!PartialDate.TryParse(text, out var date) && problems.Count == before)
            Add(source.At("date"), Shown.Text(text), "2024, 2024-04 or 2024-04-11", "Correct the date.");
        var address = Text(source, "address");
        if (!address.StartsWith("https://", StringComparison.Ordinal) && problems.Count == before)
            Add(
                source.At("address"),
                Shown.Text(address),
                "an address that begins with https://",
                "Give the address at which the rule can be read."
            );
        return new(Text(source, "text"), address, Code<EvidenceTag>(source, "evidence"), date);
    }

    public static string Kind(JsonPart part) =>
        part.Element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => Shown.Text(Decoded(part.Element) ?? "\uFFFD"),
            JsonValueKind.Number => Cut(part.Element.GetRawText()),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "null",
        };

    private bool Format(JsonPart root, string format)
    {
        if (
            root.Element.ValueKind == JsonValueKind.Object
            && root.Get("format") is { } stated
            && stated.Element.ValueKind == JsonValueKind.String
            && string.Equals(Decoded(stated.Element), format, StringComparison.Ordinal)
        )
            return true;
        Add(
            "format",
            root.Element.ValueKind != JsonValueKind.Object ? Kind(root)
                : root.Get("format") is { } other ? Kind(other)
                : "nothing",
            format,
            "Give a file of this format."
        );
        return false;
    }

    private CalendarPeriod MissingPeriod(JsonPart part, string name)
    {
        Missing(part, name, "a period, for example \"6 months\"");
        return CalendarPeriod.Days(1);
    }

    private string Missing(JsonPart part, string name, string expected)
    {
        if (part.Element.ValueKind == JsonValueKind.Object)
            Add(part.At(name), "nothing", expected, "Add it.");
        return name;
    }

    /// <summary>Null when the text holds an escaped half of a surrogate pair, which the parser lets pass.</summary>
    private static string? Decoded(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Characters that turn the direction of writing: they can make a text read as another.</summary>
    private static bool IsDirection(char c) =>
        c is '\u061c' or '\u200e' or '\u200f' or >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>A name as it can be printed: cut, and what a terminal would obey made visible.</summary>
    public static string Cut(string text) => text.Length == 0 ? text : Shown.Text(text.Length <= 40 ? text : text[..40] + "…")[1..^1];

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) => bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}

/// <summary>One value of the file and where it stands.</summary>
internal readonly record struct JsonPart(JsonElement Element, string Path)
{
    public string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>The property; null when it is absent, null, or this is not an object.</summary>
    public JsonPart? Get(string name) =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new(value, At(name))
            : null;
}
