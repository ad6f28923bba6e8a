using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Tests.Screening;

public sealed class InputPairsTests : IDisposable
{
    private readonly SyntheticReads made = new(4);

    [Theory]
    [InlineData("s_R1.fastq.gz", "s_R2.fastq.gz", true)]
    [InlineData("s_L001_R1_001.fastq.gz", "s_L001_R2_001.fastq.gz", true)]
    [InlineData("s_1.fq", "s_2.fq", true)]
    [InlineData("s.R1.fq.gz", "s.R2.fq.gz", true)]
    [InlineData("R1.fq", "R2.fq", true)]
    [InlineData("s_L001_R1.fq", "s_L002_R2.fq", false)]
    [InlineData("a_1.fq", "b_2.fq", false)]
    [InlineData("s_1.fq", "s_1.fq.gz", false)]
    public void Names_say_which_files_are_mates(string first, string second, bool mates) =>
        Assert.Equal(mates, InputPairs.AreMatesByName(first, second));

    [Fact]
    public void Lanes_are_paired_and_the_rest_stays_single()
    {
        string[] names = ["x_L1_R2.fq", "x_L1_R1.fq", "x_L2_R1.fq", "x_L2_R2.fq", "y.fq"];
        foreach (var name in names)
            made.Write(name, made.Fastq(1));

        var inputs = ReadInput.Resolve([.. names.Select(made.PathOf)]);

        Assert.Equal(
            [("x_L1_R1.fq", "x_L1_R2.fq"), ("x_L2_R1.fq", "x_L2_R2.fq"), ("y.fq", null)],
            inputs.Select(i => (Path.GetFileName(i.Path), Path.GetFileName(i.MatePath)))
        );
    }

    [Fact]
    public void Alignments_whose_names_look_like_mates_are_inputs_of_their_own()
    {
        var first = made.Write("tumour_1.bam", made.Sam());
        var second = made.Write("tumour_2.bam", made.Sam());

        Assert.Equal([new ReadInput(first), new ReadInput(second)], ReadInput.Resolve([first, second]));
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var here = made.Write("a.fq", made.Fastq(1));
        var error = Assert.Throws<UnreadableInputException>(() => ReadInput.Resolve([here, here, made.PathOf("missing.fq")]));

        Assert.Equal(2, error.Problems.Count);
    }

    public void Dispose() => made.Dispose();
}
