using Longwatch.Oracles;
using Longwatch.Statistics.Clones;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Clones;

public sealed class CloneAbundanceTests
{
    // R 4.2.2: optim(BFGS) of -sum(ifelse(seen, log(-expm1(-m)), -m)), m = outer(theta, phi), from five starts.
    [Fact]
    public void Sonic_abundance_is_the_maximum_that_a_direct_search_finds()
    {
        var estimate = CloneAbundance.Sonic([
            [1, 2, 3],
            [1, 2],
            [3],
            [2, 3, 4],
            [4, 5],
        ]);

        Assert.True(estimate.Converged);
        double[] cells = [6.12942659662386, 2.77360247856292, 1.19146827646356, 6.09254739327934, 2.23761782014119];
        double[] shares = [0.149058457257162, 0.344490385712588, 0.303185171151789, 0.145401338756413, 0.0578646471220479];
        for (var i = 0; i < cells.Length; i++)
        {
            Oracle.Equal(cells[i], estimate.Cells[i], 1e-6);
            Oracle.Equal(shares[i], estimate.LengthShare[i], 1e-6);
        }
    }

    [Fact]
    public void Sonic_abundance_puts_back_cells_that_broke_at_one_place()
    {
        // 150 lengths, equally likely; clones of 5 to 300 cells. Counting lengths alone sees at most 150.
        var random = new Philox(7, 0);
        int[] truth = [.. Enumerable.Range(0, 200).Select(_ => random.NextPoisson(15) + 1), 100, 300];
        var lengths = truth
            .Select(cells => (IReadOnlyCollection<int>)Enumerable.Range(0, cells).Select(_ => random.NextBelow(150)).Distinct().ToList())
            .ToList();

        var estimate = CloneAbundance.Sonic(lengths);

        Assert.Equal(100, estimate.Cells[200], 20.0);
        Assert.Equal(300, estimate.Cells[201], 70.0);
        Assert.Equal(truth.Sum(), estimate.Cells.Sum(), 0.05 * truth.Sum());
        Assert.True(lengths[201].Count < 150);
    }

    [Fact]
    public void A_clone_without_a_length_is_refused() =>
        Assert.Throws<ArgumentException>(() =>
            CloneAbundance.Sonic([
                [1],
                [],
            ])
        );

    // d = m (1 - exp(-n/m)): 16 tags, 8 seen: 16 ln 2.
    [Fact]
    public void Tags_drawn_twice_are_put_back()
    {
        Assert.Equal(16 * Math.Log(2), CloneAbundance.FromTags(8, 16), 1e-12);
        Assert.Equal(0, CloneAbundance.FromTags(0, 16));
        Assert.True(double.IsPositiveInfinity(CloneAbundance.FromTags(16, 16)));
    }
}
