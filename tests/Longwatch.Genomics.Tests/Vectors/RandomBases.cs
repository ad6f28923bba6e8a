using System.Text;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Vectors;

/// <summary>Sequences made by code.</summary>
internal static class RandomBases
{
    public static byte[] Of(Philox random, int length)
    {
        var bases = new byte[length];
        for (var i = 0; i < length; i++)
            bases[i] = "ACGT"u8[random.NextBelow(4)];
        return bases;
    }

    /// <summary>Another base at each place given.</summary>
    public static byte[] Changed(byte[] bases, params int[] places)
    {
        var result = bases.ToArray();
        foreach (var p in places)
            result[p] = "CGTA"u8["ACGT".IndexOf((char)result[p], StringComparison.Ordinal)];
        return result;
    }

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];

    public static VectorSource Source(string name, byte[] bases) => new(name, bases, null, [], "made by the test", []);

    public static MemoryStream Fasta(params (string Name, byte[] Bases)[] records)
    {
        var text = new StringBuilder();
        foreach (var (name, bases) in records)
        {
            text.Append('>').Append(name).Append('\n');
            for (var i = 0; i < bases.Length; i += 70)
                text.Append(Encoding.ASCII.GetString(bases, i, Math.Min(70, bases.Length - i))).Append('\n');
        }
        return new MemoryStream(Encoding.ASCII.GetBytes(text.ToString()));
    }

    public static CutSequence Cut(string name, byte[] bases, SequenceKind kind = SequenceKind.Provirus) =>
        new(name, name, kind, VectorFamily.Other, bases, [], null, "");

    public static string Text(byte[] bases) => Encoding.ASCII.GetString(bases);
}
