using System.IO.Compression;
using System.Text;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Vectors;

public sealed class MaskTests
{
    private static readonly CompiledVectors Tisagenlecleucel = Compile(VectorLibrary.Read("tisagenlecleucel-plasmid"));

    [Theory]
    [InlineData("negative", false)]
    [InlineData("positive", true)]
    public void Real_reads_hold_unique_31_mers_of_the_vector_only_when_the_vector_is_there(string sample, bool present)
    {
        var vector = VectorSources.Read([Repository.Given("car_tcell_wgs/vector_cilta_consensus.fasta")]);
        var compiled = VectorCompiler.Compile(vector, [], null, TestContext.Current.CancellationToken);
        var unique = UniqueKmers(compiled.Sequences[0]);
        var (reads, withUnique) = (0, 0);
        foreach (var mate in new[] { "R1", "R2" })
        {
            using var file = new StreamReader(
                new GZipStream(File.OpenRead(Repository.Given($"car_tcell_wgs/{sample}.{mate}.fq.gz")), CompressionMode.Decompress)
            );
            for (var line = 0; file.ReadLine() is { } text; line++)
            {
                if (line % 4 != 1)
                    continue;
                reads++;
                if (Enumerable.Range(0, Math.Max(0, text.Length - 30)).Any(p => unique.Contains(text.Substring(p, 31))))
                    withUnique++;
            }
        }
        Assert.True(unique.Count > 2 * 1200, $"{unique.Count}"); // both strands: the two binders 726 and WPRE 589 bases at least
        Assert.True(reads > 1000, $"{reads}");
        if (present)
            Assert.True(withUnique > 100, $"{withUnique}");
        else
            Assert.Equal(0, withUnique);
    }

    [Fact]
    public void The_EF1A_block_is_human_and_the_scFv_and_WPRE_are_unique()
    {
        Assert.Equal(100, Share(5195, 6378, SequenceOrigin.HumanGenome), 0.1);
        Assert.Equal(100, Share(6460, 7170, SequenceOrigin.VectorUnique), 0.1); // scFv and linker
        Assert.Equal(100, Share(7860, 8435, SequenceOrigin.VectorUnique), 0.1); // WPRE
        Assert.Equal(100, Share(7180, 7386, SequenceOrigin.HumanTranscript), 0.1); // CD8A hinge and transmembrane part
        Assert.Equal(100, Share(7387, 7512, SequenceOrigin.HumanTranscript), 0.1); // 4-1BB
        Assert.Equal(100, Share(7513, 7851, SequenceOrigin.HumanTranscript), 0.1); // CD3 zeta
    }

    [Fact]
    public void The_recoded_4_1BB_and_CD3_zeta_of_idecabtagene_are_unique()
    {
        // 79.5 % identical to the human ones; the last 465 bases of the coding sequence are 4-1BB (126) and CD3 zeta
        var car = Compile(VectorLibrary.Read("idecabtagene-vicleucel-car")).Sequences[0];

        var labels = car.Origins[1014..(1485 - 30)];
        Assert.True(labels.Count(l => l == SequenceOrigin.VectorUnique) > 0.97 * labels.Length);
    }

    [Fact]
    public void Between_2_2_and_2_4_kb_of_the_provirus_are_HIV()
    {
        var labels = Tisagenlecleucel.Sequences[0].Origins;

        Assert.InRange(labels.Count(l => l == SequenceOrigin.WildTypeRetrovirus), 2200, 2400);
        // what the construct put together is its own: the deletion in U3 and the joint of packaging signal and RRE
        Assert.Contains(SequenceOrigin.VectorUnique, labels[12..32]);
        Assert.Contains(SequenceOrigin.VectorUnique, labels[700..750]);
    }

    [Fact]
    public void The_axicabtagene_CAR_is_human_where_CSF2RA_CD28_and_CD3_zeta_are_and_its_scFv_is_unique()
    {
        // CSF2RA 1-68, CD28 810-1131, CD3 zeta 1132-1470, by BLAST against the mRNAs
        var labels = Compile(VectorLibrary.Read("axicabtagene-ciloleucel-car")).Sequences[0].Origins;

        Assert.All(labels[..38], l => Assert.Equal(SequenceOrigin.HumanTranscript, l));
        Assert.All(labels[68..779], l => Assert.Equal(SequenceOrigin.VectorUnique, l));
        Assert.All(labels[809..1101], l => Assert.Equal(SequenceOrigin.HumanTranscript, l));
        Assert.All(labels[1131..1470], l => Assert.Equal(SequenceOrigin.HumanTranscript, l));
    }

    [Fact]
    public void Every_sequence_of_the_library_is_as_its_provenance_says()
    {
        var table = File.ReadAllLines(Repository.File("data/genomics/vectors/provenance.csv"))
            .Concat(File.ReadAllLines(Repository.File("data/genomics/mask/provenance.csv")))
            .ToArray();
        var files = new[] { "vectors", "mask" }
            .SelectMany(f => Directory.GetFiles(Repository.File($"data/genomics/{f}"), "*.fa"))
            .ToArray();

        Assert.Equal(12, files.Length);
        foreach (var file in files)
        {
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));
            Assert.Contains(
                table,
                row => row.StartsWith(Path.GetFileName(file), StringComparison.Ordinal) && row.Contains(hash, StringComparison.Ordinal)
            );
        }
        Assert.All(VectorLibrary.Vectors, v => Assert.NotEmpty(VectorLibrary.Read(v.Name).Bases));
    }

    private static double Share(int first, int last, SequenceOrigin origin)
    {
        // the provirus begins with 53 bases of U3, then base 3068 of the plasmid
        var labels = Tisagenlecleucel.Sequences[0].Origins[(first - 3068 + 53)..(last - 31 + 1 - 3068 + 53 + 1)];
        return 100.0 * labels.Count(l => l == origin) / labels.Length;
    }

    private static HashSet<string> UniqueKmers(SearchedSequence s)
    {
        var text = Encoding.ASCII.GetString(s.Bases);
        var other = Encoding.ASCII.GetString(Nucleotides.ReverseComplement(s.Bases));
        var result = new HashSet<string>(StringComparer.Ordinal);
        for (var p = 0; p + 31 <= text.Length; p++)
            if (s.Origins[p] == SequenceOrigin.VectorUnique)
            {
                result.Add(text.Substring(p, 31));
                result.Add(other.Substring(text.Length - p - 31, 31));
            }
        return result;
    }

    private static CompiledVectors Compile(params VectorSource[] sources) =>
        VectorCompiler.Compile(sources, [], null, TestContext.Current.CancellationToken);
}
