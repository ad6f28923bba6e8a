using Longwatch.Statistics.Distributions;

namespace Longwatch.Genomics.Quantity;

/// <summary>Fragments at one site.</summary>
/// <param name="Junction">Split fragments over all ends.</param>
/// <param name="Spanning">Fragments that cross the site without insertion.</param>
/// <param name="Ends">Ends of the insertion that are seen, 1 or 2.</param>
public readonly record struct JoinCounts(int Junction, int Spanning, int Ends);

/// <summary>Puts sites of equal allele fractions together: they fit one clone. A proposal, never a proof.</summary>
public static class CloneGrouping
{
    /// <summary>Clone numbers of the sites of one sample, from 1 in the order of the greatest allele fraction.</summary>
    /// <param name="sites">Null for a site that says too little: it gets a number of its own after the others.</param>
    /// <param name="level">Groups whose fractions differ with a p value below stay apart.</param>
    public static IReadOnlyList<int> Number(IReadOnlyList<JoinCounts?> sites, double level) =>
        NumberTrajectories([.. sites.Select(s => new[] { s })], level);

    /// <summary>Clone numbers of sites seen in several samples: one clone has one fraction in each sample, whatever it is (a shared trajectory).</summary>
    /// <param name="sites">Per site, its counts in each sample; null in a sample that says nothing about it.</param>
    /// <exception cref="ArgumentException">The sites have different numbers of samples.</exception>
    public static IReadOnlyList<int> NumberTrajectories(IReadOnlyList<IReadOnlyList<JoinCounts?>> sites, double level)
    {
        if (sites.Any(s => s.Count != sites[0].Count))
            throw new ArgumentException("Every site needs an entry for every sample.", nameof(sites));
        // Groups of neighbours in the order of fraction are merged, most alike first, until the most alike pair differs.
        var groups = Enumerable
            .Range(0, sites.Count)
            .Where(i => sites[i].Any(c => c is not null))
            .OrderByDescending(i => sites[i].Where(c => c is not null).Average(c => Fraction([c!.Value])))
            .ThenBy(i => i)
            .Select(i => new List<int> { i })
            .ToList();
        var samples = sites.Count == 0 ? 0 : sites[0].Count;
        while (groups.Count > 1)
        {
            var (best, bestP) = (-1, level);
            for (var g = 0; g + 1 < groups.Count; g++)
                if (Alike(g) is var p && p >= bestP)
                    (best, bestP) = (g, p);
            if (best < 0)
                break;
            groups[best].AddRange(groups[best + 1]);
            groups.RemoveAt(best + 1);
        }

        var numbers = new int[sites.Count];
        for (var g = 0; g < groups.Count; g++)
            foreach (var site in groups[g])
                numbers[site] = g + 1;
        var next = groups.Count;
        for (var i = 0; i < numbers.Length; i++)
            if (numbers[i] == 0)
                numbers[i] = ++next;
        return numbers;

        double Alike(int g)
        {
            var (statistic, freedom) = (0.0, 0);
            for (var s = 0; s < samples; s++)
            {
                var (one, other) = (Counts(groups[g], s), Counts(groups[g + 1], s));
                if (one.Count == 0 || other.Count == 0)
                    continue;
                statistic += LikelihoodRatio(one, other);
                freedom++;
            }

            return freedom == 0 ? 0 : ChiSquared.Survival(freedom, Math.Max(0, statistic));
        }

        List<JoinCounts> Counts(List<int> group, int sample) => [.. group.Select(i => sites[i][sample]).OfType<JoinCounts>()];
    }

    /// <summary>Twice the gain in log-likelihood from a fraction of its own for each of two groups over one for both; chi-squared with one degree of freedom.</summary>
    internal static double LikelihoodRatio(IReadOnlyList<JoinCounts> one, IReadOnlyList<JoinCounts> other)
    {
        JoinCounts[] both = [.. one, .. other];
        return 2 * (LogLikelihood(one, Fraction(one)) + LogLikelihood(other, Fraction(other)) - LogLikelihood(both, Fraction(both)));
    }

    private static double LogLikelihood(IReadOnlyList<JoinCounts> counts, double p)
    {
        var sum = 0.0;
        foreach (var (junction, spanning, ends) in counts)
        {
            var total = (ends * p) + 1 - p;
            if (junction > 0)
                sum += junction * Math.Log(ends * p / total);
            if (spanning > 0)
                sum += spanning * Math.Log((1 - p) / total);
        }

        return sum;
    }

    /// <summary>The allele fraction of greatest likelihood for one or more sites.</summary>
    internal static double Fraction(IReadOnlyList<JoinCounts> counts)
    {
        if (counts.All(c => c.Spanning == 0))
            return 1;
        if (counts.All(c => c.Junction == 0))
            return 0;
        // The score falls from plus to minus infinity; halving needs no derivative and cannot leave the interval.
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < 60; step++)
        {
            var p = (low + high) / 2;
            var score = 0.0;
            foreach (var (junction, spanning, ends) in counts)
                score += (junction / p) - (spanning / (1 - p)) - ((junction + spanning) * (ends - 1) / (((ends - 1) * p) + 1));
            if (score > 0)
                low = p;
            else
                high = p;
        }

        return (low + high) / 2;
    }
}
