using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Random;

public sealed class PhiloxTests
{
    [Theory] // kat_vectors of Random123, lines "philox4x32 10"
    [InlineData(0u, 0u, 0u, 0u, 0x0000000000000000UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, 0xffffffffffffffffUL, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u,
        0x85a308d3u,
        0x13198a2eu,
        0x03707344u,
        0x299f31d0a4093822UL,
        0xd16cfe09u,
        0x94fdccebu,
        0x5001e420u,
        0x24126ea1u
    )]
    public void Block_equals_the_known_answers_of_its_authors(
        uint c0,
        uint c1,
        uint c2,
        uint c3,
        ulong key,
        uint r0,
        uint r1,
        uint r2,
        uint r3
    ) => Assert.Equal(new PhiloxBlock(r0, r1, r2, r3), Philox.Encrypt(new(c0, c1, c2, c3), key));

    [Fact]
    public void Sequence_is_the_blocks_of_its_stream_in_order()
    {
        var random = new Philox(0x299f31d0a4093822UL, 0x0370734413198a2eUL);
        var first = Philox.Encrypt(new(0, 0, 0x13198a2e, 0x03707344), 0x299f31d0a4093822UL);
        var second = Philox.Encrypt(new(1, 0, 0x13198a2e, 0x03707344), 0x299f31d0a4093822UL);

        uint[] drawn = [.. Enumerable.Range(0, 5).Select(_ => random.NextUInt32())];

        Assert.Equal([first.Word0, first.Word1, first.Word2, first.Word3, second.Word0], drawn);
        Assert.Equal(second.Word1 | ((ulong)second.Word2 << 32), random.NextUInt64());
    }

    [Fact]
    public void Same_seed_and_stream_give_the_same_sequence_and_another_stream_another()
    {
        static double[] Draw(ulong seed, ulong stream)
        {
            var random = new Philox(seed, stream);
            return [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())];
        }

        Assert.Equal(Draw(7, 1), Draw(7, 1));
        Assert.Empty(Draw(7, 1).Intersect(Draw(7, 2)));
        Assert.Empty(Draw(7, 1).Intersect(Draw(8, 1)));
    }

    [Fact]
    public void Uniform_numbers_fill_a_hundred_bins_evenly_over_many_streams()
    {
        // Pearson's chi-squared on 99 degrees of freedom: 99.99 % of runs lie between 54 and 161.
        var bins = new int[100];
        for (ulong stream = 0; stream < 50_000; stream++)
        {
            var random = new Philox(11, stream);
            for (var i = 0; i < 4; i++)
                bins[(int)(random.NextDouble() * 100)]++;
        }

        Assert.InRange(bins.Sum(n => (n - 2000.0) * (n - 2000.0) / 2000), 54, 161);
    }

    [Fact]
    public void First_numbers_of_neighbouring_streams_are_not_correlated()
    {
        const int n = 100_000;
        double[] first = [.. Enumerable.Range(0, n + 1).Select(i => new Philox(3, (ulong)i).NextDouble() - 0.5)];

        var correlation = Enumerable.Range(0, n).Sum(i => first[i] * first[i + 1]) * 12 / n;

        Assert.InRange(correlation, -4 / Math.Sqrt(n), 4 / Math.Sqrt(n));
    }

    [Fact]
    public void Whole_numbers_below_a_limit_are_all_equally_likely()
    {
        var random = new Philox(5, 0);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextBelow(7)]++;

        // 6 degrees of freedom, upper 0.01 % point 27.9
        Assert.InRange(counts.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000), 0, 27.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Whole_number_below_nothing_is_refused(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Philox(1, 1).NextBelow(limit));
}
