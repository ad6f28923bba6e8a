using System.Globalization;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>How much of the study is run.</summary>
/// <param name="Quick">A small host, one repetition and fewer small samples: minutes instead of half an hour.</param>
/// <param name="Parts">Names of the parts; empty for all.</param>
internal sealed record AccuracyOptions(bool Quick, IReadOnlyList<string> Parts)
{
    internal static bool TryParse(IReadOnlyList<string> arguments, out AccuracyOptions options)
    {
        options = new(arguments.Contains("--quick"), []);
        var rest = arguments.Where(a => a != "--quick").ToArray();
        if (rest is ["--parts", var parts])
        {
            options = options with { Parts = parts.Split(',') };
            return true;
        }

        return rest.Length == 0;
    }

    internal bool Wants(string part) => Parts.Count == 0 || Parts.Contains(part);

    internal int Repetitions => Quick ? 1 : 4;

    internal int SitesPerFraction => Quick ? 3 : 20;

    internal int Decoys => Quick ? 110 : 1_000;

    internal int LimitSamples => Quick ? 100 : 1_000;

    internal static IReadOnlyList<double> Depths { get; } = [10, 30, 60, 100];

    internal static IReadOnlyList<double> Fractions { get; } = [0.5, 0.25, 0.1, 0.05, 0.02, 0.01];

    /// <summary>Unlike <see cref="Results.Home.Work"/> it is kept: reads and alignments of others are made once.</summary>
    internal string Folder
    {
        get
        {
            var folder = Path.Combine(Results.Home.Root, "artifacts", "bench", Quick ? "genetics-accuracy-quick" : "genetics-accuracy");
            Directory.CreateDirectory(folder);
            return folder;
        }
    }

    internal static string Number(double value, string format = "G4") => value.ToString(format, CultureInfo.InvariantCulture);
}
