using System.Buffers.Binary;
using System.Text;
using Longwatch.Genomics.Reads;
using Longwatch.Statistics.Association;

namespace Longwatch.Genomics.Genotypes;

/// <summary>Genotypes of a BCF (version 2): copies of the alleles that are not the reference. Inflated on a thread of its own.</summary>
/// <remarks>
/// Source: The Variant Call Format specification, section 6 (BCF2). Every length is checked against the record that holds it. Checked against
/// <c>bcftools query</c> by tests.
/// </remarks>
internal sealed class BcfFile : GenotypeFile
{
    private const int LargestHeader = 256 << 20;
    private const int LargestRecord = 512 << 20;

    private readonly ByteSource source;
    private readonly AheadText text;
    private readonly BcfDictionary dictionary;
    private readonly byte[] pairs = new byte[1 << 16];
    private byte[] record = GC.AllocateUninitializedArray<byte>(1 << 16, pinned: true);
    private readonly byte[] lengths = GC.AllocateUninitializedArray<byte>(9, pinned: true);
    private long number;

    public BcfFile(ByteSource source, Packing packing)
        : base(source.Name)
    {
        this.source = source;
        text = new(TextSource.Open(source, packing), source);
        try
        {
            Fill(lengths, 9, "the header");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(lengths.AsSpan(5));
            if (length > LargestHeader)
                throw new UnreadableInputException(
                    Name,
                    "byte offset 5",
                    FormattableString.Invariant($"states a header of {length} bytes; the file is damaged")
                );
            var header = GC.AllocateUninitializedArray<byte>((int)length, pinned: true);
            Fill(header, (int)length, "the header");
            dictionary = BcfDictionary.Parse(Name, Encoding.UTF8.GetString(header));
            People = dictionary.People;
            RequireOnce(People, Name, i => FormattableString.Invariant($"column {10 + i}"), "#CHROM");
            for (var pair = 0; pair < pairs.Length; pair++)
                pairs[pair] = (byte)Code([(byte)(pair & 0xFF), (byte)(pair >> 8)], 1);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    public override double Share => source.Length == 0 ? 0 : (double)source.Position / source.Length;

    public override int Read(Span<byte> packed, Span<VariantSite> sites)
    {
        var count = 0;
        while (count < sites.Length && Next(out var shared, out var individual))
        {
            sites[count] = Describe(shared, out var formats);
            Genotypes(individual, formats, packed.Slice(count * BytesPerVariant, BytesPerVariant));
            count++;
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            text.Dispose();
    }

    private bool Next(out ReadOnlySpan<byte> shared, out ReadOnlySpan<byte> individual)
    {
        shared = default;
        individual = default;
        var got = text.Read(lengths, 0, 8);
        if (got == 0)
            return text.IsTruncated ? throw Problem("the file was cut short; fetch it again") : false;
        number++;
        for (int more; got < 8; got += more)
            if ((more = text.Read(lengths, got, 8 - got)) == 0)
                throw Problem("ends within its lengths; the file was cut short");
        var (first, second) = (
            BinaryPrimitives.ReadUInt32LittleEndian(lengths),
            BinaryPrimitives.ReadUInt32LittleEndian(lengths.AsSpan(4))
        );
        if (first < 24 || (long)first + second > LargestRecord)
            throw Problem(FormattableString.Invariant($"states {first} and {second} bytes, which no record has; the file is damaged"));
        var length = (int)(first + second);
        if (record.Length < length)
            record = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(LargestRecord, record.Length * 2)), pinned: true);
        Fill(record, length, "the record");
        shared = record.AsSpan(0, (int)first);
        individual = record.AsSpan((int)first, (int)second);
        return true;
    }

    private VariantSite Describe(ReadOnlySpan<byte> shared, out int formats)
    {
        var contig = BinaryPrimitives.ReadInt32LittleEndian(shared);
        var position = BinaryPrimitives.ReadInt32LittleEndian(shared[4..]);
        var alleles = BinaryPrimitives.ReadUInt32LittleEndian(shared[16..]) >> 16;
        var samples = BinaryPrimitives.ReadUInt32LittleEndian(shared[20..]);
        formats = (int)(samples >> 24);
        if (dictionary.Contig(contig) is not { } chromosome)
            throw Problem(
                FormattableString.Invariant(
                    $"CHROM: is number {contig}, which the header does not name; write the file anew with: bcftools view -Ob"
                )
            );
        if ((samples & 0xFFFFFF) != People.Count)
            throw Problem(FormattableString.Invariant($"has genotypes of {samples & 0xFFFFFF} people; the header names {People.Count}"));
        if (alleles == 0)
            throw Problem("REF: is missing");
        var at = 24;
        var id = Text(shared, ref at);
        var reference = Text(shared, ref at);
        var others = new string[alleles - 1];
        for (var i = 0; i < others.Length; i++)
            others[i] = Text(shared, ref at);
        return Site(chromosome, Math.Clamp(position, -1, int.MaxValue - 1) + 1, id, string.Join(',', others), reference);
    }

    private void Genotypes(ReadOnlySpan<byte> individual, int formats, Span<byte> packed)
    {
        var at = 0;
        for (var f = 0; f < formats; f++)
        {
            var key = Integer(individual, ref at);
            var (type, count) = Type(individual, ref at);
            var size = BcfDictionary.SizeOf(type);
            var length = (long)size * count * People.Count;
            if (size == 0 || length > individual.Length - at)
                throw Problem("the values of its FORMAT are longer than the record; the file is damaged");
            if (key == dictionary.Genotype)
            {
                Pack(individual.Slice(at, (int)length), (type, size, count), packed);
                return;
            }

            at += (int)length;
        }

        throw Problem("FORMAT: has no GT; genotypes are needed");
    }

    private void Pack(ReadOnlySpan<byte> values, (int Type, int Size, int Count) shape, Span<byte> packed)
    {
        packed.Clear();
        if (shape.Type is not (1 or 2 or 3))
            throw Problem("GT: is not made of whole numbers; the file is damaged");
        unchecked // indices of people
        {
            var people = People.Count;
            if (shape is { Size: 1, Count: 2 })
            {
                var whole = people / 4;
                for (var b = 0; b < whole; b++)
                {
                    var four = BinaryPrimitives.ReadUInt64LittleEndian(values[(8 * b)..]);
                    packed[b] = (byte)(
                        pairs[(ushort)four]
                        | (pairs[(ushort)(four >> 16)] << 2)
                        | (pairs[(ushort)(four >> 32)] << 4)
                        | (pairs[(ushort)(four >> 48)] << 6)
                    );
                }

                for (var person = 4 * whole; person < people; person++)
                    PackedGenotypes.Add(packed, person, pairs[BinaryPrimitives.ReadUInt16LittleEndian(values[(2 * person)..])]);
                return;
            }

            var step = shape.Size * shape.Count;
            for (var person = 0; person < people; person++)
                PackedGenotypes.Add(packed, person, Code(values.Slice(person * step, step), shape.Size));
        }
    }

    /// <summary>Values (allele + 1) × 2 + phased; 0 is missing; the end of a shorter call is the type's second smallest number.</summary>
    private static int Code(ReadOnlySpan<byte> values, int size)
    {
        var (alleles, copies, missing) = (0, 0, false);
        for (var at = 0; at < values.Length; at += size)
        {
            var (value, end, none) = size switch
            {
                1 => (unchecked((sbyte)values[at]), sbyte.MinValue + 1, sbyte.MinValue),
                2 => (BinaryPrimitives.ReadInt16LittleEndian(values[at..]), short.MinValue + 1, short.MinValue),
                _ => (BinaryPrimitives.ReadInt32LittleEndian(values[at..]), int.MinValue + 1, int.MinValue),
            };
            if (value == end)
                break;
            alleles++;
            missing |= value == none || value >> 1 <= 0;
            copies += value >> 1 > 1 ? 1 : 0;
        }

        return Ploidy.Code(alleles, copies, missing);
    }

    private string Text(ReadOnlySpan<byte> shared, ref int at)
    {
        var (type, count) = Type(shared, ref at);
        if ((type != 7 && count > 0) || count > shared.Length - at)
            throw Problem("a text of its fixed part runs over its end; the file is damaged");
        at += count;
        return Encoding.UTF8.GetString(shared.Slice(at - count, count));
    }

    private (int Type, int Count) Type(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at >= bytes.Length)
            throw Problem("ends within a field; the file is damaged");
        var (type, count) = (bytes[at] & 15, bytes[at] >> 4);
        at++;
        return (type, count == 15 ? Integer(bytes, ref at) : count);
    }

    private int Integer(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at >= bytes.Length)
            throw Problem("ends within a field; the file is damaged");
        var (type, size) = (bytes[at] & 15, BcfDictionary.SizeOf(bytes[at] & 15));
        if (bytes[at] >> 4 != 1 || type is not (1 or 2 or 3) || size > bytes.Length - at - 1)
            throw Problem("holds something else where a whole number was expected; the file is damaged");
        var value = bytes[(at + 1)..];
        at += size + 1;
        var whole = type switch
        {
            1 => unchecked((sbyte)value[0]),
            2 => BinaryPrimitives.ReadInt16LittleEndian(value),
            _ => BinaryPrimitives.ReadInt32LittleEndian(value),
        };
        return whole >= 0 ? whole : throw Problem("holds a negative number where none can be; the file is damaged");
    }

    private void Fill(byte[] into, int length, string what)
    {
        for (int got = 0, more; got < length; got += more)
            if ((more = text.Read(into, got, length - got)) == 0)
                throw Problem($"{what} ends too early; the file was cut short, fetch it again");
    }

    private UnreadableInputException Problem(string message) =>
        new(Name, number == 0 ? null : FormattableString.Invariant($"record {number}"), message);
}
