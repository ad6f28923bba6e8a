namespace Longwatch.Statistics.MultiState;

/// <summary>One step of a cumulative transition hazard.</summary>
/// <param name="AtRisk">Those in the state just before <paramref name="Time"/>.</param>
/// <param name="Moves">Moves at <paramref name="Time"/>, at least 1.</param>
/// <param name="CumulativeHazard">Nelson–Aalen estimate up to and including <paramref name="Time"/>.</param>
/// <param name="Variance">Variance of <paramref name="CumulativeHazard"/>.</param>
public readonly record struct TransitionHazardStep(double Time, int AtRisk, int Moves, double CumulativeHazard, double Variance);

/// <summary>The cumulative hazard of one move.</summary>
/// <param name="Steps">Ascending.</param>
public sealed record TransitionHazard(int From, int To, IReadOnlyList<TransitionHazardStep> Steps);

/// <summary>Nelson–Aalen estimates of the hazards of all moves of a multi-state process.</summary>
/// <remarks>Source: Andersen, Borgan, Gill and Keiding (1993), section IV.1. Checked against R mstate 0.3.3 through the probabilities (B11). O(n log n).</remarks>
public static class TransitionHazards
{
    /// <summary>One hazard for each move that was seen, in the order of (from, to).</summary>
    /// <exception cref="ArgumentException">Split ties are asked for without Aalen's variance.</exception>
    public static IReadOnlyList<TransitionHazard> Estimate(MultiStateSample sample, TransitionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sample);
        options ??= TransitionOptions.Default;
        TransitionOptions.Check(options);
        var table = new TransitionTable(sample);
        var hazards = new TransitionHazard[table.Moves.Length];
        for (var m = 0; m < hazards.Length; m++)
        {
            var steps = new List<TransitionHazardStep>();
            double hazard = 0,
                variance = 0;
            for (var row = 0; row < table.Times.Length; row++)
            {
                var (risk, moves) = (table.AtRisk[table.Moves[m].From][row], table.Counts[m][row]);
                if (moves == 0)
                    continue;
                var increment = Increment(risk, moves, options);
                hazard += increment.Rise;
                variance += increment.Variance;
                steps.Add(new(table.Times[row], risk, moves, hazard, variance));
            }

            hazards[m] = new(table.Moves[m].From, table.Moves[m].To, steps);
        }

        return hazards;
    }

    /// <summary>Rise of one hazard at one time, and its variance.</summary>
    internal static (double Rise, double Variance) Increment(int atRisk, int moves, TransitionOptions options)
    {
        double y = atRisk,
            d = moves;
        if (options.SplitTies)
        {
            double rise = 0,
                variance = 0;
            for (var j = 0; j < moves; j++)
            {
                rise += 1 / (y - j);
                variance += 1 / ((y - j) * (y - j));
            }

            return (rise, variance);
        }

        return (d / y, options.Variance == TransitionVariance.Greenwood ? d * (y - d) / (y * y * y) : d / (y * y));
    }
}
