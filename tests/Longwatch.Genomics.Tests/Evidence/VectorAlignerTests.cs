using System.Text;
using Longwatch.Genomics.Evidence;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Tests.Evidence;

public sealed class VectorAlignerTests
{
    private static readonly AlignmentScores Scores = AlignmentScores.From(Synthetic.Rules);

    [Fact]
    public void Random_reads_with_errors_get_the_score_and_ends_of_the_full_recurrence()
    {
        var make = new Synthetic(20261121);
        var vector = make.Dna(1_200);
        var aligner = Aligner(vector);
        var compared = 0;
        for (var trial = 0; trial < 250; trial++)
        {
            var length = 40 + make.Below(111);
            var start = make.Below(vector.Length - length);
            var part = make.WithErrors(vector.Substring(start, length), 0.03 * make.Uniform());
            // Half of the reads carry host bases on one side, a quarter on both.
            var read = (make.Below(4) < 2 ? make.Dna(make.Below(60)) : "") + part + (make.Below(4) < 2 ? make.Dna(make.Below(60)) : "");
            if (make.Below(2) == 0)
                read = Synthetic.Reverse(read);

            var forward = PlainAlignment.Best(read, vector, Scores);
            var backward = PlainAlignment.Best(Synthetic.Reverse(read), vector, Scores);
            var expected = forward.Score >= backward.Score ? forward : backward;
            var found = aligner.Align(Encoding.ASCII.GetBytes(read))[0];

            Assert.Equal(expected.Score, found.Score);
            Assert.Equal(forward.Score < backward.Score, found.Reverse);
            // Several ends may share the best score; those found must be among them.
            Assert.Contains((found.ReadEnd, found.End), expected.Ends);
            compared++;
        }

        Assert.Equal(250, compared);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_part_of_twenty_bases_at_the_end_of_a_host_read_is_found_to_the_base(int side)
    {
        var make = new Synthetic(3);
        var vector = make.Dna(5_000);
        for (var trial = 0; trial < 50; trial++)
        {
            var start = 1 + make.Below(4_900);
            var part = vector.Substring(start, 20);
            var host = make.Dna(130);
            // The neighbouring host base must differ from the vector's, else the stretch is rightly longer.
            var read = side == 0 ? part + Other(vector[start + 20]) + host : host + Other(vector[start - 1]) + part;

            var found = Aligner(vector).Align(Encoding.ASCII.GetBytes(read));

            var expected = side == 0 ? (0, 20) : (131, 151);
            Assert.Contains(
                found,
                f => (f.ReadStart, f.ReadEnd) == expected && (f.Start, f.End) == (start, start + 20) && f.Differences == 0
            );
        }
    }

    [Fact]
    public void A_read_with_an_N_and_a_deletion_is_one_stretch()
    {
        var vector = new Synthetic(4).Dna(1_000);
        var read = string.Concat(vector.AsSpan(100, 40), "N", vector.AsSpan(141, 30), vector.AsSpan(176, 60));

        var found = Aligner(vector).Align(Encoding.ASCII.GetBytes(read))[0];

        // 130 matches, one N (-1), a gap of five (-6 -5).
        Assert.Equal((130 - 1 - 11, 6, 100, 236), (found.Score, found.Differences, found.Start, found.End));
    }

    [Fact]
    public void Simple_repeats_and_empty_reads_end_without_an_answer_that_hangs()
    {
        var vector = new string('A', 3_000) + new Synthetic(5).Dna(500);
        var aligner = Aligner(vector);

        Assert.Empty(aligner.Align([]));
        Assert.Empty(aligner.Align(Encoding.ASCII.GetBytes(new string('N', 150))));
        Assert.True(aligner.Align(Encoding.ASCII.GetBytes(new string('A', 150))).Count < 10);
    }

    private static VectorAligner Aligner(string vector) => new(new SeedIndex([Synthetic.Sequence("v", vector)]), Scores);

    private static char Other(char letter) => letter == 'A' ? 'C' : 'A';
}

/// <summary>Local alignment with affine gaps by the full recurrence (Gotoh 1982), written for clearness: the oracle of the fast one.</summary>
internal static class PlainAlignment
{
    public static (int Score, HashSet<(int ReadEnd, int End)> Ends) Best(string read, string text, AlignmentScores scores)
    {
        var best = 0;
        var ends = new HashSet<(int, int)>();
        var score = new int[read.Length + 1, text.Length + 1];
        var down = new int[read.Length + 1, text.Length + 1];
        var across = new int[read.Length + 1, text.Length + 1];
        for (var i = 0; i <= read.Length; i++)
        for (var j = 0; j <= text.Length; j++)
            down[i, j] = across[i, j] = -1_000_000;
        for (var i = 1; i <= read.Length; i++)
        for (var j = 1; j <= text.Length; j++)
        {
            down[i, j] = Math.Max(score[i - 1, j] - scores.GapOpen, down[i - 1, j]) - scores.GapExtend;
            across[i, j] = Math.Max(score[i, j - 1] - scores.GapOpen, across[i, j - 1]) - scores.GapExtend;
            var pair =
                read[i - 1] == 'N' || text[j - 1] == 'N' ? -scores.Unknown
                : read[i - 1] == text[j - 1] ? 1
                : -scores.Mismatch;
            score[i, j] = Math.Max(0, Math.Max(score[i - 1, j - 1] + pair, Math.Max(down[i, j], across[i, j])));
            if (score[i, j] > best)
            {
                best = score[i, j];
                ends.Clear();
            }

            if (score[i, j] == best)
                ends.Add((i, j));
        }

        return (best, ends);
    }
}
