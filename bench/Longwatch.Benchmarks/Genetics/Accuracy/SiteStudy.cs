using System.Text;
using Longwatch.Benchmarks.Genetics.Peers;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;
using static Longwatch.Benchmarks.Genetics.Accuracy.AccuracyOptions;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>Sites on the grid allele fraction × depth: precision, recall against what sampling allows, exactness, fractions, and two peers.</summary>
internal static class SiteStudy
{
    private const double Goal = 0.99;
    private const double GoalFraction = 0.1;
    private const double GoalDepth = 60;
    private const double GoalExact = 0.95;
    private const double PowerTolerance = 0.02;

    internal static bool Run(AccuracyOptions options, StudyHost host)
    {
        var vector = IntegratedVector.Cart19();
        var samples = SiteGrid.Build(options, host, vector).Select(s => s.Sample).ToArray();
        var results = new List<GridResult>();
        foreach (var sample in samples)
        foreach (var input in new[] { ProductGrid.FromReads, ProductGrid.FromHostAndVector, ProductGrid.FromHost })
            // Aligning everything three times over would be most of the study: the host alone is done at one depth.
            if (input != ProductGrid.FromHost || sample.Depth == GoalDepth)
                results.Add(Tell(ProductGrid.Run(sample, host, vector, input)));

        var text = new StringBuilder();
        var good = Summary(text, results, host);
        Recall(text, results, ProductGrid.FromReads);
        Recall(text, results, ProductGrid.FromHostAndVector);
        good &= Peers(text, results, samples, host, vector);
        ResultFile.Write("genetics-accuracy.md", "Sites", Introduction(options, host, vector) + text);
        return good;
    }

    private static GridResult Tell(GridResult result)
    {
        Console.WriteLine(
            $"{Path.GetFileName(result.Sample.Folder)} {result.Input}: called {result.Called}, with candidates {result.Seen}, copies {result.Copies:G4}"
        );
        foreach (var wrong in result.Wrong)
            Console.WriteLine($"  wrong: {wrong}");
        foreach (var missed in result.Matches.Where(m => !m.Called && m.Truth.AlleleFraction >= GoalFraction && m.Depth >= GoalDepth))
            Console.WriteLine(
                $"  missed: {missed.Truth.Id} {missed.Truth.Contig}:{missed.Truth.Position} at {missed.Truth.AlleleFraction} ({missed.Site?.Status})"
            );
        return result;
    }

    private static string Introduction(AccuracyOptions options, StudyHost host, IntegratedVector vector) =>
        $"""
            {options.Repetitions} × {options.SitesPerFraction
                * Fractions.Count} integrations of {vector.Name} ({vector.Bases.Length} bases, LTRs completed, 5-base duplication, both strands, nested clones) into {host.Length
                / 1e6:F1} Mb
            of human sequence with 0.1 % SNPs, read by ART (HiSeq X, 2 × 150, 420 ± 90, four quality bins), with 0.5 % of chimeric fragments, at each depth. A call is right within {Scoring.Window} bases of the duplicated target; a second call of one site is wrong.
            *Called* is confirmed or probable; *seen* adds candidates with a split read and a q-value of the test's own up to 0.01. *Power* is the probability that sampling leaves two fragments at one end, one of them split, or a split one at each end
            (Poisson; {Power.Overhang} bases of overhang).


            """;

    private static bool Summary(StringBuilder text, List<GridResult> results, StudyHost host)
    {
        var rows = new List<string[]>();
        var good = true;
        foreach (
            var group in results
                .GroupBy(r => (r.Input, r.Sample.Depth))
                .OrderBy(g => g.Key.Input, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Depth)
        )
        {
            var called = group.Select(g => g.Called).Aggregate((a, b) => a + b);
            var seen = group.Select(g => g.Seen).Aggregate((a, b) => a + b);
            var matches = group.SelectMany(g => g.Matches).ToArray();
            var large = matches.Where(m => m.Truth.AlleleFraction >= GoalFraction).ToArray();
            var confirmed = matches.Where(m => m.Confirmed).ToArray();
            var recall = Share(large, m => m.Called);
            var exact = Share(confirmed, m => m.Exact(host.Contigs));
            if (group.Key.Depth >= GoalDepth)
                good &= called.Precision >= Goal && recall >= Goal && exact >= GoalExact;
            var fractions = matches.Where(m => m.Called && m.Fraction?.AlleleFraction.Interval is not null).ToArray();
            rows.Add([
                group.Key.Input,
                $"{group.Key.Depth}×",
                $"{Number(called.Precision)} ({called.Wrong} wrong)",
                Number(recall),
                Number(called.F1),
                Number(seen.F1),
                $"{confirmed.Length}",
                Number(exact),
                Number(Share(confirmed, m => m.DuplicationRight)),
                $"{Number(Share(fractions, Covers), "P1")} of {fractions.Length}",
            ]);
        }

        text.AppendLine(
            ResultFile.Table(
                [
                    "input",
                    "depth",
                    "precision, called",
                    $"recall, AF ≥ {GoalFraction}",
                    "F1, called",
                    "F1, seen",
                    "confirmed",
                    "exact",
                    "duplication right",
                    "fraction interval holds truth",
                ],
                rows
            )
        );
        return good;
    }

