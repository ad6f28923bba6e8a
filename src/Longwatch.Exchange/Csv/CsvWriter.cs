using System.Buffers;
using System.Globalization;
using Longwatch.Domain;

namespace Longwatch.Exchange.Csv;

/// <summary>Writes records in UTF-8: commas, LF, quotes only where needed; text that looks like a formula gets an apostrophe that the reader takes off.</summary>
internal sealed class CsvWriter(Stream stream) : IDisposable
{
    private const int Capacity = 1 << 16;
    private const int LongestValue = 64;
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    private readonly byte[] buffer = new byte[Capacity];
    private int used;
    private bool first = true;

    public CsvWriter Text(string? text)
    {
        Separate();
        if (text is null)
            return this;
        var escape = NeedsEscape(text);
        var quote = escape || text.AsSpan().ContainsAny(Special);
        if (quote)
            Put((byte)'"');
        if (escape)
            Put((byte)'\'');
        if (quote)
            Quoted(text);
        else
            Plain(text);
        if (quote)
            Put((byte)'"');
        return this;
    }

    public CsvWriter Code<T>(T value)
        where T : struct, Enum
    {
        Separate();
        Put(CodeNames<T>.Of(value));
        return this;
    }

    public CsvWriter Date(DateOnly? date)
    {
        Separate();
        if (date is not { } day)
            return this;
        Reserve(LongestValue);
        Digits(day.Year, 4);
        buffer[used++] = (byte)'-';
        Digits(day.Month, 2);
        buffer[used++] = (byte)'-';
        Digits(day.Day, 2);
        return this;
    }

    public CsvWriter Date(PartialDate? date) => Text(date?.ToString());

    public CsvWriter Number(double? number)
    {
        Separate();
        if (number is not { } value)
            return this;
        Reserve(LongestValue);
        if (!value.TryFormat(buffer.AsSpan(used), out var written, "R", CultureInfo.InvariantCulture))
            throw new InvalidOperationException("A number needs more than its longest form.");
        used += written;
        return this;
    }

    public CsvWriter Integer(int? number)
    {
        Separate();
        if (number is not { } value)
            return this;
        Reserve(LongestValue);
        if (!value.TryFormat(buffer.AsSpan(used), out var written, default, CultureInfo.InvariantCulture))
            throw new InvalidOperationException("A number needs more than its longest form.");
        used += written;
        return this;
    }

    public void EndRecord()
    {
        Put((byte)'\n');
        first = true;
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }

    private static bool NeedsEscape(string text)
    {
        var behind = text.AsSpan().TrimStart('\'');
        return behind.Length > 0 && behind[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
    }

    private void Separate()
    {
        if (!first)
            Put((byte)',');
        first = false;
    }

    private void Digits(int number, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            buffer[used + i] = (byte)('0' + (number % 10));
            number /= 10;
        }

        used += count;
    }

    private void Quoted(string text)
    {
        foreach (var part in text.AsSpan().Split('"'))
        {
            if (part.Start.Value > 0)
                Put("\"\""u8);
            Plain(text.AsSpan(part));
        }
    }

    private void Plain(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            Reserve(4);
            var status = System.Text.Unicode.Utf8.FromUtf16(
                text,
                buffer.AsSpan(used),
                out var read,
                out var written,
                replaceInvalidSequences: false
            );
            if (status == OperationStatus.InvalidData)
                throw new ArgumentException("The text is not valid UTF-16.", nameof(text));
            used += written;
            text = text[read..];
        }
    }

    private void Put(byte value)
    {
        Reserve(1);
        buffer[used++] = value;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (used + bytes > buffer.Length)
            Flush();
    }

    private void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }
}
