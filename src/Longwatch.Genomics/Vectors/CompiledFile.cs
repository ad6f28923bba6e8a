using System.Security.Cryptography;
using System.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>What two compilations must share to be the same.</summary>
internal static class VectorHash
{
    public static string Of(IReadOnlyList<VectorSource> vectors, IReadOnlyList<MaskSource> mask, IReadOnlyList<string> maskHashes)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(CompiledFile.Version);
            writer.Write(CompiledVectors.K);
            foreach (var v in vectors)
            {
                writer.Write(v.Name);
                writer.Write(v.Accession);
                writer.Write(v.Bases.Length);
                writer.Write(v.Bases);
                writer.Write((int?)v.Kind ?? -1);
                writer.Write((int?)v.Family ?? -1);
                writer.Write(
                    v.Circular is null ? -1
                    : v.Circular.Value ? 1
                    : 0
                );
                CompiledFile.Write(writer, v.Features);
                CompiledFile.Write(writer, v.Notes);
            }
            foreach (var (name, covers, content) in VectorLibrary.Mask)
            {
                writer.Write(name);
                writer.Write((byte)covers);
                writer.Write(content);
            }
            foreach (var (source, hash) in mask.Zip(maskHashes))
            {
                writer.Write(source.Name);
                writer.Write((byte)source.Covers);
                writer.Write(hash);
            }
        }
        return MaskHashes.Of(memory.ToArray());
    }
}

/// <summary>Compiled vectors on disk: a header, the content, and the SHA-256 of both, without which a file is not believed.</summary>
internal static class CompiledFile
{
    /// <summary>Raised whenever what is compiled, or how it is written, changes: older files are then not found.</summary>
    public const int Version = 2;

    private static readonly byte[] Magic = "LWVECT1\n"u8.ToArray();

    /// <summary>The compiled form of this hash; null when it is not there, cut short, damaged or of another hash.</summary>
    public static CompiledVectors? TryRead(DirectoryInfo? cache, string key) =>
        cache is not null
        && CacheFolder.TryRead(PathOf(cache, key)) is { } content
        && TryParse(content) is { } compiled
        && compiled.Hash == key
            ? compiled
            : null;

    public static void Write(DirectoryInfo? cache, CompiledVectors compiled)
    {
        if (cache is not null)
            CacheFolder.TryWrite(PathOf(cache, compiled.Hash), ToBytes(compiled));
    }

    public static byte[] ToBytes(CompiledVectors compiled)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(compiled.Hash);
            writer.Write(compiled.MaskIsComplete);
            Write(writer, compiled.Notes);
            writer.Write(compiled.Mask.Count);
            foreach (var m in compiled.Mask)
            {
                writer.Write(m.Name);
                writer.Write((byte)m.Covers);
                writer.Write(m.Bases);
                writer.Write(m.Sha256);
                writer.Write(m.WholeGenome);
            }
            writer.Write(compiled.Sequences.Count);
            foreach (var s in compiled.Sequences)
            {
                writer.Write(s.Name);
                writer.Write(s.VectorName);
                writer.Write((byte)s.Kind);
                writer.Write((byte)s.Family);
                writer.Write(s.Accession);
                writer.Write(s.Bases.Length);
                writer.Write(s.Bases);
                writer.Write(Array.ConvertAll(s.Origins, o => (byte)o));
                writer.Write(s.Repeats is not null);
                if (s.Repeats is { } r)
                    foreach (var place in new[] { r.FiveStart, r.FiveEnd, r.ThreeStart, r.ThreeEnd })
                        writer.Write(place);
                Write(writer, s.Features);
            }
        }
        return [.. memory.ToArray(), .. SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length))];
    }

    /// <summary>Null when the bytes are not what was written: the checksum is looked at before anything is believed.</summary>
    public static CompiledVectors? TryParse(byte[] content)
    {
        if (content.Length < Magic.Length + SHA256.HashSizeInBytes || !content.AsSpan().StartsWith(Magic))
            return null;
        var body = content.AsSpan(0, content.Length - SHA256.HashSizeInBytes);
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(content.AsSpan(body.Length)))
            return null;
        using var reader = new BinaryReader(new MemoryStream(content, Magic.Length, body.Length - Magic.Length), Encoding.UTF8);
        var hash = reader.ReadString();
        var complete = reader.ReadBoolean();
        var notes = Many(reader, r => r.ReadString());
        var mask = Many(
            reader,
            r => new MaskReference(r.ReadString(), (SequenceOrigin)r.ReadByte(), r.ReadInt64(), r.ReadString(), r.ReadBoolean())
        );
        return new CompiledVectors(hash, Many(reader, ReadSequence), mask, complete, notes);
    }

    public static void Write(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        foreach (var text in texts)
            writer.Write(text);
    }

    public static void Write(BinaryWriter writer, IReadOnlyList<SequenceFeature> features)
    {
        writer.Write(features.Count);
        foreach (var f in features)
        {
            writer.Write(f.Name);
            writer.Write(f.Type);
            writer.Write(f.Start);
            writer.Write(f.End);
            writer.Write(f.Reverse);
        }
    }

    private static SearchedSequence ReadSequence(BinaryReader r)
    {
        var (name, vector, kind, family, accession) = (r.ReadString(), r.ReadString(), r.ReadByte(), r.ReadByte(), r.ReadString());
        var length = r.ReadInt32();
        var bases = r.ReadBytes(length);
        var origins = Array.ConvertAll(r.ReadBytes(length), o => (SequenceOrigin)o);
        var repeats = r.ReadBoolean() ? new TerminalRepeats(r.ReadInt32(), r.ReadInt32(), r.ReadInt32(), r.ReadInt32()) : null;
        var features = Many(r, f => new SequenceFeature(f.ReadString(), f.ReadString(), f.ReadInt32(), f.ReadInt32(), f.ReadBoolean()));
        return new SearchedSequence(name, vector, (SequenceKind)kind, (VectorFamily)family, bases, origins, features, repeats, accession);
    }

    private static T[] Many<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var result = new T[reader.ReadInt32()];
        for (var i = 0; i < result.Length; i++)
            result[i] = read(reader);
        return result;
    }

    private static string PathOf(DirectoryInfo cache, string key) => Path.Combine(cache.FullName, $"{key}.lwvectors");
}
