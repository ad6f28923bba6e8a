namespace Longwatch.Exchange.Csv;

/// <summary>Tells from its first bytes a file that is no UTF-8 CSV at all.</summary>
internal static class FileSignature
{
    private const int Looked = 4096;

    public static ProblemText? Fault(ReadOnlySpan<byte> head)
    {
        if (
            head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || EverySecondIsNul(head)
        )
            return Faults.Utf16;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 3, 4]))
            return Faults.Workbook;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return Faults.Compressed;
        return !head.Contains((byte)'\n') && head.Contains((byte)'\r') ? Faults.OnlyCarriageReturns : null;
    }

    private static bool EverySecondIsNul(ReadOnlySpan<byte> head)
    {
        var looked = head[..Math.Min(head.Length, Looked)];
        return looked.Length >= 4 && looked.Count((byte)0) * 5 > looked.Length * 2;
    }
}
