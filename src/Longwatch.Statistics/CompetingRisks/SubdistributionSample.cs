namespace Longwatch.Statistics.CompetingRisks;

/// <summary>What a Fine–Gray fit needs to know of a sample, sorted by time, with covariates centred and scaled.</summary>
/// <remarks>
/// A subject with a competing failure at X stays at risk after X with weight G(t−)/G(X−), G the censoring distribution of its group. The weight is a product of
/// a part of the time and a part of the subject, which is what lets risk sets be summed in one forward and one backward pass.
/// </remarks>
internal sealed class SubdistributionSample
{
    public SubdistributionSample(
        ReadOnlySpan<double> times,
        ReadOnlySpan<byte> outcomes,
        IReadOnlyList<double[]> covariates,
        FineGrayOptions options
    )
    {
        Check(times, outcomes, covariates, options);
        Subjects = times.Length;
        Columns = Subjects == 0 ? 0 : covariates[0].Length;
        Time = times.ToArray();
        var order = new int[Subjects];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(Time, order);
        Code = new byte[Subjects];
        for (var i = 0; i < order.Length; i++)
            Code[i] =
                outcomes[order[i]] == 0 ? (byte)0
                : outcomes[order[i]] == options.Cause ? (byte)1
                : (byte)2;

        (Group, Groups) = GroupsOf(order, options.CensoringGroups);
        (X, Centre, Scale) = Standardised(order, covariates, Columns);
        (EventTime, FirstAtRisk, EventsAt) = Events(Time, Code);
        EventsUpTo = new int[Subjects];
        for (int i = 0, k = 0; i < Subjects; i++)
        {
            while (k < EventTime.Length && EventTime[k] <= Time[i])
                k++;
            EventsUpTo[i] = k;
        }

        Censoring = new CensoringWeights(this, failuresLeaveFirst: options.Method == FineGrayMethod.WeightedCox);
    }

    public int Subjects { get; }
    public int Columns { get; }

    /// <summary>Ascending.</summary>
    public double[] Time { get; }

    /// <summary>0 censored, 1 event of interest, 2 competing.</summary>
    public byte[] Code { get; }

    /// <summary>Censoring group, from 0.</summary>
    public int[] Group { get; }

    public int Groups { get; }

    /// <summary>(x − centre) / scale, subject after subject.</summary>
    public double[] X { get; }

    public double[] Centre { get; }

    /// <summary>0 for a covariate that is constant.</summary>
    public double[] Scale { get; }

    /// <summary>Distinct times with an event of interest.</summary>
    public double[] EventTime { get; }

    /// <summary>By event time: the first subject whose time is not before it.</summary>
    public int[] FirstAtRisk { get; }

    /// <summary>By event time: events of interest.</summary>
    public int[] EventsAt { get; }

    /// <summary>By subject: event times up to and including its own.</summary>
    public int[] EventsUpTo { get; }

    public CensoringWeights Censoring { get; }

    public int Count(byte code) => Code.AsSpan().Count(code);

    private static (int[] Group, int Groups) GroupsOf(int[] order, IReadOnlyList<int> groups)
    {
        if (groups.Count == 0)
            return (new int[order.Length], 1);
        var codes = groups.Distinct().Order().ToArray();
        var group = new int[order.Length];
        for (var i = 0; i < group.Length; i++)
            group[i] = Array.BinarySearch(codes, groups[order[i]]);
        return (group, codes.Length);
    }

    private static (double[] X, double[] Centre, double[] Scale) Standardised(int[] order, IReadOnlyList<double[]> covariates, int columns)
    {
        var (centre, scale) = (new double[columns], new double[columns]);
        foreach (var row in covariates)
            for (var j = 0; j < columns; j++)
                centre[j] += row[j] / order.Length;
        foreach (var row in covariates)
            for (var j = 0; j < columns; j++)
                scale[j] += (row[j] - centre[j]) * (row[j] - centre[j]) / order.Length;
        for (var j = 0; j < columns; j++)
            scale[j] = Math.Sqrt(scale[j]) is var s && s > 1e-12 * Math.Abs(centre[j]) ? s : 0;

        var x = new double[order.Length * columns];
        for (var i = 0; i < order.Length; i++)
        for (var j = 0; j < columns; j++)
            x[(i * columns) + j] = scale[j] > 0 ? (covariates[order[i]][j] - centre[j]) / scale[j] : 0;
        return (x, centre, scale);
    }

    private static (double[] Time, int[] First, int[] Count) Events(double[] time, byte[] code)
    {
        var (times, firsts, counts) = (new List<double>(), new List<int>(), new List<int>());
        for (var first = 0; first < time.Length; )
        {
            var (next, events) = (first, 0);
            for (; next < time.Length && time[next] == time[first]; next++)
                events += code[next] == 1 ? 1 : 0;
            if (events > 0)
            {
                times.Add(time[first]);
                firsts.Add(first);
                counts.Add(events);
            }

            first = next;
        }

        return ([.. times], [.. firsts], [.. counts]);
    }

    private static void Check(
        ReadOnlySpan<double> times,
        ReadOnlySpan<byte> outcomes,
        IReadOnlyList<double[]> covariates,
        FineGrayOptions options
    )
    {
        if (outcomes.Length != times.Length || covariates.Count != times.Length)
            throw new ArgumentException(
                $"{times.Length} times but {outcomes.Length} outcomes and {covariates.Count} rows of covariates.",
                nameof(times)
            );
        if (options.CensoringGroups.Count != 0 && options.CensoringGroups.Count != times.Length)
            throw new ArgumentException($"{times.Length} times but {options.CensoringGroups.Count} censoring groups.", nameof(options));
        for (var i = 0; i < times.Length; i++)
        {
            if (!double.IsFinite(times[i]) || times[i] < 0)
                throw new ArgumentException($"Time at index {i} is {times[i]}; it must be finite and not negative.", nameof(times));
            if (covariates[i].Length != covariates[0].Length || covariates[i].Length == 0)
                throw new ArgumentException(
                    $"Row {i} has {covariates[i].Length} covariates; all rows need one number of them, at least 1.",
                    nameof(covariates)
                );
            foreach (var value in covariates[i])
                if (!double.IsFinite(value))
                    throw new ArgumentException($"Row {i} has a covariate that is {value}; it must be finite.", nameof(covariates));
        }
    }
}
