using Longwatch.Benchmarks.Results;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Statistics;

/// <summary>A scan of genotypes in eight parts on a real Slurm of two nodes, beside one process: the same bytes.</summary>
internal static class PartsBench
{
    private const int People = 20_000;
    private const int Variants = 1_500;

    internal static bool Run()
    {
        if (!Has("snakemake") || !Has("sbatch"))
        {
            Console.Error.WriteLine("workflow: left out. Run:  sudo apt-get install -y --no-install-recommends snakemake slurm-wlm munge");
            return true;
        }

        var work = Home.Work("scan-parts");
        string Under(string name) => Quote(Path.Combine(work, name));
        _ = Genetics.Shell.Run($"{Quote(Home.Script)} simulate -n {People} --seed 8 --quiet --out {Under("cohort")}");
        _ = Genetics.Shell.Run(
            $"{Quote(Home.Script)} simulate-genotypes {Under("cohort")} --variants {Variants} --causal 3 --odds-ratio 6 --gene-odds-ratio 30 --carrier-odds-ratio 20 --seed 5 --quiet --out {Under("genotypes")}"
        );
        var said = Genetics.Shell.Run(
            $"LONGWATCH={Quote(Home.Script)} {Quote(Path.Combine(Home.Root, "workflow", "test", "research.sh"))} {Under("cohort")} {Under("genotypes")} {Under("out")}"
        );
        ResultFile.Write(
            "workflow.md",
            "A scan of genotypes in parts, on Slurm",
            $"""
            {People:N0} people, {Variants:N0} variants, genes and calls of clonal haematopoiesis of `longwatch simulate-genotypes`; eight parts on two nodes of one processor,
            Slurm on loopback, one thread a part.

            {string.Join('\n', said.Trim().Split('\n').Select(line => $"- {line}"))}
            """
        );
        return true;
    }
}
