using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Longwatch.Portal.Shell.Forms;

/// <summary>A labelled field of a <see cref="PostForm"/>; shows what was typed and what is wrong with it.</summary>
public partial class Field
{
    [CascadingParameter]
    public FormInput Form { get; set; } = null!;

    [CascadingParameter(Name = "FormId")]
    public string? FormId { get; set; }

    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter]
    public FieldKind Kind { get; set; }

    /// <summary>What is expected, in a sentence.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>Shown after the label of a field that may stay empty; the server checks it by the page's own reading.</summary>
    [Parameter]
    public bool Required { get; set; }

    [Parameter]
    public IReadOnlyList<Choice> Choices { get; set; } = [];

    /// <summary>Unit behind the input, such as "copies/µg".</summary>
    [Parameter]
    public string? Unit { get; set; }

    [Parameter]
    public int? Max { get; set; }

    [Parameter]
    public int Rows { get; set; } = 3;

    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>For short values: dates, numbers, codes.</summary>
    [Parameter]
    public bool Narrow { get; set; }

    [Parameter]
    public string? Placeholder { get; set; }

    /// <summary>HTML autofill token; off when not given, because a shared workstation must not offer another patient's values.</summary>
    [Parameter]
    public string? Autocomplete { get; set; }

    private string Id => FieldIds.Of(FormId, Name);

    private string? Error => Form.Message(Name);

    private string? Invalid => Error is null ? null : "true";

    private string? RequiredText => Required ? "true" : null;

    private string? DescribedBy
    {
        get
        {
            var parts = new[]
            {
                Hint is null ? null : $"{Id}-hint",
                Unit is null ? null : $"{Id}-unit",
                Error is null ? null : $"{Id}-error",
            };
            var text = string.Join(' ', parts.Where(p => p is not null));
            return text.Length == 0 ? null : text;
        }
    }

    private string InputType =>
        Kind switch
        {
            FieldKind.Email => "email",
            FieldKind.Password => "password",
            FieldKind.File => "file",
            _ => "text",
        };

    private string? InputMode =>
        Kind switch
        {
            FieldKind.Integer or FieldKind.Code => "numeric",
            FieldKind.Number => "decimal",
            FieldKind.Email => "email",
            _ => null,
        };

    /// <summary>Dates are typed as they are shown, year first; a browser's own date field would show them in its order.</summary>
    private string? Example =>
        Kind switch
        {
            FieldKind.Day => Text.T("form.day.placeholder"),
            FieldKind.PartialDay => Text.T("form.partial-day.placeholder"),
            _ => Placeholder,
        };

    /// <summary>A password is never sent back.</summary>
    private string? Shown => Kind is FieldKind.Password or FieldKind.File ? null : Form.Value(Name);

    private RenderFragment Mark =>
        builder =>
        {
            if (!Required)
                Span(builder, "optional", null, Text.T("form.optional"));
        };

    private RenderFragment Words =>
        builder =>
        {
            if (Hint is not null)
                Span(builder, "form-hint", $"{Id}-hint", Hint);
            if (Error is not null)
                Span(builder, "field-error", $"{Id}-error", Error);
        };

    private static void Span(RenderTreeBuilder builder, string style, string? id, string text)
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", style);
        builder.AddAttribute(2, "id", id);
        builder.AddContent(3, text);
        builder.CloseElement();
    }
}
