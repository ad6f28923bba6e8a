using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;
using Longwatch.Genomics.Verdict;
using static Longwatch.Benchmarks.Genetics.Accuracy.AccuracyOptions;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>Copies per cell, detection at the stated limit, and the verdict of known mixtures.</summary>
internal static class QuantityStudy
{
    private const ulong Seed = 90_210;
    private const double Level = 0.95;
    private const double Tolerance = 0.02;

    internal static bool Copies(AccuracyOptions options, StudyHost host)
    {
        var vector = IntegratedVector.Cart19();
        var rows = new List<string[]>();
        var good = true;
        foreach (var (depth, copies) in new[] { (30.0, 0.2), (60.0, 0.2), (60.0, 0.5), (60.0, 1.0), (60.0, 4.0), (100.0, 0.2) })
        {
            var found = SmallRuns.Run(
                Path.Combine(options.Folder, "copies"),
                options.LimitSamples / 5,
                _ => vector.File,
                host,
                n => Sample(host, depth, 1000, n).WithHost().WithPolyclonal(vector, copies),
                (_, result) => result.Quantities.CopyNumbers.Select(c => c.PerCell).MaxBy(q => q.Value ?? 0),
                _ => false
            );
            double[] values = [.. found.Select(f => f?.Value ?? 0)];
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            // Fragments of the vector: the least spread that any estimate can have.
            var least = 1 / Math.Sqrt(copies * depth / 2 * vector.Bases.Length / (2.0 * Sequencer.ReadLength));
            var covered = SiteStudy.Share(found, f => f?.Interval?.Contains(copies) == true);
            good &= Math.Abs((mean / copies) - 1) <= 0.1;
            rows.Add([
                $"{depth}×",
                Number(copies),
                $"{found.Length}",
                Number((mean / copies) - 1, "P1"),
                Number(deviation / copies, "P1"),
                Number(least, "P1"),
                Number(SiteStudy.Share(values, v => Math.Abs((v / copies) - 1) <= 0.1), "P0"),
                Number(covered, "P1"),
            ]);
        }

        ResultFile.Write(
            "genetics-accuracy.md",
            "Copies per cell",
            $"""
            {SmallRuns.HostLength
                / 1000} kb of host; the vector in many clones. Bias: mean error; the least spread is that of counting all fragments of the vector, the part that is
            also human included.

            {ResultFile.Table(
                ["depth", "copies per cell", "samples", "bias", "spread", "least spread", "within 10 %", "interval holds truth"],
                rows
            )}
            """
        );
        return good;
    }

    internal static bool Limit(AccuracyOptions options, StudyHost host)
    {
        var vector = IntegratedVector.Cart19();
        var rows = new List<string[]>();
        var good = true;
        foreach (var depth in new[] { 10.0, 30.0, 60.0 })
        {
            var blank = SmallRuns.Run(
                Path.Combine(options.Folder, "limit"),
                10,
                _ => vector.File,
                host,
                n => Sample(host, depth, 2000, n).WithHost(),
                (_, result) => result.Quantities.Limit,
                _ => false
            );
            if (blank.Any(b => b.CopiesPerCell is null))
            {
                rows.Add([$"{depth}×", $"{blank[0].RequiredFragments}", "none stated", "", "", blank[0].WhyNot ?? ""]);
                good = false;
                continue;
            }

            var limit = blank.Average(b => b.CopiesPerCell!.Value);
            var found = SmallRuns.Run(
                Path.Combine(options.Folder, "limit"),
                options.LimitSamples,
                _ => vector.File,
                host,
                n => Sample(host, depth, 3000, n).WithHost().WithPolyclonal(vector, limit),
                (_, result) => result.Verdict.Class is VerdictClass.DetectedClonal or VerdictClass.DetectedLow,
                _ => false
            );
            var rate = SiteStudy.Share(found, f => f);
            var error = Math.Sqrt(Level * (1 - Level) / found.Length);
            good &= Math.Abs(rate - Level) <= Tolerance + (options.Quick ? 2 * error : 0);
            rows.Add([
                $"{depth}×",
                $"{blank[0].RequiredFragments}",
                Number(limit),
                $"{found.Length}",
                $"{Number(rate, "P1")} ± {Number(error, "P1")}",
                Math.Abs(rate - Level) <= Tolerance ? "within 2 points"
                : rate > Level ? "**above**"
                : "**below**",
            ]);
        }

        ResultFile.Write(
            "genetics-accuracy.md",
            "Limit of detection",
            $"""
            The limit is taken from ten samples without the vector; then samples with exactly that many copies per cell, in as many clones as fragments. Detected: verdict
            *detected, clonal* or *detected, low*.

            {ResultFile.Table(
                ["depth", "fragments required", "stated LoD95, copies per cell", "samples", "detected", "goal 95 % ± 2"],
                rows
            )}
            """
        );
        return good;
    }

