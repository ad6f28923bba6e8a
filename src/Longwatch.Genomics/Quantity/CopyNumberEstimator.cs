using System.Globalization;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Vectors;
using Longwatch.Statistics;
using Longwatch.Statistics.Rates;

namespace Longwatch.Genomics.Quantity;

/// <summary>Copies of each vector from its depth over the host's (docs/methods/vector-copy-number.md).</summary>
internal static class CopyNumberEstimator
{
    private const string Method = "2 x depth of unique positions over depth of the diploid host; gamma (negative-binomial) interval";

    public static VectorCopyNumber Estimate(
        int sequence,
        UniqueMap map,
        EvidenceResult evidence,
        double readLength,
        bool paired,
        SpecimenFacts specimen,
        HostDepthEstimate host,
        double gcFactor,
        string? gcNote,
        double keptShare,
        double confidence,
        string? lost
    )
    {
        var (sum, squares) = PerFragment(sequence, map, evidence, withCopies: !host.DuplicatesRemoved);
        var vectorDepth = map.CleanBases == 0 ? 0 : sum / map.CleanBases;
        var hostDepth = host.Depth;
        if ((lost ?? WhyNot(map, specimen, host, readLength)) is { } why)
        {
            var none = new Quantity(null, null, Method, why);
            return new(sequence, none, none, vectorDepth, double.IsFinite(hostDepth) ? hostDepth : 0);
        }

        var greatest = Math.Min(map.CleanBases, readLength * (paired ? 2 : 1));
        var dispersion = host.Dispersion * Math.Min(1, host.DispersionLength / map.CleanBases);
        var interval = WeightedPoissonInterval.FayFeuer(sum, squares, greatest, dispersion, confidence);
        var perBase = 2 / (map.CleanBases * hostDepth * gcFactor * keptShare);
        var copies = sum * perBase;
        var limits = WithHostError(interval.Scale(perBase), copies, host.RelativeError);
        var note = Note(host, gcNote, keptShare, evidence);
        var perCell = new Quantity(copies, limits, Method, note);
        return new(sequence, perCell, PerTumourCell(copies, limits, specimen), vectorDepth, hostDepth);
    }

    /// <summary>D_v (P f + 2 (1 − f)) / (D_h f), where D_v / D_h is half of the copies per diploid genome.</summary>
    private static Quantity PerTumourCell(double copies, Interval limits, SpecimenFacts specimen)
    {
        const string method = "copies per diploid genome x (P f + 2 (1 - f)) / (2 f), as if all copies were in tumour cells";
        if (specimen.Purity is not { } purity)
            return new(null, null, method, "the tumour purity is not stated");
        if (purity <= 0)
            return new(null, null, method, "the stated purity is 0: there are no tumour cells that could carry the vector");
        var factor = ((purity * specimen.TumourPloidy) + (2 * (1 - purity))) / (2 * purity);
        return new(
            copies * factor,
            limits.Scale(factor),
            method,
            "holds only if no other cells carry the vector; the error of the purity is not in the interval"
        );
    }

    private static string? WhyNot(UniqueMap map, SpecimenFacts specimen, HostDepthEstimate host, double readLength) =>
        specimen.Molecule == MoleculeKind.Rna || specimen.Assay == AssayKind.Rna ? "RNA: depth follows expression, not copies"
        : specimen.Assay == AssayKind.Targeted
            ? "targeted assay: vector and host are not captured alike, so their depths cannot be compared"
        : specimen.Assay == AssayKind.Amplicon ? "amplicons: depth says nothing about copies"
        : !(host.Depth > 0) ? $"host depth is not known: {host.Method}"
        : map.CleanBases < readLength ? $"only {map.CleanBases} bases of the vector have a depth that is its own"
        : null;

    private static string Note(HostDepthEstimate host, string? gcNote, double keptShare, EvidenceResult evidence)
    {
        var parts = new List<string> { $"host depth: {host.Method}" };
        if (gcNote is not null)
            parts.Add(gcNote);
        if (!host.DuplicatesRemoved && evidence.Fragments.Any(f => f.DuplicateOf >= 0))
            parts.Add("duplicates are not marked in the input: they count in the vector as they do in the host");
        if (keptShare < 1)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{keptShare:P1} of candidate fragments were kept"));
        return string.Join("; ", parts);
    }

    /// <summary>The host's error joins on the log scale (MOVER: squared distances of the limits add up).</summary>
    private static Interval WithHostError(Interval limits, double copies, double relativeError)
    {
        var host = 1.959963984540054 * relativeError;
        if (host == 0)
            return limits;
        if (copies == 0)
            return limits.Scale(Math.Exp(host));
        var (down, up) = (limits.Lower == 0 ? double.PositiveInfinity : Math.Log(copies / limits.Lower), Math.Log(limits.Upper / copies));
        return new(copies * Math.Exp(-Math.Sqrt((down * down) + (host * host))), copies * Math.Exp(Math.Sqrt((up * up) + (host * host))));
    }

    /// <summary>Sum and sum of squares over distinct fragments of the read bases that each lays on clean positions.</summary>
    /// <remarks>
    /// Where mates overlap both count, as both count in the depth of the host; <see cref="SequenceCoverage.Depth"/> counts such a place once. A read that
    /// overlaps the clean bases in part brings those that it shares with them, so no edge has to be allowed for. Mates of a fragment come together,
    /// which the squares carry into the interval. Copies of a molecule count as one, or with all its bases where the depth of the host holds copies too:
    /// the ratio is the same, and single reads of a fixed length, which begin at one place by chance, do not lose depth.
    /// </remarks>
    private static (double Bases, double Squares) PerFragment(int sequence, UniqueMap map, EvidenceResult evidence, bool withCopies)
    {
        var before = new int[map.Clean.Length + 1];
        for (var p = 0; p < map.Clean.Length; p++)
            before[p + 1] = before[p] + (map.Clean[p] ? 1 : 0);
        var molecules = new Dictionary<int, double>(); // bases by the fragment that is kept of a molecule
        for (var f = 0; f < evidence.Fragments.Count; f++)
        {
            var fragment = evidence.Fragments[f];
            if (fragment.DuplicateOf >= 0 && !withCopies)
                continue;
            double own = 0;
            foreach (var stretch in fragment.Reads.SelectMany(r => r.Stretches))
            {
                own += stretch.Sequence == sequence ? Clean(stretch.Start, stretch.End) : 0;
                foreach (var also in stretch.AlsoFits)
                    own += also.Sequence == sequence ? Clean(also.Start, also.End) : 0;
            }

            var molecule = fragment.DuplicateOf >= 0 ? fragment.DuplicateOf : f;
            molecules[molecule] = molecules.GetValueOrDefault(molecule) + own;
        }

        return (molecules.Values.Sum(), molecules.Values.Sum(m => m * m));

        int Clean(int start, int end) => before[Math.Clamp(end, 0, map.Clean.Length)] - before[Math.Clamp(start, 0, map.Clean.Length)];
    }
}
