using Longwatch.Benchmarks.Genetics.TruthSets;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>How right the genetic test is, on samples whose truth is known, with peers beside it.</summary>
internal static class AccuracyStudy
{
    internal static bool Run(AccuracyOptions options)
    {
        if (!GivenData.Present("genetics-accuracy"))
            return true;
        var host = StudyHost.Make(options.Folder, options.Quick);
        (string Name, Func<AccuracyOptions, StudyHost, bool> Run)[] parts =
        [
            ("sites", SiteStudy.Run),
            ("families", FamilyStudy.Run),
            ("decoys", DecoyStudy.Run),
            ("copies", QuantityStudy.Copies),
            ("limit", QuantityStudy.Limit),
            ("verdicts", QuantityStudy.Verdicts),
        ];
        // Every part runs, whatever the others say.
        var good = true;
        foreach (var (name, run) in parts.Where(p => options.Wants(p.Name)))
        {
            var holds = run(options, host);
            Console.WriteLine($"{name}: {(holds ? "every goal is met" : "not every goal is met")}");
            good &= holds;
        }

        return good;
    }
}
