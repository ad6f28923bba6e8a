using System.Globalization;
using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Evidence;

/// <summary>Reads SAM lines of the aligner and translates them to whole reads.</summary>
internal sealed class SamHits(
    string program,
    IReadOnlyList<HostQuery> queries,
    IReadOnlyList<FragmentEvidence> fragments,
    Dictionary<HostQuery, List<HostHit>> hits
)
{
    private long _line;
    private int _last = -1;

    public void Take(string line)
    {
        _line++;
        if (line.Length == 0 || line[0] == '@')
            return;
        var cells = line.Split('\t');
        if (
            cells.Length < 11
            || !int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= queries.Count
            || index < _last
            || !ushort.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            || !long.TryParse(cells[3], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            || !byte.TryParse(cells[4], NumberStyles.None, CultureInfo.InvariantCulture, out var quality)
        )
            throw Bad("a SAM record of a read that was sent, in order, was expected");
        _last = index;
        var flags = (SamFlag)bits;
        if (flags.HasFlag(SamFlag.Unmapped))
            return;
        if (!Cigar.TryParse(cells[5], out var cigar) || position < 1)
            throw Bad("an aligned record has no position or no CIGAR");
        var query = queries[index];
        if (cigar.ReadLength != query.End - query.Start)
            throw Bad("the CIGAR is not as long as the read that was sent");
        var length = fragments[query.Fragment].Reads[query.Read].Read.Bases.Length;
        var reverse = flags.HasFlag(SamFlag.Reverse);
        var (before, after) = reverse ? (length - query.End, query.Start) : (query.Start, length - query.End);
        var whole = Cigar.Format(
            cigar.Operations.Select(o => o.Code == 'H' ? o with { Code = 'S' } : o).Prepend(new(before, 'S')).Append(new(after, 'S'))
        );
        var score = 0;
        foreach (var tag in cells.AsSpan(11))
            if (
                tag.StartsWith("AS:i:", StringComparison.Ordinal)
                && !int.TryParse(tag.AsSpan(5), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out score)
            )
                throw Bad("the alignment score is no number");
        if (!hits.TryGetValue(query, out var list))
            hits.Add(query, list = []);
        list.Add(
            new(
                new(cells[2], position - 1, reverse, whole, quality, flags.HasFlag(SamFlag.Secondary)),
                score,
                flags.HasFlag(SamFlag.Supplementary)
            )
        );
    }

    public void Finish()
    {
        if (_last != queries.Count - 1)
            throw Bad("its output ends before the last read");
    }

    private UnreadableInputException Bad(string message) => new($"output of {program}", $"line {_line}", message);
}
