namespace Longwatch.Statistics.MultiState;

/// <summary>At each time with a move: how many are at risk in each state, and how many make each move.</summary>
internal sealed class TransitionTable
{
    public TransitionTable(MultiStateSample sample)
    {
        var stays = sample.Stays;
        Times = [.. stays.Where(s => s.Next != Stay.Censored).Select(s => s.Exit).Distinct().Order()];
        Moves = [.. stays.Where(s => s.Next != Stay.Censored).Select(s => (s.State, s.Next)).Distinct().Order()];
        AtRisk = new int[sample.States][];
        for (var h = 0; h < AtRisk.Length; h++)
            AtRisk[h] = Exposed(
                [.. stays.Where(s => s.State == h).Select(s => s.Entry).Order()],
                [.. stays.Where(s => s.State == h).Select(s => s.Exit).Order()]
            );
        Counts = new int[Moves.Length][];
        for (var m = 0; m < Moves.Length; m++)
            Counts[m] = new int[Times.Length];
        foreach (var stay in stays)
            if (stay.Next != Stay.Censored)
                Counts[Array.BinarySearch(Moves, (stay.State, stay.Next))][Array.BinarySearch(Times, stay.Exit)]++;
    }

    /// <summary>Ascending.</summary>
    public double[] Times { get; }

    /// <summary>Moves that were seen, in order.</summary>
    public (int From, int To)[] Moves { get; }

    /// <summary>By state and row: those in the state just before the time.</summary>
    public int[][] AtRisk { get; }

    /// <summary>By move and row.</summary>
    public int[][] Counts { get; }

    private int[] Exposed(double[] entries, double[] exits)
    {
        var exposed = new int[Times.Length];
        var (entered, left) = (0, 0);
        for (var row = 0; row < exposed.Length; row++)
        {
            while (entered < entries.Length && entries[entered] < Times[row])
                entered++;
            while (left < exits.Length && exits[left] < Times[row])
                left++;
            exposed[row] = entered - left;
        }

        return exposed;
    }
}
