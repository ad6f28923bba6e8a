using System.Runtime.InteropServices;

namespace Longwatch.Genomics.Reads.Native;

/// <summary>htslib (MIT): decodes CRAM. Kept from the network: where it would look references up is set to a place that holds none.</summary>
/// <remarks>The layout of bam1_t is that of htslib 1.12 to 1.22, and is tried at start; every record is checked to lie inside the buffer it says to have.</remarks>
internal static unsafe partial class HtsLib
{
    private const string Library = "libhts.so.3";
    private const int RequiredFields = 18; // CRAM_OPT_REQUIRED_FIELDS
    private const int DecodeMd = 0; // CRAM_OPT_DECODE_MD

    /// <summary>True when the library is there and of a version whose records are laid out as expected.</summary>
    public static bool IsAvailable { get; } = NativeTrial.Passes(Library, IsKnownVersion);

    /// <summary>Size of a record, and offsets in it.</summary>
    public static class Layout
    {
        public const int Position = 0;
        public const int Contig = 8;
        public const int MappingQuality = 14;
        public const int ExtraNuls = 15;
        public const int Flags = 16;
        public const int NameLength = 18;
        public const int CigarLength = 20;
        public const int Length = 24;
        public const int MateContig = 28;
        public const int MatePosition = 32;
        public const int TemplateLength = 40;
        public const int Data = 56;
        public const int DataLength = 64;
    }

    /// <summary>Opens a CRAM without touching the network.</summary>
    public static HtsFileHandle Open(string path)
    {
        // .NET keeps environment variables of its own; the library reads those of the process.
        var nowhere = Path.Combine(Path.GetTempPath(), "longwatch-no-references", "%s");
        _ = SetEnvironment("REF_PATH", nowhere, 1);
        _ = SetEnvironment("REF_CACHE", nowhere, 1);
        SetLogLevel(0);
        return new(OpenFile(path, "r"));
    }

    public static void SkipMd(HtsFileHandle file) => _ = SetOption(file.DangerousGetHandle(), DecodeMd, 0);

    public static void RequireFields(HtsFileHandle file, int fields) => _ = SetOption(file.DangerousGetHandle(), RequiredFields, fields);

