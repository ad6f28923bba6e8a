using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Evidence;

/// <summary>Puts the records of one fragment together.</summary>
internal static class FragmentGrouping
{
    /// <summary>Clips of a hostile record are not filled up beyond this.</summary>
    private const int LongestPadded = 1_000_000;

    /// <summary>
    /// Records of one fragment, in input order of their first record; within a fragment one record per read: the one that holds most bases, the
    /// primary one when it is among them.
    /// </summary>
    /// <remarks>
    /// Aligned input: records of one name in one file. Unaligned input: the two files of a pair have different indices, and names may recur from
    /// file to file, so records belong together when they follow one another under one name.
    /// </remarks>
    public static List<CandidateRead[]> Group(ScreeningResult screening)
    {
        var groups = new List<List<CandidateRead>>();
        var byName = new Dictionary<(int Source, string Name), int>();
        string? previous = null;
        foreach (var read in screening.Candidates)
        {
            var name = BareName(read.Name);
            if (!screening.Input.Aligned)
            {
                if (name == previous && groups[^1].Count < 2)
                    groups[^1].Add(read);
                else
                    groups.Add([read]);
                previous = name;
                continue;
            }

            if (!byName.TryGetValue((read.Source, name), out var group))
            {
                group = groups.Count;
                byName.Add((read.Source, name), group);
                groups.Add([]);
            }

            groups[group].Add(read);
        }

        return groups.ConvertAll(OnePerRead);
    }

    /// <summary>True for the second read of a pair.</summary>
    public static bool IsSecond(CandidateRead read) => read.Flags.HasFlag(SamFlag.Last) && !read.Flags.HasFlag(SamFlag.First);

    private static CandidateRead[] OnePerRead(List<CandidateRead> records)
    {
        if (records.Count == 1)
            return [Whole(records[0])];
        // Without flags that tell the mates apart, every primary record is a read of its own.
        var told = records.Exists(r => r.Flags.HasFlag(SamFlag.First) || r.Flags.HasFlag(SamFlag.Last));
        if (!told && records.TrueForAll(r => (r.Flags & (SamFlag.Secondary | SamFlag.Supplementary)) == SamFlag.None))
            return [.. records];
        return
        [
            .. records
                .GroupBy(IsSecond)
                .OrderBy(g => g.Key)
                .Select(g =>
                    g.OrderBy(r => (r.Flags & (SamFlag.Secondary | SamFlag.Supplementary)) != SamFlag.None)
                        .ThenByDescending(r => r.Bases.Length)
                        .ThenBy(r => r.Ordinal)
                        .First()
                )
                .Select(Whole),
        ];
    }

    /// <summary>A hard-clipped record with its missing bases as N, so that every alignment of the read can be placed on its bases.</summary>
    private static CandidateRead Whole(CandidateRead read)
    {
        if (read.Host is null || !Cigar.TryParse(read.Host.Cigar, out var cigar) || cigar.LeadingHardClip + cigar.TrailingHardClip == 0)
            return read;
        if (cigar.ReadLength > LongestPadded || cigar.ReadLength - cigar.LeadingHardClip - cigar.TrailingHardClip != read.Bases.Length)
            return read;
        var bases = new byte[cigar.ReadLength];
        Array.Fill(bases, (byte)'N');
        read.Bases.CopyTo(bases, cigar.LeadingHardClip);
        var qualities = read.Qualities.Length == 0 ? [] : new byte[cigar.ReadLength];
        if (qualities.Length > 0)
            read.Qualities.CopyTo(qualities, cigar.LeadingHardClip);
        var soft = Cigar.Format(cigar.Operations.Select(o => o.Code == 'H' ? o with { Code = 'S' } : o));
        return read with { Bases = bases, Qualities = qualities, Host = read.Host with { Cigar = soft } };
    }

    private static string BareName(string name) => name.Length > 2 && name[^2] == '/' && name[^1] is '1' or '2' ? name[..^2] : name;
}