    private static void Recall(StringBuilder text, List<GridResult> results, string input)
    {
        var rows = Fractions.Select(fraction =>
            (string[])
                [
                    Number(fraction),
                    .. Depths.Select(depth =>
                    {
                        var matches = results
                            .Where(r => r.Input == input && r.Sample.Depth == depth)
                            .SelectMany(r => r.Matches)
                            .Where(m => m.Truth.AlleleFraction == fraction)
                            .ToArray();
                        var (recall, power) = (Share(matches, m => m.Called), Power.Call(depth, fraction));
                        var error = Math.Sqrt(Math.Max(power * (1 - power), 0.001) / matches.Length);
                        var low = recall < power - PowerTolerance - (2 * error) ? "**" : "";
                        return $"{low}{recall:F3}{low} / {power:F3} (n {matches.Length}; seen {Share(matches, m => m.Seen):F3})";
                    }),
                ]
        );
        text.AppendLine($"Recall of called sites / power, {input}. Bold: more than 2 points and two standard errors below.\n");
        text.AppendLine(ResultFile.Table(["allele fraction", .. Depths.Select(d => $"{d}×")], rows));
    }

    private static bool Peers(StringBuilder text, List<GridResult> results, SampleFiles[] samples, StudyHost host, IntegratedVector vector)
    {
        var rows = new List<string[]>();
        var ahead = true;
        foreach (var depth in Depths)
        {
            var these = samples.Where(s => s.Depth == depth).ToArray();
            var split = PeerGrid.Best(these.Select(s => PeerGrid.Split(s, host, vector)));
            var delly = PeerGrid.Best(these.Select(s => PeerGrid.OfDelly(s, host, vector)));
            Score Own(string input, Func<GridResult, Score> of) =>
                results.Where(r => r.Input == input && r.Sample.Depth == depth).Select(of).Aggregate((a, b) => a + b);
            var (reads, aligned) = (Own(ProductGrid.FromReads, r => r.Seen), Own(ProductGrid.FromHostAndVector, r => r.Seen));
            ahead &= Math.Min(reads.F1, aligned.F1) > Math.Max(split.F1, delly.F1);
            rows.Add([$"{depth}×", Text(reads), Text(aligned), Text(Own(ProductGrid.FromReads, r => r.Called)), Text(split), Text(delly)]);
        }

        text.AppendLine(
            $"F1 (precision, recall) over all allele fractions. Peers: bwa mem to the vector, then to the host, and split reads (the logic of isling); {Version("delly --version")} on bwa mem to host and vector. "
                + "Each peer has the threshold that suits it best at that depth, chosen knowing the truth; Longwatch has its own.\n"
        );
        text.AppendLine(
            ResultFile.Table(
                ["depth", "Longwatch, FASTQ, seen", "Longwatch, BAM, seen", "Longwatch, FASTQ, called", "split reads", "delly"],
                rows
            )
        );
        text.AppendLine(ahead ? "Longwatch is ahead at every depth." : "**Longwatch is not ahead at every depth.**");
        return ahead;
    }

    private static bool Covers(SiteMatch match)
    {
        var interval = match.Fraction!.AlleleFraction.Interval!.Value;
        return interval.Lower <= match.Truth.AlleleFraction && match.Truth.AlleleFraction <= interval.Upper;
    }

    internal static double Share<T>(IReadOnlyCollection<T> of, Func<T, bool> which) =>
        of.Count == 0 ? double.NaN : (double)of.Count(which) / of.Count;

    private static string Text(Score score) => $"{score.F1:F3} ({score.Precision:F3}, {score.Recall:F3})";

    internal static string Version(string command) => Shell.Run($"{command} 2>&1 | grep -m1 -iE 'version' || true").Trim();
}
