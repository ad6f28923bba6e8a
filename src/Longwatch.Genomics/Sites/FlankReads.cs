using System.Text;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Sites;

/// <summary>Compares reads with the host's own sequence around the sites, without gaps, and counts the fragments that cross a site unbroken.</summary>
internal sealed class FlankReads
{
    private const int SeedLength = 12;

    private readonly IReadOnlyList<SearchedSequence> flanks;
    private readonly SiteRules rules;
    private readonly int[] crossings;
    private readonly Dictionary<uint, List<(int Flank, int Position)>> seeds = [];

    public FlankReads(IReadOnlyList<SearchedSequence> flanks, SiteRules rules)
    {
        (this.flanks, this.rules) = (flanks, rules);
        crossings = [.. flanks.Select(f => f.Features.First(x => x.Name == SpanningCounter.CrossingFeature).Start)];
        for (var f = 0; f < flanks.Count; f++)
        {
            // Every read that counts holds the whole window around the crossing point, so seeds from there suffice.
            var from = Math.Max(0, crossings[f] - rules.Overhang);
            var to = Math.Min(flanks[f].Length, crossings[f] + rules.Overhang) - SeedLength;
            for (var i = from; i <= to; i++)
                if (Code(flanks[f].Bases, i) is { } code)
                    (seeds.TryGetValue(code, out var list) ? list : seeds[code] = []).Add((f, i));
        }
    }

    /// <summary>Distinct spanning fragments per flank.</summary>
    public int[] Count(IReadOnlyList<CandidateRead> reads)
    {
        var fragments = new HashSet<(string, int, bool)>[flanks.Count];
        for (var f = 0; f < fragments.Length; f++)
            fragments[f] = [];
        var names = new HashSet<(string, int)>();
        for (var i = 0; i < reads.Count; i++)
        {
            var mate = MateOf(reads, i);
            foreach (var reverse in new[] { false, true })
            foreach (var (flank, start) in Crossed(reverse ? Strand.ReverseComplement(reads[i].Bases) : reads[i].Bases))
                // A fragment both of whose reads cross counts once; copies of a fragment have the same first bases on both reads.
                if (names.Add((reads[i].Name, flank)))
                    fragments[flank].Add((First(mate), reverse ? start + reads[i].Bases.Length : start, reverse));
        }

        return [.. fragments.Select(f => f.Count)];
    }

    private List<(int Flank, int Start)> Crossed(byte[] bases)
    {
        var tried = new HashSet<(int, int)>();
        var found = new List<(int, int)>();
        for (var i = 0; i + SeedLength <= bases.Length; i++)
        {
            if (Code(bases, i) is not { } code || !seeds.TryGetValue(code, out var places))
                continue;
            foreach (var (flank, position) in places)
                if (tried.Add((flank, position - i)) && Crosses(bases, flank, position - i))
                    found.Add((flank, position - i));
        }

        return found;
    }

    private bool Crosses(byte[] bases, int flank, int start)
    {
        var host = flanks[flank].Bases;
        var at = crossings[flank];
        if (start > at - rules.Overhang || start + bases.Length < at + rules.Overhang)
            return false;
        var (from, to) = (Math.Max(0, -start), Math.Min(bases.Length, host.Length - start));
        int same = 0,
            different = 0;
        for (var i = from; i < to; i++)
            if (bases[i] == host[start + i])
                same++;
            else if (Math.Abs(start + i - at) <= rules.Overhang)
                different++;
        return same >= rules.SpanningIdentity * (to - from) && different <= 2 * rules.Overhang * (1 - rules.SpanningIdentity);
    }

    private static CandidateRead? MateOf(IReadOnlyList<CandidateRead> reads, int i)
    {
        if (i > 0 && reads[i - 1].Name == reads[i].Name)
            return reads[i - 1];
        return i + 1 < reads.Count && reads[i + 1].Name == reads[i].Name ? reads[i + 1] : null;
    }

    private static string First(CandidateRead? mate)
    {
        if (mate is null)
            return "";
        var bases = mate.Flags.HasFlag(SamFlag.Reverse) ? Strand.ReverseComplement(mate.Bases) : mate.Bases;
        return Encoding.ASCII.GetString(bases, 0, Math.Min(24, bases.Length));
    }

    private static uint? Code(byte[] bases, int at)
    {
        uint code = 0;
        for (var i = at; i < at + SeedLength; i++)
        {
            var letter = "ACGT".IndexOf((char)bases[i]);
            if (letter < 0)
                return null;
            code = (code << 2) | (uint)letter;
        }

        return code;
    }
}
