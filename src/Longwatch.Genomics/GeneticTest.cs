using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics;

/// <summary>From reads to a verdict: the steps of a genetic test in their order.</summary>
public static class GeneticTest
{
    /// <summary>Runs one test. The same input gives the same result whatever the number of threads.</summary>
    /// <exception cref="UnreadableInputException">A file cannot be read; every problem of that step.</exception>
    public static GeneticResult Run(GeneticTestOptions options, Action<GeneticProgress>? progress, CancellationToken stopping)
    {
        void Say(string step) => progress?.Invoke(new GeneticProgress(step, null));
        var rules = GeneticRules.Read(options.Rules ?? Path.Combine(options.DataFolder.FullName, "rules.json"));
        Say("compiling vectors");
        var vectors = Compile(options, stopping);
        var inputs = ReadInput.Resolve(options.Reads);
        var reading = new ScreeningOptions { Threads = options.Threads, HostReference = options.Reference };
        var screening = Screener.Screen(
            inputs,
            vectors.Sequences,
            reading,
            progress is null ? null : done => progress(new GeneticProgress("reading", done)),
            stopping
        );
        Say("weighing the reads that matter");
        var evidence = EvidenceBuilder.Build(vectors, screening, rules);
        using var reference = options.Reference is null ? null : HostReference.Open(options.Reference);
        var placedBy = screening.Input.Aligned ? "the alignments of the input" : "";
        if (reference is not null && evidence.Fragments.Count > 0)
        {
            Say($"placing {evidence.Fragments.Count:N0} fragments on the reference");
            (evidence, placedBy) = HostPlacer.Place(evidence, screening.Input, new FileInfo(options.Reference!), rules, options.Threads, stopping);
        }
        var sites = SiteCaller.Call(evidence, vectors, screening, reference, placedBy, rules);
        if (!screening.Input.Aligned && reference is not null && sites.Sites.Count > 0 && !inputs.Any(i => i.IsStandardInput))
        {
            Say("counting host reads at the sites");
            var flanks = SpanningCounter.Flanks(sites.Sites, reference, (int)Math.Ceiling(screening.Counts.MeanReadLength));
            sites = sites with { Sites = SpanningCounter.Count(sites.Sites, Screener.Screen(inputs, flanks, reading, null, stopping), rules) };
        }
        var specimen = new SpecimenFacts(
            options.Purity,
            options.Ploidy,
            options.Product,
            options.Assay ?? AssayDetector.Tell(screening, options.Molecule),
            options.Molecule
        );
        var quantities = QuantityEstimator.Estimate(vectors, screening, evidence, sites, specimen, options.GenomeLength, null, rules);
        var sample = options.SampleId ?? screening.Input.SampleName ?? Path.GetFileName(screening.Input.Files[0]);
        var verdict = VerdictMaker.Decide(specimen, vectors, screening, evidence, sites, quantities, new RunContext(sample, options.Compartment), rules);
        return new GeneticResult(
            sample,
            options.Version,
            specimen,
            vectors,
            screening,
            evidence,
            sites,
            Annotate(options, sites, rules),
            quantities,
            verdict
        );
    }
}
