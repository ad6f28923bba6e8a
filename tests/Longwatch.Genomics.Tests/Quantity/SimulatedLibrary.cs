using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Quantity;
using Longwatch.Genomics.Reads;
using Longwatch.Genomics.Screening;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics.Random;

namespace Longwatch.Genomics.Tests.Quantity;

/// <summary>A whole genome sequenced at a depth, with copies of a vector in it: read positions are drawn, nothing of the product's formulae is used.</summary>
internal sealed class SimulatedLibrary(
    ulong seed,
    double depth,
    int readLength = 150,
    double fragment = 420,
    double spread = 40,
    double errorRate = 0.002
)
{
    public const int WindowLength = 1000;
    private const int Windows = 20_000;
    private readonly Philox random = new(seed, 7);

    public static SearchedSequence Vector(int length, ulong seed = 1, params (int Start, int End)[] masked)
    {
        var philox = new Philox(seed, 1);
        var bases = new byte[length];
        for (var i = 0; i < length; i++)
            bases[i] = (byte)"ACGT"[philox.NextBelow(4)];
        return Vector(bases, masked);
    }

    /// <param name="masked">Human stretches, by base: the 31-mers inside are labelled so.</param>
    public static SearchedSequence Vector(byte[] bases, params (int Start, int End)[] masked)
    {
        var origins = Enumerable.Repeat(SequenceOrigin.VectorUnique, bases.Length).ToArray();
        foreach (var (start, end) in masked)
            for (var p = start; p + CompiledVectors.K <= end; p++)
                origins[p] = SequenceOrigin.HumanGenome;
        return new("provirus", "CAR", SequenceKind.Provirus, VectorFamily.Lentivirus, bases, origins, [], null, "test");
    }

    public static CompiledVectors Compiled(params SearchedSequence[] sequences) =>
        new("hash", sequences, [new("GRCh38", SequenceOrigin.HumanGenome, 3_099_000_000, "sha", true)], true, []);

    /// <summary>Window counts as reads fall, and the input's facts.</summary>
    public ScreeningResult Screening(bool aligned = true, double hostDispersion = 0)
    {
        var windows = new int[Windows];
        for (var i = 0; i < Windows; i++)
        {
            var local = hostDispersion > 0 ? random.NextGamma(1 / hostDispersion) * hostDispersion : 1;
            windows[i] = readLength * random.NextPoisson(local * depth * WindowLength / readLength);
        }

        var reads = windows.Sum(w => (long)w) / readLength;
        var counts = new ReadCounts(
            reads,
            reads,
            reads * readLength,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            double.NaN,
            readLength,
            aligned ? fragment : double.NaN
        );
        ContigInfo[] contigs = aligned ? [new("chr1", (long)Windows * WindowLength)] : [];
        var input = new InputProfile(["test"], [ReadFormat.Bam], aligned, true, contigs, true, null);
        return new(input, counts, [], 1, aligned ? new HostDepth(WindowLength, [windows]) : null, [], []);
    }

    /// <summary>Fragments that touch the vector, from so many copies per diploid genome.</summary>
    public EvidenceResult Evidence(SearchedSequence vector, double copies)
    {
        var perCopyAndBase = depth / 2 / (2 * readLength);
        var (lowest, highest) = (-(int)(fragment + (8 * spread)), vector.Length);
        var count = random.NextPoisson(copies * perCopyAndBase * (highest - lowest));
        var fragments = new List<FragmentEvidence>();
        for (var f = 0; f < count; f++)
        {
            var start = lowest + random.NextBelow(highest - lowest);
            var length = Math.Max(readLength, (int)Math.Round(fragment + (spread * random.NextNormal())));
            var reads = new[] { Read(vector, start), Read(vector, start + length - readLength) };
            if (reads.Any(r => r.Stretches.Count > 0))
                fragments.Add(new($"f{f}", reads, SequenceOrigin.VectorUnique, 31, -1));
        }

        return new(fragments, [], fragments.Count);
    }

    private ReadEvidence Read(SearchedSequence vector, int start)
    {
        var bases = new byte[readLength];
        for (var i = 0; i < readLength; i++)
        {
            var p = start + i;
            bases[i] = p >= 0 && p < vector.Length ? vector.Bases[p] : (byte)"ACGT"[random.NextBelow(4)];
            if (random.NextDouble() < errorRate)
                bases[i] = (byte)"ACGT"[("ACGT".IndexOf((char)bases[i], StringComparison.Ordinal) + 1 + random.NextBelow(3)) % 4];
        }

        var (from, to) = (Math.Max(0, start), Math.Min(vector.Length, start + readLength));
        VectorAlignment[] stretches =
            to - from >= CompiledVectors.K
                ? [new(0, false, from - start, to - start, from, to, 0, to - from, 31, SequenceOrigin.VectorUnique)]
                : [];
        return new(new CandidateRead(0, 0, "r", SamFlag.Paired, bases, [], null, [], null, null), stretches);
    }

    public static SitesResult NoSites { get; } = new([], [], 0, true, "the test");

    public static SpecimenFacts Dna(double? purity = null, double ploidy = 2) =>
        new(purity, ploidy, null, AssayKind.WholeGenome, MoleculeKind.Dna);
}
