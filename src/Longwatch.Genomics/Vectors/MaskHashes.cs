using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>SHA-256 of mask references. That of a file is remembered in the cache under its path, size and time, so that a genome is hashed once.</summary>
internal static class MaskHashes
{
    public static string Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Hashes of files, in order.</summary>
    /// <exception cref="UnreadableInputException">Every file that cannot be read.</exception>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<MaskSource> sources,
        DirectoryInfo? cache,
        Action<MaskProgress>? progress,
        CancellationToken cancellation
    )
    {
        var problems = new List<InputProblem>();
        var hashes = new List<string>();
        foreach (var source in sources)
            try
            {
                cancellation.ThrowIfCancellationRequested();
                hashes.Add(OfFile(source, cache, progress));
            }
            catch (UnreadableInputException error)
            {
                problems.AddRange(error.Problems);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                var why = error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : error.Message;
                problems.Add(new InputProblem(source.Path, null, $"mask reference cannot be read: {why}"));
            }
        return problems.Count == 0 ? hashes : throw new UnreadableInputException(problems);
    }

    private static string OfFile(MaskSource source, DirectoryInfo? cache, Action<MaskProgress>? progress)
    {
        var file = new FileInfo(source.Path);
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{file.FullName}\n{(file.Exists ? file.Length : 0)}\n{file.LastWriteTimeUtc.Ticks}"
        );
        var remembered = cache is null ? null : Path.Combine(cache.FullName, $"{Of(Encoding.UTF8.GetBytes(identity))}.sha256");
        if (remembered is not null && CacheFolder.TryReadText(remembered) is { Length: 64 } known && known.All(char.IsAsciiHexDigitLower))
            return known;
        using var stream = new ProgressStream(File.OpenRead(source.Path), source.Name, progress);
        ReferenceStream.RequireFasta(source.Path, stream);
        var hash = ReferenceStream.Hash(stream);
        if (remembered is not null)
            CacheFolder.TryWrite(remembered, Encoding.ASCII.GetBytes(hash));
        return hash;
    }
}

/// <summary>Files of a cache: written whole or not at all; a cache that cannot be used is no error.</summary>
internal static class CacheFolder
{
    public static string? TryReadText(string path) => TryRead(path) is { } content ? Encoding.ASCII.GetString(content) : null;

    public static byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes beside the target and moves into place, so that no reader ever sees half a file.</summary>
    public static void TryWrite(string path, byte[] content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var beside = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.part";
            File.WriteAllBytes(beside, content);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // compiled again next time
        }
    }
}

/// <summary>Tells how far a file was read.</summary>
internal sealed class ProgressStream(FileStream inner, string name, Action<MaskProgress>? progress) : Stream
{
    private const long Step = 64 << 20;
    private long next = Step;

    public override bool CanRead => true;
    public override bool CanSeek => inner.CanSeek;
    public override bool CanWrite => false;
    public override long Length => inner.Length;
    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if (progress is not null && inner.Position >= next)
        {
            next += Step;
            progress(new MaskProgress(name, inner.Position, inner.Length));
        }
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
