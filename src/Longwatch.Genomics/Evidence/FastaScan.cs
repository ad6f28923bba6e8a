using System.Text;

namespace Longwatch.Genomics.Evidence;

/// <summary>Builds a FASTA index in one pass over the bytes of the file.</summary>
internal sealed class FastaScan(string path)
{
    private const int LongestHeader = 65_536;
    private readonly List<(string Name, long Length, long Offset, int LineBases, int LineWidth)> _contigs = [];
    private readonly List<byte> _header = [];
    private bool _inHeader;
    private long _offset;
    private long _line = 1;
    private long _lineStart;
    private long _width;
    private byte _last = (byte)'\n';
    private (string Name, long Length, long Offset, int LineBases, int LineWidth) _open;
    private bool _shortLineSeen;

    /// <summary>Takes the next bytes.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_last == (byte)'\n')
            {
                _lineStart = _offset;
                _inHeader = bytes[0] == (byte)'>';
                _header.Clear();
            }

            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..(end + 1)];
            if (_inHeader)
            {
                if (_header.Count + piece.Length > LongestHeader)
                    throw new UnreadableInputException(path, $"line {_line}", $"a header line is longer than {LongestHeader} bytes");
                _header.AddRange(piece);
            }

            _offset += piece.Length;
            if (piece.Length > 0)
            {
                _width = _offset - _lineStart;
                var beforeEnd = piece.Length > 1 ? piece[^2] : _last;
                _last = piece[^1];
                if (end >= 0)
                    EndLine(beforeEnd == (byte)'\r' ? 2 : 1);
            }

            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Contigs in file order.</summary>
    public IReadOnlyList<(string Name, long Length, long Offset, int LineBases, int LineWidth)> Finish()
    {
        if (_last != (byte)'\n')
            EndLine(0);
        Close();
        return _contigs;
    }

    private void EndLine(int terminator)
    {
        if (_inHeader)
        {
            Close();
            var text = Encoding.UTF8.GetString([.. _header]).TrimEnd('\r', '\n')[1..];
            var name = text.Split(' ', '\t')[0];
            if (name.Length == 0)
                throw new UnreadableInputException(path, $"line {_line}", "a sequence without a name");
            _open = (name, 0, _offset, 0, 0);
            _shortLineSeen = false;
        }
        else
        {
            var bases = _width - terminator;
            if (bases > 0 && (_shortLineSeen || (_open.LineBases > 0 && bases > _open.LineBases)))
                throw new UnreadableInputException(
                    path,
                    $"line {_line}",
                    "lines of one sequence differ in length; all but the last must be equal (seqkit seq -w 60)"
                );
            if (bases > int.MaxValue - 2)
                throw new UnreadableInputException(path, $"line {_line}", "a line is longer than 2 Gb; break lines (seqkit seq -w 60)");
            if (_open.LineBases == 0 && bases > 0)
                _open = _open with { LineBases = (int)bases, LineWidth = (int)bases + terminator };
            // A line of other width, even an empty one, may only be the last.
            _shortLineSeen |= bases < _open.LineBases || bases + terminator != _open.LineWidth;
            _open = _open with { Length = _open.Length + bases };
        }

        _line++;
    }

    private void Close()
    {
        if (_open.Name is null)
            return;
        _contigs.Add(_open with { LineBases = Math.Max(1, _open.LineBases), LineWidth = Math.Max(1, _open.LineWidth) });
    }
}
