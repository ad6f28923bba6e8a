using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Tests.Evidence;
using Longwatch.Genomics.Tests.Quantity;
using Longwatch.Genomics.Vectors;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Genomics.Tests.Verdict;

/// <summary>One sample with everything that a verdict is made from; each test changes what it is about.</summary>
internal sealed record Scenario
{
    public static GeneticRules Rules { get; } = Synthetic.Rules;
    public static SearchedSequence Provirus { get; } = SimulatedLibrary.Vector(5000, 3, (1500, 2600));
    private static readonly SearchedSequence Backbone = Other("backbone", SequenceKind.Backbone, 3500, 41);
    private static readonly SearchedSequence Hiv = Other("HIV-1", SequenceKind.WildType, 9000, 42);

    public SearchedSequence Vector { get; init; } = Provirus;
    public double Depth { get; init; } = 30;
    public double Copies { get; init; }
    public SpecimenFacts Specimen { get; init; } = SimulatedLibrary.Dna(0.6);
    public IReadOnlyList<IntegrationSite> Sites { get; init; } = [];
    public bool Placed { get; init; } = true;
    public bool MaskIsComplete { get; init; } = true;
    public IReadOnlyList<InputFinding> Findings { get; init; } = [];
    public IReadOnlyList<string> Notes { get; init; } = [];
    public RunContext Run { get; init; } = new("S1");

    /// <summary>Depth of the backbone and of the wild-type virus, in copies per diploid genome.</summary>
    public double BackboneCopies { get; init; }
    public double HivCopies { get; init; }

    /// <summary>Only fragments between these places of the provirus.</summary>
    public (int Start, int End)? Within { get; init; }
    public ulong Seed { get; init; } = 1;

    private static SearchedSequence Other(string name, SequenceKind kind, int length, ulong seed) =>
        SimulatedLibrary.Vector(length, seed) with
        {
            Name = name,
            VectorName = kind == SequenceKind.Backbone ? "CAR" : name,
            Kind = kind,
            Origins =
            [
                .. Enumerable.Repeat(
                    kind == SequenceKind.Backbone ? SequenceOrigin.PlasmidBackbone : SequenceOrigin.WildTypeRetrovirus,
                    length
                ),
            ],
        };

    public (GeneticVerdict Verdict, QuantityResult Quantities) Result()
    {
        var vectors = SimulatedLibrary.Compiled(Vector, Backbone, Hiv) with { MaskIsComplete = MaskIsComplete };
        var library = new SimulatedLibrary(Seed, Depth);
        var screening = library.Screening() with { Findings = Findings };
        var fragments = library.Evidence(Vector, Copies).Fragments.ToList();
        if (Within is { } part)
            fragments = [.. fragments.Where(f => f.Reads.All(r => r.Stretches.All(s => s.Start >= part.Start && s.End <= part.End)))];
        fragments.AddRange(Relabelled(library.Evidence(Backbone, BackboneCopies), SequenceOrigin.PlasmidBackbone));
        fragments.AddRange(Relabelled(library.Evidence(Hiv, HivCopies), SequenceOrigin.WildTypeRetrovirus));
        var evidence = new EvidenceResult(fragments, [], fragments.Count(f => f.Origin == SequenceOrigin.VectorUnique)) { Notes = Notes };
        var sites = new SitesResult(Sites, [], 0, Placed, Placed ? "the test" : "no host reference was given");
        var quantities = QuantityEstimator.Estimate(vectors, screening, evidence, sites, Specimen, null, null, Rules, Run);
        return (VerdictMaker.Decide(Specimen, vectors, screening, evidence, sites, quantities, Run, Rules), quantities);
    }

    public GeneticVerdict Decide() => Result().Verdict;

    private static IEnumerable<FragmentEvidence> Relabelled(EvidenceResult evidence, SequenceOrigin origin) =>
        evidence.Fragments.Select(f =>
            f with
            {
                Origin = origin,
                UniqueBases = 0,
                Reads = [.. f.Reads.Select(r => r with { Stretches = [] })],
            }
        );

    /// <summary>Confirmed sites with so many split fragments at each end and so many fragments without insertion.</summary>
    public static IReadOnlyList<IntegrationSite> SitesOf(params (int Left, int Right, int Spanning)[] counts) =>
        [
            .. counts.Select(
                (c, i) => CloneFractionTests.Site($"IS{i + 1}", c.Left, c.Right, c.Spanning) with { Position = 1_000_000 * (i + 1) }
            ),
        ];
}
