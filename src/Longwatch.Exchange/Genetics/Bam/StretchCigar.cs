using System.Text;

namespace Longwatch.Exchange.Genetics.Bam;

/// <summary>How a stretch of a read lies on the vector, end to end: least edits, gaps as far left as they go.</summary>
internal static class StretchCigar
{
    /// <summary>Beyond this many cells the table would be too big: the difference in length is then put at the end.</summary>
    private const long Cells = 4_000_000;

    /// <summary>Without clips. Equal lengths are taken as matches and mismatches.</summary>
    internal static string Of(ReadOnlySpan<byte> read, ReadOnlySpan<byte> vector)
    {
        if (read.Length == vector.Length)
            return $"{read.Length}M";
        if ((long)(read.Length + 1) * (vector.Length + 1) > Cells)
            return read.Length > vector.Length
                ? $"{vector.Length}M{read.Length - vector.Length}I"
                : $"{read.Length}M{vector.Length - read.Length}D";
        return Text(Path(read, vector));
    }

    private static List<char> Path(ReadOnlySpan<byte> read, ReadOnlySpan<byte> vector)
    {
        var (rows, columns) = (read.Length + 1, vector.Length + 1);
        var edits = new int[rows * columns];
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            edits[(i * columns) + j] =
                i == 0 ? j
                : j == 0 ? i
                : Math.Min(
                    edits[((i - 1) * columns) + j - 1] + (read[i - 1] == vector[j - 1] ? 0 : 1),
                    Math.Min(edits[((i - 1) * columns) + j], edits[(i * columns) + j - 1]) + 1
                );
        var path = new List<char>();
        var (r, v) = (read.Length, vector.Length);
        while (r > 0 || v > 0)
        {
            var here = edits[(r * columns) + v];
            if (r > 0 && v > 0 && here == edits[((r - 1) * columns) + v - 1] + (read[r - 1] == vector[v - 1] ? 0 : 1))
                (path, r, v) = (Step(path, 'M'), r - 1, v - 1);
            else if (r > 0 && here == edits[((r - 1) * columns) + v] + 1)
                (path, r) = (Step(path, 'I'), r - 1);
            else
                (path, v) = (Step(path, 'D'), v - 1);
        }
        path.Reverse();
        return path;
    }

    private static List<char> Step(List<char> path, char operation)
    {
        path.Add(operation);
        return path;
    }

    private static string Text(List<char> path)
    {
        var text = new StringBuilder();
        for (var i = 0; i < path.Count; )
        {
            var start = i;
            while (i < path.Count && path[i] == path[start])
                i++;
            text.Append(i - start).Append(path[start]);
        }
        return text.ToString();
    }
}
