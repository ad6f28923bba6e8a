namespace Longwatch.Benchmarks.Genetics.TruthSets;

/// <summary>The host of the studies: pieces of three chromosomes, renamed so that no gene table takes their coordinates for those of a genome.</summary>
internal sealed record StudyHost(IReadOnlyList<Contig> Contigs, string Fasta)
{
    internal static StudyHost Make(string folder, bool small)
    {
        var chr22 = Contig.Read(GivenData.File("reference", "22_20-21M.fa"))[0];
        Contig[] contigs;
        if (small)
            contigs = [chr22.Piece("p22", 0, 400_000)];
        else
        {
            var chr2 = Contig.Read(GivenData.File("reference", "hg38_chr2_1-2333275.fa.gz"))[0];
            var chr19 = Contig.Read(GivenData.File("reference", "pisces_chr19.fa"))[0];
            contigs = [chr2.Piece("p2", 1_000_000, 500_000), chr19.Piece("p19", 1_000_000, 500_000), chr22.Piece("p22", 0, chr22.Length)];
        }

        var fasta = Path.Combine(folder, "host.fa");
        if (!File.Exists(fasta))
            Contig.Write(fasta, contigs);
        return new(contigs, fasta);
    }

    internal long Length => Contigs.Sum(c => (long)c.Length);
}