    internal static bool Verdicts(AccuracyOptions options, StudyHost host)
    {
        var vector = IntegratedVector.Cart19();
        var count = options.LimitSamples / 10;
        (string Name, Func<int, SmallSample> Make, VerdictClass Wanted)[] cases =
        [
            (
                "tumour clone, one heterozygous copy, purity 0.6, 60×",
                n => Sample(host, 60, 4000, n).WithHost().WithClone(vector, 0.3),
                VerdictClass.DetectedClonal
            ),
            (
                "tumour clone, one heterozygous copy, purity 0.6, 30×",
                n => Sample(host, 30, 5000, n).WithHost().WithClone(vector, 0.3),
                VerdictClass.DetectedClonal
            ),
            (
                "tumour clone with 5 % bystander T cells, purity 0.6, 60×",
                n => Sample(host, 60, 6000, n).WithHost().WithClone(vector, 0.3).WithPolyclonal(vector, 0.05),
                VerdictClass.DetectedClonal
            ),
            (
                "bystanders only, 5 % of cells, 60×",
                n => Sample(host, 60, 7000, n).WithHost().WithPolyclonal(vector, 0.05),
                VerdictClass.DetectedLow
            ),
            (
                "bystanders only, 20 % of cells, 60×",
                n => Sample(host, 60, 8000, n).WithHost().WithPolyclonal(vector, 0.2),
                VerdictClass.DetectedLow
            ),
        ];
        var rows = cases
            .Select(c =>
            {
                var found = SmallRuns.Run(
                    Path.Combine(options.Folder, "verdicts"),
                    count,
                    _ => vector.File,
                    host,
                    c.Make,
                    (_, result) => result.Verdict.Class,
                    _ => false,
                    purity: 0.6
                );
                return (c.Wanted, Found: found, c.Name);
            })
            .ToArray();
        ResultFile.Write(
            "genetics-accuracy.md",
            "Verdicts of known mixtures",
            ResultFile.Table(
                ["sample", "samples", "detected, clonal", "detected, low", "not detected", "other", "as wanted"],
                rows.Select(r =>
                    new[]
                    {
                        r.Name,
                        $"{r.Found.Length}",
                        Count(r.Found, VerdictClass.DetectedClonal),
                        Count(r.Found, VerdictClass.DetectedLow),
                        Count(r.Found, VerdictClass.NotDetected),
                        $"{r.Found.Count(v => v is VerdictClass.NotAssessable or VerdictClass.Failed)}",
                        Number(SiteStudy.Share(r.Found, v => v == r.Wanted), "P0"),
                    }
                )
            )
        );
        return rows.All(r => SiteStudy.Share(r.Found, v => v == r.Wanted) >= 0.9);
    }

    private static string Count(VerdictClass[] verdicts, VerdictClass which) => $"{verdicts.Count(v => v == which)}";

    /// <summary>A piece of the host that moves with the number, and random numbers of its own.</summary>
    private static SmallSample Sample(StudyHost host, double depth, int study, int number)
    {
        var contig = host.Contigs[number % host.Contigs.Count];
        var start = (int)((long)number * 1_999_993 % (contig.Length - SmallRuns.HostLength));
        return new SmallSample(contig.Piece("piece", start, SmallRuns.HostLength), depth, Seed + (ulong)study, (ulong)number);
    }
}
