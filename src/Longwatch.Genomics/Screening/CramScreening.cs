using System.Runtime.InteropServices;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Reads.Native;

namespace Longwatch.Genomics.Screening;

/// <summary>Screens one CRAM: htslib decodes it on threads of its own, and the calling thread screens.</summary>
internal sealed class CramScreening : IDisposable
{
    private const int BatchLength = 512;

    /// <summary>Records of one name that are kept together over the end of a batch.</summary>
    private const int LongestRun = 64;

    private readonly string name;
    private readonly bool hasReference;
    private readonly HtsFileHandle file;
    private readonly HtsHeaderHandle header;
    private readonly LocalReference? reference;
    private readonly CramPipe? pipe;
    private readonly HtsRecordHandle[] records = new HtsRecordHandle[BatchLength + LongestRun];

    /// <summary>Opens the file and reads its header.</summary>
    /// <exception cref="UnreadableInputException">htslib is absent, the file is no CRAM, or it refers to a reference on the network.</exception>
    public CramScreening(ByteSource source, ScreeningOptions options)
    {
        name = source.Name;
        if (!HtsLib.IsAvailable)
            throw new UnreadableInputException(
                name,
                null,
                "is CRAM, which is decoded by htslib, and libhts.so.3 was not found: install it (Debian: libhts3), or convert with samtools view -b"
            );
        hasReference = options.Reference is not null;
        reference = options.Reference is null ? null : new LocalReference(options.Reference);
        pipe = source.CanReopen ? null : new CramPipe(source);
        file = HtsLib.Open(pipe?.Path ?? source.Path);
        if (file.IsInvalid)
            throw new UnreadableInputException(name, "byte offset 0", "begins like CRAM, but htslib cannot open it: it is damaged");
        if (reference is not null && HtsLib.SetReference(file.DangerousGetHandle(), reference.Path) != 0)
            throw new UnreadableInputException(
                options.Reference!.FullName,
                null,
                "is not a FASTA that htslib can index, plain or in bgzip"
            );
        HtsLib.SkipMd(file);
        if (options.Threads > 1 && HtsLib.SetThreads(file.DangerousGetHandle(), options.Threads) != 0)
            throw new InvalidOperationException("htslib could not start its threads.");
        header = new(HtsLib.ReadHeader(file.DangerousGetHandle()));
        if (header.IsInvalid)
            throw new UnreadableInputException(name, "byte offset 0", "the CRAM header cannot be decoded: the file is damaged");
        var length = (long)HtsLib.HeaderLength(header.DangerousGetHandle());
        if (length > AlignmentHeader.MaxBytes)
            throw new UnreadableInputException(name, "byte offset 0", $"the header has {length} bytes, more than can be");
        Header = SamHeader.Parse(name, Marshal.PtrToStringUTF8(HtsLib.HeaderText(header.DangerousGetHandle()), (int)length));
        RefuseNetwork();
        for (var i = 0; i < records.Length; i++)
            records[i] = new();
    }

    public AlignmentHeader Header { get; }
    public bool IsTruncated { get; private set; }
    public long Records { get; private set; }
    public string TruncatedAt => $"record {Records + 1}";

    public void Run(RecordScreener screener, long firstOrdinal, Action<long> progress, CancellationToken cancel)
    {
        var ordinal = firstOrdinal;
        var have = 0;
        for (var atEnd = false; !atEnd; )
        {
            cancel.ThrowIfCancellationRequested();
            while (have < BatchLength && !atEnd)
            {
                var result = HtsLib.Read(file.DangerousGetHandle(), header.DangerousGetHandle(), records[have].Pointer);
                if (result >= 0)
                    have++;
                else
                    atEnd = Ends(result, ordinal - firstOrdinal + have);
            }

            var run = atEnd ? have : StartOfLastRun(have);
            var batch = new HtsBatch(records, run, Header.Contigs.Count, name, ordinal - firstOrdinal);
            screener.Screen(ref batch, ordinal);
            ordinal += run;
            for (var i = run; i < have; i++)
                (records[i - run], records[i]) = (records[i], records[i - run]);
            have -= run;
            progress(ordinal);
        }

        Records = ordinal - firstOrdinal;
    }

    public void Dispose()
    {
        foreach (var record in records)
            record?.Dispose();
        header?.Dispose();
        file?.Dispose();
        pipe?.Dispose();
        reference?.Dispose();
    }

    /// <summary>The end, an early end, or what cannot be decoded.</summary>
    private bool Ends(int result, long done)
    {
        var complete = pipe is null ? HtsLib.HasEnd(file.DangerousGetHandle()) != 0 : pipe.HasEnd;
        if (result == -1 || (!complete && done > 0))
        {
            IsTruncated = !complete;
            return true;
        }

        throw new UnreadableInputException(
            name,
            $"record {done + 1}",
            hasReference
                ? "cannot be decoded: the reference is not the one that the CRAM was written with (its check sums are in the header), or the file is damaged"
                : "cannot be decoded without the reference that the CRAM was written with: give it with --reference. It is never fetched from the network"
        );
    }

    /// <summary>htslib would follow an address in the header when a sequence is not in the reference given.</summary>
    private void RefuseNetwork()
    {
        foreach (var line in Header.Text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith("@SQ\t"))
                continue;
            var address = SamHeader.Field(line, "UR:");
            var contig = SamHeader.Field(line, "SN:").ToString();
            if (!address.Contains("://", StringComparison.Ordinal) || address.StartsWith("file:") || reference?.Contains(contig) == true)
                continue;
            throw new UnreadableInputException(
                name,
                null,
                $"the reference sequence {contig} is said to lie at {address}, and the network is never used: give a reference that has it with --reference"
            );
        }
    }

    private int StartOfLastRun(int have)
    {
        var run = have - 1;
        while (run > 0 && have - run < LongestRun && HaveSameName(records[run - 1], records[run]))
            run--;
        return run == 0 || have - run >= LongestRun ? have : run;
    }

    private static bool HaveSameName(HtsRecordHandle first, HtsRecordHandle second) =>
        HtsLib.TryView(first.Pointer, int.MaxValue - 1, out var a)
        && HtsLib.TryView(second.Pointer, int.MaxValue - 1, out var b)
        && a.NameSpan.SequenceEqual(b.NameSpan);
}

/// <summary>Records that htslib decoded.</summary>
internal readonly unsafe struct HtsBatch(HtsRecordHandle[] records, int count, int contigs, string file, long before) : IRecordBatch
{
    /// <summary>Bytes that a wide load may read behind the bases.</summary>
    private const int Slack = 64;

    public int Count => count;

    public void Get(int index, out RecordView record)
    {
        if (!HtsLib.TryView(records[index].Pointer, contigs, out record))
            throw new UnreadableInputException(file, $"record {before + index + 1}", "is broken: its parts do not fit together");
        if (record.TagsLength + record.Length < Slack)
            record = records[index].Widen(record, Slack);
    }
}
