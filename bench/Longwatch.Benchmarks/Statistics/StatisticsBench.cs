using System.Globalization;
using Longwatch.Benchmarks.Statistics.Simulations;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>
/// The statistics of rare and late events beside their reference implementations (each part makes its data, runs both, compares the answers and keeps the times), and
/// simulations of whether they keep what they promise.
/// </summary>
internal static class StatisticsBench
{
    private static readonly Dictionary<string, Func<double, bool>> Parts = new(StringComparer.Ordinal)
    {
        ["cox"] = _ => CoxBench.Run(),
        ["incidence"] = _ => IncidenceBench.Run(),
        ["fine-gray"] = _ => FineGrayBench.Run(),
        ["firth"] = _ => FirthBench.Run(),
        ["mgps"] = _ => MgpsBench.Run(),
        ["faers"] = _ => FaersBench.Run(),
        ["scan"] = _ => ScanBench.Run(),
        ["false-alarms"] = _ => FalseAlarmStudy.Run(),
        ["type-one-error"] = TypeOneStudy.Run,
        ["right-truncation"] = RightTruncationStudy.Run,
        ["risk-calibration"] = RiskCalibrationStudy.Run,
        ["interval-coverage"] = IntervalCoverageStudy.Run,
    };

    /// <summary>Names of the parts, for the usage text.</summary>
    internal static string Names => string.Join(',', Parts.Keys);

    /// <summary>Takes nothing (all parts), <c>--parts NAME[,NAME…]</c>, and <c>--effort N</c> for N times the runs of the simulations.</summary>
    internal static bool TryParse(ReadOnlySpan<string> arguments, out string[] parts, out double effort)
    {
        (parts, effort) = ([.. Parts.Keys], 1);
        for (; arguments.Length > 0; arguments = arguments[2..])
            if (arguments is ["--parts", var names, ..])
                parts = names.Split(',');
            else if (
                arguments is not ["--effort", var text, ..]
                || !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out effort)
                || effort is not (>= 0.001 and <= 1000)
            )
                return false;
        return parts.All(Parts.ContainsKey);
    }

    /// <summary>Every part runs, whatever the others say.</summary>
    internal static bool Run(IEnumerable<string> parts, double effort)
    {
        bool[] good = [.. parts.Select(part => Parts[part](effort))];
        return good.All(g => g);
    }
}
