using System.IO.Compression;
using System.Text;

namespace Longwatch.Genomics.Vectors;

/// <summary>
/// One mutation of a good vector file, read by every reader. Part of the product so that the tests and the long run in <c>bench/</c> do the same: whatever the bytes,
/// a reader gives sources within its limits or <see cref="UnreadableInputException"/>; any other exception leaves this method and is a bug.
/// </summary>
public static class VectorReaderFuzz
{
    private const string GenBank =
        "LOCUS       pCAR 60 bp DNA circular SYN 01-JAN-2024\nACCESSION   XX000001\nVERSION     XX000001.2\nFEATURES             Location/Qualifiers\n"
        + "     promoter        complement(join(5..14,20..>30))\n                     /label=\"MND\"\n     CDS             order(20..25,\n                     30..40)\n"
        + "ORIGIN\n        1 acgtacgtac gtacgtacgt nnryacgtac gtacgtacgt acgtacgtac\n       51 gtacgtacgt\n//\n";

    private const string Features =
        "##gff-version 3\nv\tx\texon\t1\t63\t.\t+\t.\tgene_id \"c\"; exon_id \"CD8SP\";\nv\tx\tprimer\t51\t29\t.\t-\t.\tID=p;Name=primer\nw\tx\tgene\t5\t6\t.\t.\t.\n";

    private static readonly byte[][] Good =
    [
        Encoding.ASCII.GetBytes(GenBank),
        Encoding.ASCII.GetBytes(">v first\nACGTACGTNNRYACGTTTGACCAGATTACAGATTACAGGGACCA\nacgtu\n\n>w\nGGGACACACA\n"),
        Encoding.ASCII.GetBytes(Features),
        Zipped(">v\nACGTACGTACGTACGT\n"),
    ];

    /// <summary>Reads one mutation.</summary>
    /// <param name="next">Uniform 32-bit numbers: the case is reproduced from their seed.</param>
    /// <returns>Whether the mutation was still accepted.</returns>
    public static bool Run(Func<uint> next)
    {
        var which = (int)(next() % (uint)Good.Length);
        var bytes = new List<byte>(Good[which]);
        for (var edits = 1 + next() % 8; edits > 0; edits--)
            Mutate(bytes, next);
        try
        {
            byte[] content = [.. bytes];
            if (which == 2)
            {
                var plain = VectorSources.Parse("v.fa", Good[1]);
                Check(VectorSources.WithFeatures(plain, "v.gtf", content));
                return true;
            }
            content = SequenceFile.Decompress("v", new MemoryStream(content, writable: false));
            var sources = VectorSources.Parse("v", content);
            Check(sources);
            foreach (var source in sources)
                Topology.Cut(source);
            return true;
        }
        catch (UnreadableInputException refused) when (refused.Problems.Count > 0)
        {
            return false;
        }
    }

    private static void Mutate(List<byte> bytes, Func<uint> next)
    {
        var at = bytes.Count == 0 ? 0 : (int)(next() % (uint)bytes.Count);
        switch (next() % 7)
        {
            case 0 when bytes.Count > 0:
                bytes[at] = (byte)(next() >> 24);
                break;
            case 1 when bytes.Count > 0:
                bytes[at] ^= (byte)(1 << (int)(next() % 8));
                break;
            case 2:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, (int)(next() % 40)));
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, (int)(next() % 200))));
                break;
            case 4:
                bytes.InsertRange(at, "\n\r\t >/;,.0123456789()\0\u00ff"u8[..(int)(1 + next() % 22)]);
                break;
            case 5:
                bytes.InsertRange(at, Encoding.ASCII.GetBytes("99999999999999999999"));
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    private static void Check(IReadOnlyList<VectorSource> sources)
    {
        foreach (var source in sources)
        {
            if (source.Bases.Length is 0 or > SequenceFile.LongestVector || source.Bases.AsSpan().ContainsAnyExcept("ACGTN"u8))
                throw new InvalidOperationException($"'{source.Name}' is not made of bases.");
            foreach (var f in source.Features)
                if (f.Start < 0 || f.End <= f.Start || f.End > source.Bases.Length)
                    throw new InvalidOperationException($"'{f.Name}' does not lie on '{source.Name}'.");
        }
    }

    private static byte[] Zipped(string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Fastest))
            zip.Write(Encoding.ASCII.GetBytes(text));
        return memory.ToArray();
    }
}
