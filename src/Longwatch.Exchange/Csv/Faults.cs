namespace Longwatch.Exchange.Csv;

/// <summary>The words for faults of the file format itself.</summary>
internal static class Faults
{
    private const string Utf8Remedy = "Save it as \"CSV UTF-8\" without byte-order mark.";

    public static ProblemText Empty { get; } =
        new("an empty file", "a header line", "Write at least the header line; a table without rows is only its header.");

    public static ProblemText ByteOrderMark { get; } =
        new(
            "a byte-order mark (EF BB BF)",
            "UTF-8 without byte-order mark",
            "Save the file as UTF-8 without byte-order mark, or delete its first three bytes."
        );

    public static ProblemText Utf16 { get; } =
        new("text in UTF-16", "UTF-8 without byte-order mark", "Save the file in the encoding UTF-8.");

    public static ProblemText Workbook { get; } =
        new(
            "a compressed archive or an Excel workbook",
            "CSV text in UTF-8",
            "Open it in the spreadsheet program and save it as \"CSV UTF-8\"."
        );

    public static ProblemText Compressed { get; } = new("gzip-compressed data", "CSV text in UTF-8", "Unpack the file first.");

    public static ProblemText OnlyCarriageReturns { get; } =
        new("lines that end in CR alone", "lines that end in LF", "Save the file with Unix (LF) line ends.");

    public static ProblemText LoneCarriageReturn { get; } =
        new("a CR without LF outside quotes", "lines that end in LF", "Save the file with Unix (LF) line ends, or put the cell in quotes.");

    public static ProblemText Nul { get; } = new("a NUL byte", "text", "The file is damaged or not text: export it again as CSV UTF-8.");

    public static ProblemText QuoteInside { get; } =
        new(
            "a quote inside a cell without quotes",
            "quotes around the whole cell",
            "Put the cell in quotes and write each quote in it twice."
        );

    public static ProblemText TextBehindQuote { get; } =
        new("text behind a closing quote", "a comma or the end of the line", "Write each quote inside the cell twice.");

    public static ProblemText Unterminated { get; } =
        new("a quote that is never closed", "a closing quote", "Close the quote that opens on this line.");

    public static ProblemText RunsOn { get; } =
        new(
            "a quote that opens here, and text behind the next quote on a later line",
            "a closing quote",
            "Close the quote that opens on this line."
        );

    public static ProblemText BlankLine { get; } = new("an empty line", "a record", "Delete the line.");

    public static ProblemText RecordTooLong(int bytes) =>
        new(
            $"a record of more than {bytes} bytes",
            "a shorter one",
            "Look for a quote that is not closed on this line; what follows it was not read."
        );

    public static ProblemText CellTooLong(int bytes) =>
        new($"a cell of more than {bytes} bytes", "a shorter one", "Shorten the text, or look for a quote that is not closed.");

    public static ProblemText FileTooLong(long bytes) => new($"a file of more than {bytes} bytes", "a smaller one", "Split the data set.");

    /// <summary>A byte that no UTF-8 text has there.</summary>
    /// <param name="cell">Number of the cell in its record, from 1.</param>
    public static ProblemText NotUtf8(byte found, int cell) =>
        new($"the byte 0x{found:X2} in cell {cell}, which is not UTF-8 (Latin-1 or Windows-1252?)", "text in UTF-8", Utf8Remedy);
}
