using System.Globalization;
using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;

namespace Longwatch.Benchmarks.Genetics.Workflow;

/// <summary>The Snakemake workflow on twenty small samples: on this machine, and on a real Slurm of two nodes of which one is killed midway.</summary>
internal static class WorkflowBench
{
    private const int Samples = 20;

    internal static bool Run()
    {
        if (!GivenData.Present("workflow"))
            return true;
        if (!Shell.Has("snakemake") || !Shell.Has("sbatch"))
        {
            Console.Error.WriteLine("workflow: left out. Run:  sudo apt-get install -y --no-install-recommends snakemake slurm-wlm munge");
            return true;
        }

        var work = Home.Work("workflow");
        var host = StudyHost.Make(work, small: true);
        _ = Peers.Alignment.Index(host.Fasta);
        var vector = IntegratedVector.Cart19();
        var sheet = new List<string> { "sample,reads,purity" };
        for (var n = 0; n < Samples; n++)
        {
            var sample = new SmallSample(host.Contigs[0].Piece("piece", 1000 * n, 100_000), 20, 20, (ulong)n).WithHost();
            if (n % 3 != 0) // a third without the vector
                sample.WithClone(vector, 0.1 * (1 + (n % 4)));
            var (first, second) = FastqPair.Write(Path.Combine(work, $"s{n}"), sample.Reads);
            sheet.Add($"s{n},{Path.GetFileName(first)};{Path.GetFileName(second)},0.{3 + (n % 6)}");
        }

        File.AppendAllText(Path.Combine(work, "s5_R2.fq"), "@cut\nACGT\n+\n"); // one input that may not be called negative, and must not stop the others
        File.WriteAllLines(Path.Combine(work, "samples.csv"), sheet);
        File.WriteAllText(
            Path.Combine(work, "config.yaml"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"vectors: [{vector.File}]\nreference: {host.Fasta}\noptions: [--genome-length, \"100000\"]\nthreads: 1\nmemory_mb: 500\nlongwatch: {Home.Script}\n"
            )
        );
        _ = Shell.Run($"{Shell.Quote(Home.Script)} --version");
        var said = Shell.Run(
            $"{Shell.Quote(Path.Combine(Home.Root, "workflow", "test", "run.sh"))} {Shell.Quote(Path.Combine(work, "samples.csv"))} {Shell.Quote(Path.Combine(work, "config.yaml"))} {Shell.Quote(Path.Combine(work, "out"))}"
        );
        ResultFile.Write(
            "workflow.md",
            "Snakemake, here and on Slurm",
            $"""
            {Samples} small samples (one of them cut off, which may not be called negative). {Shell.Run(
                "snakemake --version"
            ).Trim()} is the version of Snakemake; Slurm is on loopback, two nodes of one processor.

            {string.Join('\n', said.Trim().Split('\n').Select(line => $"- {line}"))}
            """
        );
        return true;
    }
}
