using System.Text;
using Longwatch.Statistics.Random;

namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>A vector as it stands in a chromosome, and the file that a laboratory would give to the test: not always the same sequence.</summary>
/// <param name="Family">The product's name of the family.</param>
/// <param name="Bases">What is integrated: for a retrovirus both LTRs complete, as reverse transcription leaves them.</param>
/// <param name="File">FASTA given to the callers.</param>
/// <param name="Duplication">Target-site duplication in bases.</param>
/// <param name="Motif">Sequence of the target that is duplicated; empty when any.</param>
internal sealed record IntegratedVector(string Name, string Family, byte[] Bases, string File, int Duplication, string Motif)
{
    /// <summary>Ciltacabtagene: the consensus of published reads; only ever read where it is given.</summary>
    internal static IntegratedVector Ciltacabtagene()
    {
        var file = GivenData.File("car_tcell_wgs", "vector_cilta_consensus.fasta");
        return new("cilta", "Lentivirus", Provirus(Contig.Read(file)[0].Bases), file, 5, "");
    }

    /// <summary>CART19: the file begins with R, as the vector RNA does; the provirus begins with U3, copied from the 3' LTR.</summary>
    internal static IntegratedVector Cart19()
    {
        var file = GivenData.File("vectors", "aavenger", "Bushman_CART19.fasta");
        return new("CART19", "Lentivirus", Provirus(Contig.Read(file)[0].Bases), file, 5, "");
    }

    /// <summary>The MFG gammaretroviral vector, cut out of its plasmid at the Moloney LTRs.</summary>
    internal static IntegratedVector Moloney()
    {
        var file = GivenData.File("vectors", "aavenger", "Bushman_SCID1.fasta");
        var plasmid = Contig.Read(file)[0].Bases.AsSpan();
        var start = plasmid.IndexOf("TGAAAGACCCC"u8);
        var end = plasmid.LastIndexOf("GGGGTCTTTCA"u8) + "GGGGTCTTTCA".Length;
        return new("MFG", "Gammaretrovirus", plasmid[start..end].ToArray(), file, 4, "");
    }

    /// <summary>A transposon of the terminal repeats known to literature around a CAR reading frame; the filler between is drawn, and belongs to nobody.</summary>
    internal static IntegratedVector Transposon(bool sleepingBeauty, string folder)
    {
        var (name, family, repeat) = sleepingBeauty
            ? ("SB", "SleepingBeauty", "CAGTTGAAGTCGGAAGTTTACATACACTTAAG")
            : ("PB", "PiggyBac", "CCCTAGAAAGATAGTCTGCGTAAAATTGACGCATG");
        var car = Contig.Read(GivenData.File("vectors", "livingdrugs", "CAR_constructs", "Sequences", "Axicel_HM852952.fasta"))[0].Bases;
        var random = new Philox(20_260, sleepingBeauty ? 1UL : 0UL);
        byte[] bases =
        [
            .. Encoding.ASCII.GetBytes(repeat),
            .. Filler(random, 900),
            .. car,
            .. Filler(random, 700),
            .. Strand.ReverseComplement(Encoding.ASCII.GetBytes(repeat)),
        ];
        var file = Path.Combine(folder, $"{name}.fa");
        Contig.Write(file, [new(name, bases)]);
        return new(name, family, bases, file, sleepingBeauty ? 2 : 4, sleepingBeauty ? "TA" : "TTAA");
    }

    /// <summary>Both LTRs complete: the 3' LTR (U3-R-U5), then what follows the 5' U5, up to the end.</summary>
    private static byte[] Provirus(byte[] bases)
    {
        var all = bases.AsSpan();
        var end = all.LastIndexOf("TCTCTAGCA"u8) + "TCTCTAGCA".Length;
        var last = all[..end].LastIndexOf("TGGAAGGGC"u8);
        var repeat = all[last..end].ToArray();
        var leader = all.IndexOf("TCTCTAGCA"u8);
        // Some leaders read TCTCTAGCAGTGGCG at the first U5 end; the same nine bases finish both LTRs.
        return [.. repeat, .. all[(leader + "TCTCTAGCA".Length)..last], .. repeat];
    }

    private static byte[] Filler(Philox random, int length)
    {
        var bases = new byte[length];
        for (var i = 0; i < length; i++)
            bases[i] = "ACGT"u8[random.NextBelow(4)];
        return bases;
    }
}
