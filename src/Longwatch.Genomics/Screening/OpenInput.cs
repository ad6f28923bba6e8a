using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>An input whose kind is known and whose header has been read.</summary>
internal sealed class OpenInput : IDisposable
{
    private readonly ByteSource source;
    private readonly ByteSource? mateSource;
    private readonly ContentKind mateKind;

    private OpenInput(ReadInput input, ByteSource source, ByteSource? mateSource, ContentKind kind, ContentKind mateKind)
    {
        (Input, this.source, this.mateSource, Kind, this.mateKind) = (input, source, mateSource, kind, mateKind);
    }

    public ReadInput Input { get; }
    public ContentKind Kind { get; }

    /// <summary>Null for FASTQ.</summary>
    public AlignmentHeader? Header { get; private set; }
    public BamScreening? Bam { get; private set; }
    public CramScreening? Cram { get; private set; }
    public SamScreening? Sam { get; private set; }
    public long Bytes => source.Length + (mateSource?.Length ?? 0);
    public string Name => source.Name;
    public bool CanReopen => source.CanReopen;

    /// <summary>Bytes taken so far.</summary>
    public long Position => source.Position + (mateSource?.Position ?? 0);

    /// <summary>Opens an input and reads its header.</summary>
    /// <exception cref="UnreadableInputException">Says what is wrong with the file or its mate.</exception>
    public static OpenInput Open(ReadInput input, ScreeningOptions options)
    {
        var reads = ByteSource.Open(input.Path);
        ByteSource? mate = null;
        try
        {
            mate = input.MatePath is null ? null : ByteSource.Open(input.MatePath);
            var kind = ContentKind.Of(reads);
            var kindOfMate = mate is null ? default : ContentKind.Of(mate);
            if (mate is not null && (kind.Format != ReadFormat.Fastq || kindOfMate.Format != ReadFormat.Fastq))
                throw new UnreadableInputException(
                    mate.Name,
                    null,
                    $"was named as the mates of {reads.Name}, but only FASTQ has its mates in a second file"
                );
            var opened = new OpenInput(input, reads, mate, kind, kindOfMate);
            opened.ReadHeader(options);
            return opened;
        }
        catch
        {
            reads.Dispose();
            mate?.Dispose();
            throw;
        }
    }

    public FastqReader OpenFastq(bool mate, SeedIndex seeds, ScreeningOptions options, bool inflateAhead)
    {
        var (from, kind) = mate ? (mateSource!, mateKind) : (source, Kind);
        var text = TextSource.Open(from, kind.Packing);
        return new(inflateAhead ? new AheadText(text, from) : text, seeds, options.UsePlainKernel);
    }

    public void Dispose()
    {
        Bam?.Dispose();
        Cram?.Dispose();
        Sam?.Dispose();
        source.Dispose();
        mateSource?.Dispose();
    }

    private void ReadHeader(ScreeningOptions options)
    {
        switch (Kind.Format)
        {
            case ReadFormat.Bam:
                Bam = new(source);
                Header = Bam.Header;
                break;
            case ReadFormat.Fastq:
                break;
            case ReadFormat.Cram:
                Cram = new(source, options);
                Header = Cram.Header;
                break;
            default:
                Sam = new(TextSource.Open(source, Kind.Packing));
                Header = Sam.Header;
                break;
        }
    }
}
