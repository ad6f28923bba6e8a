using System.Globalization;

namespace Longwatch.Benchmarks.Pipeline;

/// <summary>What the pipeline benchmark runs on.</summary>
/// <param name="Patients">Sizes of the simulated registries.</param>
/// <param name="RLimit">Time limit of one run of the R script.</param>
internal sealed record PipelineOptions(int[] Patients, TimeSpan RLimit)
{
    internal static bool TryParse(ReadOnlySpan<string> arguments, out PipelineOptions options)
    {
        options = new([42_500, 1_000_000], TimeSpan.FromMinutes(10));
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
                return false;
            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--patients":
                    var sizes = value
                        .Split(',')
                        .Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out var n) ? n : 0)
                        .ToArray();
                    if (sizes.Any(n => n < 1))
                        return false;
                    options = options with { Patients = sizes };
                    break;
                case "--r-limit" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0:
                    options = options with { RLimit = TimeSpan.FromSeconds(seconds) };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
