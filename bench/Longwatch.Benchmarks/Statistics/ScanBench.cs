using System.Globalization;
using Longwatch.Benchmarks.Results;
using Longwatch.Genomics.Genotypes;
using Longwatch.Statistics.Association;
using Longwatch.Statistics.Regression;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>The scan of a genome beside plink2: whole processes on the same files, two threads each, and the same answers.</summary>
internal static class ScanBench
{
    private const int People = 42_500;
    private const int Variants = 20_000;
    private const double FirthGoal = 10;
    private const double FallbackGoal = 4;

    /// <summary>Seconds from which once is enough: what disturbs a run does not last that long.</summary>
    private const double Long = 120;

    internal static bool Run()
    {
        Environment.SetEnvironmentVariable("OPENBLAS_NUM_THREADS", "1");
        var set = new ScanSet(People, Variants);
        set.Make();
        _ = Genetics.Shell.Run($"{Quote(Home.Script)} --version"); // builds when something changed, so that no measured run does
        var firth = Peer(set, "--glm firth hide-covar", "firth", "--bfile " + Quote(set.Stem));
        var fallback = Peer(set, "--glm firth-fallback hide-covar", "fallback", "--bfile " + Quote(set.Stem));
        var firthBcf = Peer(set, "--glm firth hide-covar", "firth-bcf", $"--bcf {Quote(set.Bcf)} --const-fid");
        var (bed, bcf, screen) = (
            Ours(set, set.Bed, "bed", ""),
            Ours(set, set.Bcf, "bcf", ""),
            Ours(set, set.Bed, "screen", "--firth-below 0.05")
        );
        var (largestBeta, compared) = AgainstPlink(set);
        var (largestP, small) = AgainstPlainFit(set, "bed");
        var (screenedP, screened) = AgainstPlainFit(set, "screen");
        var same = File.ReadAllBytes(Variant(set, "bed")).AsSpan().SequenceEqual(File.ReadAllBytes(Variant(set, "bcf")));
        string[] Row(string what, double seconds, double peer, string goal) =>
            [
                what,
                seconds.ToString("0.0", CultureInfo.InvariantCulture),
                peer.ToString("0.0", CultureInfo.InvariantCulture),
                (peer / seconds).ToString("0.0", CultureInfo.InvariantCulture),
                goal,
            ];
        var table = ResultFile.Table(
            ["work", "longwatch research, s", "plink2, s", "ratio", "goal"],
            [
                Row("Firth on every variant, PLINK .bed, beside --glm firth", bed, firth, $"≥ {FirthGoal}"),
                Row("Firth on every variant, BCF, beside --glm firth on the BCF", bcf, firthBcf, $"≥ {FirthGoal}"),
                Row("Firth where needed (--firth-below 0.05), .bed, beside --glm firth-fallback", screen, fallback, $"≥ {FallbackGoal}"),
                Row("Firth on every variant, .bed, beside --glm firth-fallback", bed, fallback, ""),
            ]
        );
        ResultFile.Write(
            ResultFile.OfThisMachine,
            "Statistics: scan of a genome",
            $"""
            {People:N0} people, {Variants:N0} variants of plink2 --dummy (frequencies uniform), 38 cases, 4 covariates, 2 threads, OPENBLAS_NUM_THREADS=1. Whole processes, best of two where a run is short of two minutes; ours
            includes start-up, reading and checking the cohort, the saddle-point P, and the report.

            {table}
            Answers: log odds ratios within {largestBeta:0.0e+0} of plink2's over {compared:N0} variants (its own convergence is looser: G12); penalised likelihood-ratio P within {largestP:0.0e+0}
            (relative) of the plain Firth fit on all {small} variants with P < 0.001; the same bytes from .bed and BCF: {(
                same ? "yes" : "no"
            )}.
            Firth where needed: {screened} of those {small} variants have their penalised P, within {screenedP:0.0e+0} of the plain fit.
            """
        );
        return firth / bed >= FirthGoal
            && fallback / screen >= FallbackGoal
            && firthBcf / bcf >= FirthGoal
            && largestP < 1e-6
            && screenedP < 1e-6
            && screened == small
            && largestBeta < 5e-3
            && same;
    }

