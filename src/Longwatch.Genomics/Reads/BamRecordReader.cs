using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Reads;

/// <summary>Reads BAM records one after the other from a noted place.</summary>
internal sealed unsafe class BamRecordReader(ByteSource source, int contigs) : IDisposable
{
    private readonly BgzfReader reader = new(source);
    private readonly BgzfGroup group = new();
    private readonly BlockInflater inflater = new();
    private int at;
    private int end;

    /// <summary>Groups read since the last <see cref="Seek"/>, and the number of the one there.</summary>
    public long Group { get; private set; }

    public void Seek(GroupPlace place)
    {
        reader.Seek(place.FileOffset);
        Group = place.Number - 1;
        (at, end) = (0, 0);
        if (!Load())
            return;
        at = group.Headroom + place.FirstRecord;
    }

    /// <summary>The record is valid until the next call. False at the end of the file.</summary>
    public bool Next(out RecordView record)
    {
        while (true)
        {
            fixed (byte* raw = group.Raw)
            {
                if (end - at >= 4)
                {
                    var length = *(int*)(raw + at);
                    if (length is >= BamRecord.FixedLength and <= BamRecord.MaxLength && end - at - 4 >= length)
                    {
                        if (!BamRecord.TryView(raw + at + 4, length, contigs, out record))
                            return false;
                        at += 4 + length;
                        return true;
                    }
                }
            }

            record = default;
            if (!Load())
                return false;
        }
    }

    public void Dispose() => inflater.Dispose();

    private bool Load()
    {
        var rest = group.Raw.AsSpan(at, end - at).ToArray();
        if (!reader.Next(group))
            return false;
        Group++;
        group.Inflate(inflater, source.Name);
        group.Prepend(rest);
        at = group.Headroom - rest.Length;
        end = group.Headroom + group.RawLength;
        return true;
    }
}
