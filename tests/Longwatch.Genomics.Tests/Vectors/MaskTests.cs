using System.IO.Compression;
using System.Text;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Vectors;

public sealed class MaskTests
{
    private static readonly CompiledVectors Tisagenlecleucel = Compile(VectorLibrary.Read("tisagenlecleucel-plasmid"));

    [Fact]
    public void No_31_mer_of_the_real_negative_reads_is_unique_in_the_vector_they_were_tested_for()
    {
        var vector = VectorSources.Read([Repository.Given("car_tcell_wgs/vector_cilta_consensus.fasta")]);
        var compiled = VectorCompiler.Compile(vector, [], null, TestContext.Current.CancellationToken);
        var unique = UniqueKmers(compiled.Sequences[0]);
        var reads = 0;
        foreach (var mate in new[] { "R1", "R2" })
        {
            using var file = new StreamReader(
                new GZipStream(File.OpenRead(Repository.Given($"car_tcell_wgs/negative.{mate}.fq.gz")), CompressionMode.Decompress)
            );
            for (var line = 0; file.ReadLine() is { } text; line++)
            {
                if (line % 4 != 1)
                    continue;
                reads++;
                for (var p = 0; p + 31 <= text.Length; p++)
                    Assert.DoesNotContain(text.Substring(p, 31), unique);
            }
        }
        Assert.True(unique.Count > 2 * 1200, $"{unique.Count}"); // both strands: the two binders 726 and WPRE 589 bases at least
        Assert.True(reads > 1000, $"{reads}");
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