    [LibraryImport(Library, EntryPoint = "hts_set_fai_filename", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetReference(nint file, string path);

    [LibraryImport(Library, EntryPoint = "hts_set_threads")]
    public static partial int SetThreads(nint file, int threads);

    [LibraryImport(Library, EntryPoint = "sam_hdr_read")]
    public static partial nint ReadHeader(nint file);

    [LibraryImport(Library, EntryPoint = "sam_hdr_str")]
    public static partial nint HeaderText(nint header);

    [LibraryImport(Library, EntryPoint = "sam_hdr_length")]
    public static partial nuint HeaderLength(nint header);

    [LibraryImport(Library, EntryPoint = "sam_hdr_destroy")]
    public static partial void FreeHeader(nint header);

    [LibraryImport(Library, EntryPoint = "bam_init1")]
    public static partial nint NewRecord();

    [LibraryImport(Library, EntryPoint = "bam_destroy1")]
    public static partial void FreeRecord(nint record);

    /// <summary>0 or more for a record, −1 at the end, less for an error.</summary>
    [LibraryImport(Library, EntryPoint = "sam_read1")]
    public static partial int Read(nint file, nint header, nint record);

    [LibraryImport(Library, EntryPoint = "hts_check_EOF")]
    public static partial int HasEnd(nint file);

    [LibraryImport(Library, EntryPoint = "hts_close")]
    public static partial int Close(nint file);

    /// <summary>Looks at a record. False when it does not lie inside its own buffer.</summary>
    public static bool TryView(nint record, int contigs, out RecordView view)
    {
        unchecked
        {
            view = default;
            var core = (byte*)record;
            view.Position = *(long*)(core + Layout.Position);
            view.Contig = *(int*)(core + Layout.Contig);
            view.MappingQuality = core[Layout.MappingQuality];
            view.Flags = (SamFlag)(*(ushort*)(core + Layout.Flags));
            int nameLength = *(ushort*)(core + Layout.NameLength);
            var cigars = *(uint*)(core + Layout.CigarLength);
            var bases = *(int*)(core + Layout.Length);
            view.MateContig = *(int*)(core + Layout.MateContig);
            view.MatePosition = *(long*)(core + Layout.MatePosition);
            view.TemplateLength = *(long*)(core + Layout.TemplateLength);
            view.Name = *(byte**)(core + Layout.Data);
            view.NameLength = nameLength - core[Layout.ExtraNuls] - 1;
            view.CigarLength = (int)cigars;
            view.Length = bases;
            view.Cigar = view.Name + nameLength;
            view.Bases = view.Cigar + (4L * cigars);
            view.Qualities = view.Bases + (((long)bases + 1) >> 1);
            view.Tags = view.Qualities + bases;
            var used = nameLength + (4L * cigars) + (((long)bases + 1) >> 1) + bases;
            view.TagsLength = (int)(*(int*)(core + Layout.DataLength) - used);
            return bases >= 0
                && view.TagsLength >= 0
                && view.NameLength >= 0
                && (uint)(view.Contig + 1) <= (uint)contigs
                && (uint)(view.MateContig + 1) <= (uint)contigs;
        }
    }

    /// <summary>Bytes that may be read behind the record's own.</summary>
    public static int DataLength(nint record) => *(int*)((byte*)record + Layout.DataLength);

    private static bool IsKnownVersion()
    {
        var version = Marshal.PtrToStringUTF8(Version()) ?? "";
        return version.StartsWith("1.", StringComparison.Ordinal)
            && int.TryParse(
                version.Split('.')[1].Split('-', '+')[0],
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var minor
            )
            && minor is >= 12 and <= 22
            && HasKnownLayout();
    }

    /// <summary>Lets the library make a record and looks whether every field is where it is expected.</summary>
    private static bool HasKnownLayout()
    {
        using var record = new HtsRecordHandle();
        var cigar = stackalloc uint[] { (3 << 4) | 4, 5 << 4 };
        fixed (byte* name = "r1:x\0"u8)
        fixed (byte* bases = "ACGTNACG"u8)
        fixed (byte* qualities = (ReadOnlySpan<byte>)[30, 31, 32, 33, 34, 35, 36, 37])
        {
            if (SetRecord(record.Pointer, 4, name, 0x63, 1, 1234, 57, 2, cigar, 2, 5678, -321, 8, bases, qualities, 0) < 0)
                return false;
            return TryView(record.Pointer, 3, out var view)
                && view is { Contig: 1, Position: 1234, MappingQuality: 57, MateContig: 2, MatePosition: 5678, TemplateLength: -321 }
                && view is { NameLength: 4, CigarLength: 2, Length: 8, TagsLength: 0, Flags: (SamFlag)0x63 }
                && view.NameSpan.SequenceEqual("r1:x"u8)
                && view.CigarAt(1) == 5 << 4
                && new ReadOnlySpan<byte>(view.Bases, 4).SequenceEqual((ReadOnlySpan<byte>)[0x12, 0x48, 0xF1, 0x24])
                && view.Qualities[7] == 37;
        }
    }

    [LibraryImport(Library, EntryPoint = "bam_set1")]
    private static partial int SetRecord(
        nint record,
        nuint nameLength,
        byte* name,
        ushort flags,
        int contig,
        long position,
        byte mappingQuality,
        nuint cigarLength,
        uint* cigar,
        int mateContig,
        long matePosition,
        long templateLength,
        nuint length,
        byte* bases,
        byte* qualities,
        nuint tagsLength
    );

    [LibraryImport(Library, EntryPoint = "hts_version")]
    private static partial nint Version();

    [LibraryImport(Library, EntryPoint = "hts_open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenFile(string path, string mode);

    /// <summary>Variadic in C; with integers only, the calling conventions of x64 and arm64 Linux pass them alike.</summary>
    [LibraryImport(Library, EntryPoint = "hts_set_opt")]
    private static partial int SetOption(nint file, int option, int value);

    [LibraryImport(Library, EntryPoint = "hts_set_log_level")]
    private static partial void SetLogLevel(int level);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}

/// <summary>Owns an open file of htslib.</summary>
internal sealed class HtsFileHandle : SafeHandle
{
    public HtsFileHandle(nint file)
        : base(0, ownsHandle: true) => SetHandle(file);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => HtsLib.Close(handle) == 0;
}

/// <summary>Owns a header of htslib.</summary>
internal sealed class HtsHeaderHandle : SafeHandle
{
    public HtsHeaderHandle(nint header)
        : base(0, ownsHandle: true) => SetHandle(header);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        HtsLib.FreeHeader(handle);
        return true;
    }
}

/// <summary>Owns a record of htslib.</summary>
internal sealed class HtsRecordHandle : SafeHandle
{
    public HtsRecordHandle()
        : base(0, ownsHandle: true) => SetHandle(HtsLib.NewRecord());

    public override bool IsInvalid => handle == 0;

    private byte[] widened = [];

    /// <summary>Valid while the handle is.</summary>
    public nint Pointer => handle;

    /// <summary>The record copied to where bytes behind it may be read.</summary>
    public unsafe RecordView Widen(RecordView view, int slack)
    {
        var length = HtsLib.DataLength(handle);
        if (widened.Length < length + slack)
            widened = GC.AllocateArray<byte>((2 * length) + slack, pinned: true);
        new ReadOnlySpan<byte>(view.Name, length).CopyTo(widened);
        var moved = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref widened[0]) - view.Name;
        view.Name += moved;
        view.Cigar += moved;
        view.Bases += moved;
        view.Qualities += moved;
        view.Tags += moved;
        return view;
    }

    protected override bool ReleaseHandle()
    {
        HtsLib.FreeRecord(handle);
        return true;
    }
}
