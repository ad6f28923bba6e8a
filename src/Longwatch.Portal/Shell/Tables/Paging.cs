namespace Longwatch.Portal.Shell.Tables;

/// <summary>Which rows of a longer list a table shows.</summary>
/// <param name="Number">Page, from 1.</param>
/// <param name="Size">Rows a page.</param>
/// <param name="Total">Rows in all.</param>
public sealed record Paging(int Number, int Size, long Total)
{
    internal long Pages => Math.Max(1, (Total + Size - 1) / Size);

    internal long First => Total == 0 ? 0 : ((long)(Number - 1) * Size) + 1;

    internal long Last => Math.Min(Total, (long)Number * Size);
}
