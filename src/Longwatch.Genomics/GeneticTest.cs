using System.Globalization;
using System.Security.Cryptography;
using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Clones;
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
        var rulesFile = options.Rules ?? Path.Combine(options.DataFolder.FullName, "rules.json");
        var rules = GeneticRules.Read(rulesFile);
        var inputs = ReadInput.Resolve(options.Reads);
        Say("compiling vectors");
        var vectors = SearchedVectors.Compile(options, stopping);
        var reading = new ScreeningOptions
        {
            Threads = options.Threads,
            Reference = options.Reference is null ? null : new FileInfo(options.Reference),
        };
        using var reference = reading.Reference is null ? null : HostReference.Open(reading.Reference);
        var screening = Screener.Screen(
            inputs,
            vectors.Sequences,
            reading,
            progress is null ? null : done => progress(new GeneticProgress("reading", done)),
            stopping
        );

        Say("weighing the reads that matter");
        var evidence = EvidenceBuilder.Build(vectors, screening, rules);
        var placedBy = screening.Input.Aligned ? HostPlacer.InputAlignments : "";
        if (reading.Reference is not null && evidence.Fragments.Count > 0)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"placing {evidence.Fragments.Count:N0} fragments on the reference"));
            (evidence, placedBy) = HostPlacer.Place(evidence, screening.Input, reading.Reference, rules, options.Threads, stopping);
        }
        var sites = SiteCaller.Call(evidence, vectors, screening, reference, placedBy, rules);
        if (!screening.Input.Aligned && reference is not null && sites.Sites.Count > 0 && inputs.All(i => i.CanReadTwice))
        {
            Say("counting host reads at the sites");
            sites = sites with { Sites = WithSpanning(sites.Sites, inputs, reading, screening, reference, rules, stopping) };
        }

        var specimen = new SpecimenFacts(
            options.Purity,
            options.Ploidy,
            options.Product,
            options.Assay ?? AssayDetector.Tell(screening, options.Molecule),
            options.Molecule
        );
        var run = SearchedVectors.Context(options, screening, vectors);
        run = run with
        {
            SitesSharedWithOthers = SampleComparison.SharedWithOthers(options.Known.Person, sites.Sites, options.Earlier, rules),
        };
        var genomeLength = options.GenomeLength ?? reference?.TotalLength;
        GcShare? gc = reference is null ? null : (contig, start, length) => GcOf(reference.Fetch(contig, start, length));
        var quantities = QuantityEstimator.Estimate(vectors, screening, evidence, sites, specimen, genomeLength, gc, rules, run);
        var verdict = VerdictMaker.Decide(specimen, vectors, screening, evidence, sites, quantities, run, rules);
        IReadOnlyList<ContigInfo> placed =
            screening.Input.Aligned || reference is null ? [] : [.. reference.Contigs.Select(c => new ContigInfo(c, reference.Length(c)))];
        var (annotations, genes, lists) = Annotate(options, screening.Input.Aligned ? screening.Input.Contigs : placed, sites, rules);
        var setting = new TestSetting(
            options.Compartment,
            rules.Version,
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(rulesFile))),
            reading.Reference?.Name,
            genes,
            lists
        )
        {
            ReferenceContigs = placed,
        };
        return new(run.SampleId, options.Version, setting, specimen, vectors, screening, evidence, sites, annotations, quantities, verdict)
        {
            Run = run,
        };
    }

    /// <summary>Reads that are not aligned say nothing about the host at a site; a second pass looks for the host's own sequence there.</summary>
    private static IReadOnlyList<IntegrationSite> WithSpanning(
        IReadOnlyList<IntegrationSite> sites,
        IReadOnlyList<ReadInput> inputs,
        ScreeningOptions reading,
        ScreeningResult first,
        HostReference reference,
        GeneticRules rules,
        CancellationToken stopping
    )
    {
        var flanks = SpanningCounter.Flanks(sites, reference, (int)Math.Ceiling(first.Counts.MeanReadLength));
        return flanks.Count == 0
            ? sites
            : SpanningCounter.Count(sites, Screener.Screen(inputs, flanks, reading, null, stopping), flanks, rules);
    }

    private static (IReadOnlyList<SiteAnnotation> Annotations, string Genes, IReadOnlyList<string> Lists) Annotate(
        GeneticTestOptions options,
        IReadOnlyList<ContigInfo> contigs,
        SitesResult sites,
        GeneticRules rules
    )
    {
        var shipped = Path.Combine(options.DataFolder.FullName, "annotation");
        if (sites.Sites.Count == 0)
            return ([], "", []);
        var table = GeneTable.Read(options.Genes ?? Path.Combine(shipped, "hg38.genes.tsv.gz"));
        var lists = CancerGeneLists.Read(
            options.CancerGenes.Count > 0 ? options.CancerGenes : [.. Directory.GetFiles(shipped, "*.tsv").Order(StringComparer.Ordinal)]
        );
        var window = (long)rules.Clones["cancerGeneWindow"].Value;
        return (SiteAnnotator.Annotate(sites.Sites, table, lists, window, contigs), table.Name, [.. lists.Lists.Select(l => l.Name)]);
    }

    private static double GcOf(byte[] bases)
    {
        var (gc, known) = (0, 0);
        foreach (var letter in bases)
        {
            if (letter is (byte)'G' or (byte)'C')
                gc++;
            if (letter != (byte)'N')
                known++;
        }
        return known == 0 ? double.NaN : (double)gc / known;
    }
}
