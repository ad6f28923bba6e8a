using Microsoft.AspNetCore.Components;

namespace Longwatch.Portal.Shell.Tables;

/// <summary>One column of a <see cref="DataTable{TRow}"/>: its title and how a cell is drawn from a row.</summary>
public sealed class Column<TRow> : ComponentBase
{
    [CascadingParameter]
    public DataTable<TRow> Table { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>True for the column that names the row.</summary>
    [Parameter]
    public bool RowHeader { get; set; }

    /// <summary>True for numbers: right-aligned, digits of one width.</summary>
    [Parameter]
    public bool Numeric { get; set; }

    /// <summary>True for dates and codes, which must not break.</summary>
    [Parameter]
    public bool NoBreak { get; set; }

    [Parameter, EditorRequired]
    public RenderFragment<TRow>? ChildContent { get; set; }

    internal string? CellClass =>
        Numeric ? "numeric"
        : NoBreak ? "no-break"
        : null;

    protected override void OnInitialized() => Table.Add(this);
}
