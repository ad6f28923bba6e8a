using Longwatch.Genomics.Screening;

namespace Longwatch.Genomics.Quantity;

/// <summary>Tells the assay from the reads when nobody stated it. It errs towards the assay that allows fewer claims.</summary>
public static class AssayDetector
{
    /// <summary>Above this share of reads with vector sequence, vector was amplified or captured: a product has about one read in a thousand.</summary>
    private const double AmplifiedShare = 0.25;

    /// <summary>Covered windows, relative to what the same number of reads would cover by chance.</summary>
    private const double CoveredShare = 0.5;

    /// <summary>The richest windows of a whole genome (copies gained, mitochondria) hold far less than this.</summary>
    private const double RichestWindows = 0.02;

    private const double BasesOfTheRichest = 0.5;

    public static AssayKind Tell(ScreeningResult screening, MoleculeKind molecule)
    {
        if (molecule == MoleculeKind.Rna)
            return AssayKind.Rna;
        if (screening.Counts.Reads > 0 && screening.Counts.WithSeed > AmplifiedShare * screening.Counts.Reads)
            return AssayKind.Amplicon;
        return screening.Host is { } host && IsPatchy(host, screening.Counts.MeanReadLength) ? AssayKind.Targeted : AssayKind.WholeGenome;
    }

    private static bool IsPatchy(HostDepth host, double readLength)
    {
        var windows = host.Bases.SelectMany(w => w).OrderDescending().ToArray();
        var total = windows.Sum(w => (double)w);
        if (windows.Length < 20 || total == 0 || readLength == 0)
            return false;
        var byChance = 1 - Math.Exp(-total / readLength / windows.Length);
        var covered = windows.Count(w => w > 0) / (double)windows.Length;
        var richest = windows.Take((int)Math.Ceiling(RichestWindows * windows.Length)).Sum(w => (double)w);
        return covered < CoveredShare * byChance || (windows.Length >= 200 && richest > BasesOfTheRichest * total);
    }
}
