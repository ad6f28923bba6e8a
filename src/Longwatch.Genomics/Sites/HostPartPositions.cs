using Longwatch.Genomics.Evidence;

namespace Longwatch.Genomics.Sites;

internal static class HostPartPositions
{
    /// <summary>
    /// Host position of one base of the read inside the part, through insertions and deletions. A base inside an insertion answers with the
    /// aligned base before it on the read.
    /// </summary>
    public static long PositionAt(this HostPart part, int readIndex)
    {
        if (!Cigar.TryParse(part.Alignment.Cigar, out var cigar))
            return part.Start;
        // Walk in the direction of the host; the wanted base is counted from the aligned base with the lowest host position.
        var wanted = part.Reverse ? part.ReadEnd - 1 - readIndex : readIndex - part.ReadStart;
        long host = part.Start;
        var read = 0;
        foreach (var operation in cigar.Operations)
        {
            if (operation.IsClip)
                continue;
            if (operation.UsesRead)
            {
                if (wanted < read + operation.Length)
                {
                    if (operation.UsesReference)
                        return host + Math.Max(0, wanted - read);
                    return part.Reverse ? host : Math.Max(part.Start, host - 1);
                }

                read += operation.Length;
            }

            if (operation.UsesReference)
                host += operation.Length;
        }

        return part.End - 1;
    }
}
