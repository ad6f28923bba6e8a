namespace Longwatch.Benchmarks.Statistics;

/// <summary>The statistics of rare and late events beside their reference implementations: each part makes its data, runs both, compares the answers and keeps the times.</summary>
internal static class StatisticsBench
{
    private static readonly Dictionary<string, Func<bool>> Parts = new(StringComparer.Ordinal)
    {
        ["cox"] = CoxBench.Run,
        ["incidence"] = IncidenceBench.Run,
        ["fine-gray"] = FineGrayBench.Run,
        ["firth"] = FirthBench.Run,
        ["mgps"] = MgpsBench.Run,
        ["faers"] = FaersBench.Run,
        ["scan"] = ScanBench.Run,
        ["false-alarms"] = FalseAlarmStudy.Run,
    };

    /// <summary>Names of the parts, for the usage text.</summary>
    internal static string Names => string.Join(',', Parts.Keys);

    /// <summary>Takes nothing (all parts) or <c>--parts NAME[,NAME…]</c>.</summary>
    internal static bool TryParse(ReadOnlySpan<string> arguments, out string[] parts)
    {
        parts = [.. Parts.Keys];
        if (arguments.IsEmpty)
            return true;
        if (arguments is not ["--parts", var names])
            return false;
        parts = names.Split(',');
        return parts.All(Parts.ContainsKey);
    }

    /// <summary>Every part runs, whatever the others say.</summary>
    internal static bool Run(IEnumerable<string> parts)
    {
        bool[] good = [.. parts.Select(part => Parts[part]())];
        return good.All(g => g);
    }
}
