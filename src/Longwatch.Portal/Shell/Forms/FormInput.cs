using Longwatch.Domain;

namespace Longwatch.Portal.Shell.Forms;

/// <summary>What a person typed into a form, what is wrong with it, and the values read from it.</summary>
/// <remarks>
/// A page reads each field once, by the method of its kind; a field that does not pass adds a message and gives null. What was typed
/// is kept as it was, so that the page shows it again beside the message. Reading methods: <see cref="FormFields"/>.
/// </remarks>
public sealed class FormInput
{
    private readonly Dictionary<string, string[]> _values;
    private readonly List<FormMessage> _messages = [];

    private FormInput(Dictionary<string, string[]> values) => _values = values;

    internal IReadOnlyList<FormMessage> Messages => _messages;

    internal bool IsRefused => _messages.Count > 0;

    /// <summary>Somebody else saved the record after the page was drawn: what was typed is still here, and the page is drawn from the record as it now is.</summary>
    internal bool IsConflict { get; private set; }

    internal static FormInput Empty() => new(new(StringComparer.Ordinal));

    /// <summary>A form filled with what is known, by field name; null stays empty.</summary>
    internal static FormInput Of(params (string Name, string? Value)[] values) =>
        new(
            values
                .Where(v => v.Value is not null)
                .GroupBy(v => v.Name, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Select(v => v.Value!).ToArray(), StringComparer.Ordinal)
        );

    /// <summary>The posted form; a body that is no form is refused with 400 or 415.</summary>
    internal static async Task<FormInput> Read(HttpContext context, CancellationToken cancellation)
    {
        if (!context.Request.HasFormContentType)
            throw new BadHttpRequestException("The body is not a form.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var form = await context.Request.ReadFormAsync(cancellation);
            return new(form.ToDictionary(f => f.Key, f => f.Value.Select(v => v ?? "").ToArray(), StringComparer.Ordinal));
        }
        catch (InvalidDataException e)
        {
            // too many fields, or a value longer than any field may be
            throw new BadHttpRequestException("The form is too large.", StatusCodes.Status413PayloadTooLarge, e);
        }
    }

    /// <summary>What was typed into the first field of the name; null when there is none.</summary>
    internal string? Value(string name) => _values.TryGetValue(name, out var values) && values.Length > 0 ? values[0] : null;

    internal IReadOnlyList<string> Values(string name) => _values.TryGetValue(name, out var values) ? values : [];

    internal string? Message(string name) => _messages.Find(m => m.Field == name)?.Text;

    /// <summary>Adds a message beside the field; the first message of a field stays.</summary>
    internal void Refuse(string field, string message)
    {
        if (Message(field) is null)
            _messages.Add(new(field, message));
    }

    /// <summary>Says at the head of the form that the record was changed meanwhile.</summary>
    internal void Conflict(string message)
    {
        IsConflict = true;
        _messages.Insert(0, new(null, message));
    }

    /// <summary>
    /// The value of a hidden field that says what the page was drawn from, such as the version. While a form is refused it stays what the person
    /// looked at first, so that a change by somebody else meanwhile is noticed; once they have been told of it, it is what is there now.
    /// </summary>
    internal string Seen(string name, string now) => IsRefused && !IsConflict && Value(name) is { Length: > 0 } seen ? seen : now;

    /// <summary>A refusal of the domain: beside the field that the code is about, else at the head of the form.</summary>
    /// <param name="fields">Field by code of refusal.</param>
    internal FormInput Refuse(Refusal why, params (string Code, string Field)[] fields)
    {
        var field = Array.Find(fields, f => f.Code == why.Code).Field;
        if (field is null)
            _messages.Add(new(null, why.Message));
        else
            Refuse(field, why.Message);
        return this;
    }

    /// <summary>Names the class only: what was typed belongs into no log.</summary>
    public override string ToString() => nameof(FormInput);
}

/// <summary>What is wrong with a form.</summary>
/// <param name="Field">Name of the field; null when the message is about the whole form.</param>
public sealed record FormMessage(string? Field, string Text);
