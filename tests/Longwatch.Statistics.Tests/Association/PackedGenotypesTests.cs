using Longwatch.Statistics.Association;

namespace Longwatch.Statistics.Tests.Association;

public sealed class PackedGenotypesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Counts_are_those_of_a_loop_over_people(int people)
    {
        int[] codes = [.. Enumerable.Range(0, people).Select(i => i * 7 % 11 % 4)];
        var packed = SimulatedVariants.Pack(codes);

        Assert.Equal(codes, Enumerable.Range(0, people).Select(i => PackedGenotypes.Code(packed, i)));
        Assert.Equal(
            (codes.Count(c => c == 0), codes.Count(c => c == 1), codes.Count(c => c == 2), codes.Count(c => c == 3)),
            PackedGenotypes.Count(packed, people)
        );
    }
}
