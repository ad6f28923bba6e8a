using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Longwatch.Genomics;

namespace Longwatch.Exchange.Genetics.Bam;

/// <summary><c>evidence.bam</c> with its index: the supporting reads, sorted, for a genome browser.</summary>
internal static class EvidenceBam
{
    internal const string File = "evidence.bam";

    internal static void Write(GeneticResult result, string folder)
    {
        var contigs = new ContigOrder(result);
        var records = new EvidenceRecords(result, contigs).All();
        var index = new BamIndex(contigs.All.Count);
        var path = Path.Combine(folder, File);
        using (var bam = new BgzfStream(System.IO.File.Create(path)))
        {
            Header(bam, result, contigs, records);
            foreach (var record in records)
            {
                var begin = bam.VirtualOffset;
                bam.Write(record.Bytes());
                index.Add(record, begin, bam.VirtualOffset);
            }
        }
        using var bai = System.IO.File.Create(path + ".bai");
        index.Write(bai);
    }

    private static void Header(BgzfStream bam, GeneticResult result, ContigOrder contigs, IReadOnlyList<BamRecord> records)
    {
        var lengths = contigs.All.Select(c => c.Length ?? 1).ToArray();
        foreach (var record in records.Where(r => r.Contig >= 0))
            lengths[record.Contig] = Math.Max(lengths[record.Contig], record.End);
        var text = new StringBuilder("@HD\tVN:1.6\tSO:coordinate\n");
        foreach (var (contig, length) in contigs.All.Zip(lengths))
            text.Append(CultureInfo.InvariantCulture, $"@SQ\tSN:{contig.Name}\tLN:{length}\n");
        text.Append(CultureInfo.InvariantCulture, $"@RG\tID:1\tSM:{ContigOrder.Safe(result.SampleId)}\n")
            .Append(CultureInfo.InvariantCulture, $"@PG\tID:longwatch\tPN:longwatch\tVN:{ContigOrder.Safe(result.Version)}\n")
            .Append("@CO\txo: origin of the fragment's sequence; xs: integration sites that it supports\n");
        var bytes = Encoding.ASCII.GetBytes(text.ToString());
        bam.Write("BAM\u0001"u8);
        Integer(bam, bytes.Length);
        bam.Write(bytes);
        Integer(bam, contigs.All.Count);
        foreach (var (contig, length) in contigs.All.Zip(lengths))
        {
            Integer(bam, contig.Name.Length + 1);
            bam.Write(Encoding.ASCII.GetBytes(contig.Name + '\0'));
            Integer(bam, checked((int)Math.Min(length, int.MaxValue)));
        }
    }

    private static void Integer(BgzfStream bam, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        bam.Write(bytes);
    }
}
