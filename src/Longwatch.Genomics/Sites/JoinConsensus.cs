namespace Longwatch.Genomics.Sites;

/// <summary>Base by base, what most quality says across a join; "host first" form.</summary>
/// <param name="Host">Upper case, up to the join.</param>
/// <param name="Inserted">Bases that are neither.</param>
/// <param name="Vector">Upper case, from the join.</param>
internal sealed record JoinConsensus(byte[] Host, byte[] Inserted, byte[] Vector)
{
    private const int Longest = 100;
    private const int QualityUnknown = 20;

    public static JoinConsensus Of(JunctionCluster cluster)
    {
        // Reads that were cut elsewhere than the cluster's join (an error beside it) would shift the columns.
        var members = cluster
            .Splits.Where(s => s.Place.Position == cluster.Position && Math.Max(0, s.Observation.Gap) == Math.Max(0, cluster.Gap))
            .Select(s => s.Observation)
            .DistinctBy(s => (s.Root, s.Ordinal))
            .ToArray();
        return new(
            Columns(members, s => s.HostStop - 1, -1, s => s.HostStart),
            Columns(members, s => s.HostStop, 1, s => s.VectorStart - 1),
            Columns(members, s => s.VectorStart, 1, s => s.VectorStop - 1)
        );
    }

    /// <summary>On the host's forward strand: host and inserted bases in lower case, vector in upper case.</summary>
    public string Text(bool hostOnLeft)
    {
        byte[] text = [.. Host.Select(Lower), .. Inserted.Select(Lower), .. Vector];
        return System.Text.Encoding.ASCII.GetString(hostOnLeft ? text : Strand.ReverseComplement(text));
    }

    public string InsertedText(bool hostOnLeft) =>
        System.Text.Encoding.ASCII.GetString(hostOnLeft ? Inserted : Strand.ReverseComplement(Inserted));

    private static byte Lower(byte letter) => (byte)char.ToLowerInvariant((char)letter);

    private static byte[] Columns(SplitObservation[] members, Func<SplitObservation, int> first, int step, Func<SplitObservation, int> last)
    {
        var letters = new List<byte>();
        var weights = new int[5];
        for (var column = 0; column < Longest; column++)
        {
            Array.Clear(weights);
            foreach (var member in members)
            {
                var index = first(member) + (step * column);
                if ((last(member) - index) * step < 0)
                    continue;
                var letter = "ACGT".IndexOf((char)member.Bases[index]);
                weights[letter < 0 ? 4 : letter] += member.Qualities.Length == 0 ? QualityUnknown : member.Qualities[index];
            }

            if (weights.Sum() == 0)
                break;
            letters.Add((byte)"ACGTN"[Array.IndexOf(weights, weights.Max())]);
        }

        if (step < 0)
            letters.Reverse();
        return [.. letters];
    }
}
