using Longwatch.Genomics;
using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Verdict;
using Longwatch.Statistics;

namespace Longwatch.Exchange.Tests.Genetics;

/// <summary>Genetic results made by hand: one of each verdict, and one with hostile text wherever text comes from outside.</summary>
internal static class SampleGenetics
{
    internal const string Hostile = "</script><img src=x onerror=alert(2)> & \"quoted\" 'too' <!-- ; = , \t tab";

    internal static GeneticResult Of(string kind) =>
        kind switch
        {
            "clonal" => Clonal(),
            "low" => Low(),
            "negative" => Negative(),
            "not_assessable" => NotAssessable(),
            "failed" => Failed(),
            "hostile" => Spoilt(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    internal static GeneticResult Clonal() => Base(SampleReads.TwoSites(), VerdictClass.DetectedClonal);

    private static GeneticResult Low() =>
        Base(SampleReads.OneFragment(), VerdictClass.DetectedLow) with
        {
            Quantities = new([Copies(0.004, 0.001, 0.012)], [], Limit()),
        };

    private static GeneticResult Negative() =>
        Base(SampleReads.None(), VerdictClass.NotDetected) with
        {
            Quantities = new([Copies(0, 0, 0.0042)], [], Limit()),
        };

    private static GeneticResult NotAssessable()
    {
        var result = Base(SampleReads.None(), VerdictClass.NotAssessable);
        return result with
        {
            Specimen = result.Specimen with { Assay = AssayKind.Targeted, Purity = null },
            Quantities = new(
                [new(0, Untold("the assay reads targets"), Untold("the assay reads targets"), 0, double.NaN)],
                [],
                new(3, 0, double.NaN, double.NaN, null, null, null, null, null, "a panel without probes on the vector reads none of it")
            ),
            Screening = result.Screening with { Host = null, Counts = result.Screening.Counts with { MedianFragment = double.NaN } },
        };
    }

    private static GeneticResult Failed()
    {
        var result = Base(SampleReads.None(), VerdictClass.Failed);
        var finding = new InputFinding(
            "truncated",
            new("tumour.bam", "byte offset 65280", "the file ends without its last block: it was cut; copy it again"),
            RefusesNegative: true
        );
        return result with { Screening = result.Screening with { Findings = [finding] } };
    }

    private static GeneticResult Spoilt()
    {
        var result = Clonal();
        var contigs = result.Screening.Input.Contigs.Select(c => c.Name == "chr19" ? c with { Name = Hostile } : c).ToArray();
        return result with
        {
            SampleId = Hostile,
            Specimen = result.Specimen with { Product = Hostile },
            Screening = result.Screening with
            {
                Input = result.Screening.Input with { Contigs = contigs, Files = [Hostile] },
                Findings = [new("mates-differ", new(Hostile, Hostile, Hostile), RefusesNegative: false)],
            },
            Vectors = result.Vectors with
            {
                Sequences =
                [
                    .. result.Vectors.Sequences.Select(s =>
                        s with
                        {
                            Name = Hostile,
                            VectorName = Hostile,
                            Features = [.. s.Features.Select(f => f with { Name = Hostile })],
                        }
                    ),
                ],
                Notes = [Hostile],
            },
            Sites = result.Sites with
            {
                Sites =
                [
                    .. result.Sites.Sites.Select(s =>
                        s.Contig == "chr19" ? s with { Contig = Hostile, Left = s.Left is { } l ? l with { Contig = Hostile } : null } : s
                    ),
                ],
            },
            Annotations =
            [
                .. result.Annotations.Select(a =>
                    a with
                    {
                        CancerGenes = [.. a.CancerGenes.Select(g => g with { Gene = Hostile, Lists = [Hostile] })],
                    }
                ),
            ],
            Verdict = result.Verdict with { Sentence = Hostile, Reasons = [Hostile], Limits = [Hostile] },
        };
    }

    private static GeneticResult Base(SampleReads reads, VerdictClass verdict)
    {
        var found = verdict is VerdictClass.DetectedClonal;
        return new GeneticResult(
            "S17-tumour",
            "0.1.0",
            new(Compartment.Tumour, "2026-11-21", new string('b', 64), "hg38.fa", "refgene-hg38.csv.gz", ["cancer-genes"]),
            new(0.6, 2, "tisagenlecleucel", AssayKind.WholeGenome, MoleculeKind.Dna),
            SampleVector.Compiled(),
            SampleReads.Screening(reads),
            reads.Evidence(),
            new(reads.Sites, reads.Joins, found ? 0.0021 : 0, Placed: true, "the alignments of the input"),
            found
                ?
                [
                    new(
                        "IS1",
                        [new("KDM2A", "NM_012308", SameOrientation: true, GenePart.Intron, 4)],
                        new("KDM2A", 18_411, 0, SameOrientation: true, []),
                        [new("CCND1", -61_204, 61_204, SameOrientation: false, ["cancer-genes"])],
                        Assessable: true
                    ),
                    new("IS2", [], new("ZNF93", -9_120, 9_120, SameOrientation: false, []), [], Assessable: true),
                ]
                : [],
            new([Copies(0.61, 0.52, 0.71)], found ? Fractions() : [], Limit()),
            Words(verdict)
        );
    }

    private static VectorCopyNumber Copies(double value, double lower, double upper) =>
        new(
            0,
            new(value, new Interval(lower, upper), "depth of unique positions over diploid depth, negative binomial", null),
            new(value / 0.6, new Interval(lower / 0.6, upper / 0.6), "from purity 0.6 and ploidy 2", null),
            value * 30,
            60.4
        );

    private static Quantity Untold(string why) => new(null, null, "", why);

    private static DetectionLimit Limit() => new(3, 1_204, 60.4, 41, 0.0124, 0.0124, 0.0086, 0.9999, 0.998, null);

    private static SiteFraction[] Fractions() =>
        [
            new(
                "IS1",
                17,
                23,
                new(0.298, new Interval(0.21, 0.40), "beta-binomial", null),
                new(0.6, new Interval(0.42, 0.80), "purity 0.6", null),
                1
            ),
            new(
                "IS2",
                8,
                51,
                new(0.136, new Interval(0.07, 0.23), "beta-binomial", null),
                new(0.27, new Interval(0.14, 0.46), "purity 0.6", null),
                2
            ),
        ];

    private static GeneticVerdict Words(VerdictClass verdict) =>
        new(
            verdict,
            verdict switch
            {
                VerdictClass.DetectedClonal =>
                    "The CAR transgene is in this tumour: 0.61 copies per cell (95 % CI 0.52–0.71), with one site in about 60 % of cells.",
                VerdictClass.DetectedLow =>
                    "Transgene sequence was found at 0.004 copies per cell, far below the tumour's share: bystander CAR T cells or contamination are possible.",
                VerdictClass.NotDetected =>
                    "The transgene was not detected; 0.0124 copies per cell would have been found with 95 % probability, and a clonal site with 99.8 %.",
                VerdictClass.NotAssessable => "This input cannot answer: a panel without probes on the vector reads none of it.",
                _ => "The test failed: tumour.bam was cut and no statement can be made.",
            },
            [
                new(
                    Explanation.TransgeneBearingClone,
                    0.02,
                    verdict == VerdictClass.DetectedClonal ? 0.991 : 0.002,
                    ["one site at the fraction of the tumour"]
                ),
                new(Explanation.InfiltratingCarTCells, 0.1, verdict == VerdictClass.DetectedLow ? 0.7 : 0.006, ["few copies per cell"]),
                new(Explanation.ContaminationOrIndexHop, 0.05, verdict == VerdictClass.DetectedLow ? 0.25 : 0.002, []),
                new(Explanation.RetroviralInfection, 0.001, 0.001, ["no sequence of wild-type virus outside the vector"]),
                new(
                    Explanation.None,
                    0.829,
                    verdict == VerdictClass.DetectedClonal ? 0
                        : verdict == VerdictClass.DetectedLow ? 0.047
                        : 0.989,
                    []
                ),
            ],
            [
                "42 distinct fragments hold sequence that is in no reference of the mask.",
                "The site IS1 is confirmed: both ends, duplication of 5 bases.",
            ],
            [
                new("Reads examined", "41,200,118, all of the file, unmapped reads among them"),
                new("Depth of the host", "median 60.4, 5th percentile 41"),
            ],
            ["Vectors that were not searched for are not excluded.", "Sites in repeats may be missed."]
        );
}
