using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Screening;

/// <summary>Changes bytes as damage and malice do: bits flipped, lengths replaced by extremes, pieces cut, doubled and moved.</summary>
internal static class ReadMutation
{
    private static readonly byte[] Extremes = [0, 1, 0x7F, 0x80, 0xFF, (byte)'@', (byte)'\n', (byte)'+', (byte)'\t'];

    public static byte[] Of(byte[] original, Philox random)
    {
        var bytes = original.ToList();
        var changes = 1 + Below(4);
        for (var c = 0; c < changes && bytes.Count > 8; c++)
        {
            var at = Below(bytes.Count);
            var length = Math.Min(1 + Below(64), bytes.Count - at);
            switch (Below(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << Below(8));
                    break;
                case 1:
                    for (var i = 0; i < Math.Min(4, bytes.Count - at); i++)
                        bytes[at + i] = Extremes[Below(Extremes.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(Below(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes[at] = (byte)Below(256);
                    break;
            }
        }

        return [.. bytes];

        int Below(int limit) => (int)(random.NextUInt32() % (uint)Math.Max(limit, 1));
    }
}
