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
            made.Write(name, made.Fastq(1).Replace("run:1", name[..^3].Replace("_R1", "").Replace("_R2", ""), StringComparison.Ordinal));

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

    [Theory]
    [InlineData("", "")]
    [InlineData("/1", "/2")]
    [InlineData(" 1:N:0", " 2:N:0")]
    public void Files_whose_names_do_not_tell_are_mates_when_they_begin_with_one_fragment(string firstMark, string secondMark)
    {
        var first = made.Write("forward.fq", Marked(1, firstMark));
        var second = made.Write("reverse.fq.gz", SyntheticReads.Gzip(Marked(2, secondMark)));
        var other = made.Write("lane.fq", made.Fastq(1).Replace("run:1", "run:2", StringComparison.Ordinal));

        Assert.Equal([new ReadInput(first, second), new ReadInput(other)], ReadInput.Resolve([first, other, second]));
        var turned = firstMark.Length == 0 ? new ReadInput(second, first) : new ReadInput(first, second);
        Assert.Equal([turned], ReadInput.Resolve([second, first]));

        string Marked(int mate, string mark) => made.Fastq(mate).Replace($" {mate}:N:0", mark, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_pairs_in_a_row_are_put_together()
    {
        string[] files =
        [
            .. from lane in (string[])["a", "b"]
            from mate in (int[])[1, 2]
            select made.Write($"{lane}{(mate == 1 ? "x" : "y")}.fq", made.Fastq(mate).Replace("run:1", lane, StringComparison.Ordinal)),
        ];

        Assert.Equal([new ReadInput(files[0], files[1]), new ReadInput(files[2], files[3])], ReadInput.Resolve(files));
    }

    [Fact]
    public void Files_that_begin_alike_and_cannot_be_mates_are_refused_by_name()
    {
        var first = made.Write("a.fq", made.Fastq(1));
        var copy = made.Write("b.fq", made.Fastq(1));
        var second = made.Write("c.fq", made.Fastq(2));
        var numbered = made.Write("d.fq", made.Fastq(1, suffix: "/1"));
        var alsoOne = made.Write("e.fq", made.Fastq(2, suffix: "/1"));
        var interleaved = made.Write("f.fq", made.Interleaved());

        Refused("count twice", first, copy);
        Refused("only two files", first, second, copy);
        Refused("both are said to be read 1", numbered, alsoOne);
        Refused("both mates", interleaved, made.Write("g.fq", made.Fastq(2, suffix: "/2")));

        static void Refused(string why, params string[] files)
        {
            var problem = Assert.Single(Assert.Throws<UnreadableInputException>(() => ReadInput.Resolve(files)).Problems);
            Assert.Equal(files[0], problem.File);
            Assert.Contains(why, problem.Message, StringComparison.Ordinal);
            Assert.All(files[1..], f => Assert.Contains(f, problem.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Aligned_reads_and_others_are_not_taken_together()
    {
        string[] files = [made.Write("a.sam", made.Sam()), made.Write("b.fq", made.Fastq(1))];

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

    public void Dispose() => made.Dispose();
}
