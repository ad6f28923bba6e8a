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
            Write(name, $"@{name[..4]}:1", name.Contains("R2", StringComparison.Ordinal) ? "C" : "A");

        var inputs = ReadInput.Resolve([.. names.Select(made.PathOf)]);

        Assert.Equal(
            [("x_L1_R1.fq", "x_L1_R2.fq"), ("x_L2_R1.fq", "x_L2_R2.fq"), ("y.fq", null)],
            inputs.Select(i => (Path.GetFileName(i.Path), Path.GetFileName(i.MatePath)))
        );
    }

    [Theory]
    [InlineData("@f/1", "@f/2")]
    [InlineData("@f 1:N:0:ACGT", "@f 2:N:0:ACGT")]
    public void Mates_are_put_together_whatever_the_files_are_named(string one, string two)
    {
        var (forward, reverse) = (Write("forward.fq", one, "A"), Write("reverse.fq", two, "C"));

        Assert.Equal([new ReadInput(forward, reverse)], ReadInput.Resolve([forward, reverse]));
        Assert.Equal([new ReadInput(forward, reverse)], ReadInput.Resolve([reverse, forward]));
    }

    [Theory]
    [InlineData("@f/1", "A", "@f/1", "A", "would count twice")]
    [InlineData("@f", "A", "@f", "C", "name files of mates alike")]
    [InlineData("@f/1", "A", "@g/2", "C", "out of step")]
    public void What_cannot_be_lanes_of_their_own_is_refused(string one, string oneBases, string two, string twoBases, string said)
    {
        var (first, second) = (Write("a.fq", one, oneBases), Write("b.fq", two, twoBases));

        var problem = Assert.Single(Assert.Throws<UnreadableInputException>(() => ReadInput.Resolve([first, second])).Problems);

        Assert.Equal(second, problem.File);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_pair_under_other_names_is_refused()
    {
        string[] files =
        [
            Write("a_1.fq", "@f/1", "A"),
            Write("a_2.fq", "@f/2", "C"),
            Write("b_1.fq", "@f/1", "A"),
            Write("b_2.fq", "@f/2", "C"),
        ];

        var problem = Assert.Single(Assert.Throws<UnreadableInputException>(() => ReadInput.Resolve(files)).Problems);

        Assert.Equal(files[2], problem.File);
    }

    [Fact]
    public void Aligned_reads_and_others_are_not_taken_together()
    {
        string[] files = [made.Write("a.sam", made.Sam()), Write("b.fq", "@f/1", "A")];

        var error = Assert.Throws<UnreadableInputException>(() =>
            Longwatch.Genomics.Screening.Screener.Screen(
                ReadInput.Resolve(files),
                [],
                new Longwatch.Genomics.Screening.ScreeningOptions { Threads = 1 },
                null,
                CancellationToken.None
            )
        );

        Assert.Equal(files[1], Assert.Single(error.Problems).File);
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

    private string Write(string file, string name, string bases) =>
        made.Write(file, System.Text.Encoding.ASCII.GetBytes($"{name}\n{bases}\n+\n{new string('F', bases.Length)}\n"));

    public void Dispose() => made.Dispose();
}
