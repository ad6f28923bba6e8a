namespace Longwatch.Genomics.Screening;

/// <summary>Scans one read: base by base, without bitmap or wide registers. The oracle of <see cref="PackedScanner"/>.</summary>
internal static class PlainScanner
{
    /// <summary>Looks at every sampled 16-mer until one keeps the read.</summary>
    /// <param name="read">ASCII bases, upper case.</param>
    public static ScanResult Scan(SeedIndex index, ReadOnlySpan<byte> read, Clips clips)
    {
        var gc = 0;
        foreach (var letter in read)
            if (letter is (byte)'C' or (byte)'G')
                gc++;

        bool seed = false,
            keep = false;
        for (var at = 0; at + SeedIndex.K <= read.Length && !keep; at += ScreeningOptions.Stride)
        {
            if (!TryKey(read.Slice(at, SeedIndex.K), out var key))
                continue;
            var places = index.Places(key);
            while (!keep && places.MoveNext())
            {
                seed = true;
                keep = SeedExtension.Keeps(read, at, index.Text, places.Current, clips);
            }
        }

        return new(seed, keep, gc);
    }

    private static bool TryKey(ReadOnlySpan<byte> bases, out uint key)
    {
        key = 0;
        for (var i = 0; i < bases.Length; i++)
        {
            if (bases[i] is not ((byte)'A' or (byte)'C' or (byte)'G' or (byte)'T'))
                return false;
            key |= SeedIndex.Code(bases[i]) << (2 * i);
        }

        return true;
    }
}