    private static string Variant(ScanSet set, string name) => Path.Combine(set.Folder, name, "variants.tsv");

    private static double Ours(ScanSet set, string genotypes, string name, string more) =>
        Best(
            2,
            Home.Script,
            [
                "research",
                set.Cohort,
                "--genotypes",
                genotypes,
                "--threads",
                "2",
                "--quiet",
                "--out",
                Path.Combine(set.Folder, name),
                .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ]
        );

    private static double Peer(ScanSet set, string test, string name, string input) =>
        Best(
            2,
            "bash",
            [
                "-c",
                $"plink2 {input} --pheno {Quote(set.Phenotypes)} --pheno-name case --covar {Quote(set.Phenotypes)} --covar-name age,male,lines,myeloma --covar-variance-standardize {test} --threads 2 --out {Quote(Path.Combine(set.Folder, name))}",
            ]
        );

    private static double Best(int runs, string program, string[] arguments)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < runs; i++)
        {
            var run = Measured.Run(program, arguments, TimeSpan.FromMinutes(30));
            if (!run.Good)
                throw new InvalidOperationException($"{program} {arguments[0]} did not end well.");
            best = Math.Min(best, run.Seconds);
            if (run.Seconds > Long)
                break;
        }

        return best;
    }

    private static (double Largest, int Compared) AgainstPlink(ScanSet set)
    {
        using var peer = File.ReadLines(Path.Combine(set.Folder, "firth.case.glm.firth")).GetEnumerator();
        _ = peer.MoveNext();
        string[] header = peer.Current.Split('\t');
        var (id, allele, odds, p) = (
            Array.IndexOf(header, "ID"),
            Array.IndexOf(header, "A1"),
            Array.IndexOf(header, "OR"),
            Array.IndexOf(header, "P")
        );
        var (largest, compared) = (0.0, 0);
        foreach (var line in File.ReadLines(Variant(set, "bed")).Skip(1))
        {
            string[] ours = line.Split('\t');
            _ = peer.MoveNext();
            string[] theirs = peer.Current.Split('\t');
            if (theirs[id] != ours[2])
                throw new InvalidOperationException($"{theirs[id]} stands where {ours[2]} was expected.");
            if (
                !double.TryParse(theirs[odds], CultureInfo.InvariantCulture, out var ratio)
                || ours[11].Length == 0
                || !double.TryParse(theirs[p], CultureInfo.InvariantCulture, out _)
            )
                continue;
            var beta = double.Parse(ours[11], CultureInfo.InvariantCulture) * (theirs[allele] == ours[3] ? 1 : -1);
            largest = Math.Max(largest, Math.Abs(beta - Math.Log(ratio)));
            compared++;
        }

        return (largest, compared);
    }

    private static (double Largest, int Compared) AgainstPlainFit(ScanSet set, string run)
    {
        using var file = GenotypeFile.Open(set.Bed);
        var (packed, site) = (new byte[file.BytesPerVariant], new VariantSite[1]);
        var (largest, compared) = (0.0, 0);
        double[] events = [.. set.People.Select(p => p.Case ? 1.0 : 0)],
            trials = [.. set.People.Select(_ => 1.0)];
        foreach (var line in File.ReadLines(Variant(set, run)).Skip(1))
        {
            _ = file.Read(packed, site);
            string[] ours = line.Split('\t');
            if (!double.TryParse(ours[13], CultureInfo.InvariantCulture, out var p) || p >= 1e-3)
                continue;
            double[][] design =
            [
                .. set.People.Select(
                    (person, i) =>
                        (double[])
                            [
                                1,
                                (person.Covariates[0] - 60) / 10,
                                .. person.Covariates[1..],
                                PackedGenotypes.Copies(PackedGenotypes.Code(packed, i)),
                            ]
                ),
            ];
            var plain = LogisticRegression.FirthP(design, events, trials, 5);
            largest = Math.Max(largest, Math.Abs((p / plain) - 1));
            compared++;
        }

        return (largest, compared);
    }
}
