using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Evidence;

/// <summary>Turns a record to the orientation of its primary host alignment, as SAM has it.</summary>
internal static class TurnedRead
{
    /// <summary>The read with the primary alignment given; turned when that lies on the other strand than the record.</summary>
    public static ReadEvidence WithHost(ReadEvidence evidence, HostAlignment host, IReadOnlyList<HostAlignment> others)
    {
        var read = evidence.Read;
        var turned = host.Reverse == read.Flags.HasFlag(SamFlag.Reverse) ? evidence : Turn(evidence);
        return turned with { Read = turned.Read with { Host = host, Others = others, Flags = turned.Read.Flags & ~SamFlag.Unmapped } };
    }

    private static ReadEvidence Turn(ReadEvidence evidence)
    {
        var read = evidence.Read;
        var length = read.Bases.Length;
        return evidence with
        {
            Read = read with
            {
                Bases = Nucleotides.ReverseComplement(read.Bases),
                Qualities = [.. Enumerable.Reverse(read.Qualities)],
                Flags = read.Flags ^ SamFlag.Reverse,
            },
            Stretches =
            [
                .. evidence.Stretches.Select(s =>
                    s with
                    {
                        ReadStart = length - s.ReadEnd,
                        ReadEnd = length - s.ReadStart,
                        Reverse = !s.Reverse,
                        AlsoFits = [.. s.AlsoFits.Select(a => a with { Reverse = !a.Reverse })],
                        UniqueParts = [.. s.UniqueParts.Select(p => new UniquePart(length - p.End, length - p.Start))],
                    }
                ),
            ],
            InsertStart = length - evidence.InsertEnd,
            InsertEnd = length - evidence.InsertStart,
        };
    }
}
