using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Heterogeneity;

/// <summary>How the exact p-values were had.</summary>
public enum ExactMethod
{
    /// <summary>Every table with the observed total was visited.</summary>
    Enumeration,

    /// <summary>Too many tables: seeded random tables, with the standard error of each p value.</summary>
    MonteCarlo,

    /// <summary>No event, or fewer than two groups: there is nothing to compare.</summary>
    NothingToCompare,
}

/// <summary>One p value in three orderings of the tables: as improbable, or as far from homogeneity by Pearson's or the likelihood-ratio statistic, as the observed one.</summary>
public readonly record struct OrderedP(double ByProbability, double ByPearson, double ByLikelihoodRatio);

/// <summary>Test of one common rate in all groups, conditional on the total count.</summary>
/// <param name="Pearson">Σ (x − e)²/e.</param>
/// <param name="LikelihoodRatio">2 Σ x ln(x/e).</param>
/// <param name="Asymptotic">Chi-squared p values of the two statistics; the first, by probability, has none and is NaN.</param>
/// <param name="Exact">Exact p values, or their Monte Carlo estimates; 1 when there is nothing to compare.</param>
/// <param name="StandardError">Monte Carlo standard errors; 0 after enumeration.</param>
/// <param name="Tables">Tables visited or drawn.</param>
public sealed record HomogeneityTest(
    double Pearson,
    double LikelihoodRatio,
    int DegreesOfFreedom,
    OrderedP Asymptotic,
    ExactMethod Method,
    OrderedP Exact,
    OrderedP StandardError,
    long Tables
);

/// <summary>Limits of the exact test's work.</summary>
/// <param name="MostTables">Enumerate up to this many tables, else draw.</param>
/// <param name="Seed">Seed of the draws.</param>
public readonly record struct HomogeneityEffort(long MostTables, ulong Seed)
{
    /// <summary>About a tenth of a second at most.</summary>
    public static HomogeneityEffort WithSeed(ulong seed) => new(2_000_000, seed);
}

/// <summary>Are the rates of all groups the same? Given the total the counts are multinomial with probabilities proportional to exposure.</summary>
/// <remarks>
/// The three orderings are three tests; they differ for sparse tables, and all are given. Tables within 1e-7 of the observed one count as tied.
/// Source: Cochran (1952) Ann Math Stat 23:315–345; Baglivo, Olivier and Pagano (1992) J Am Stat Assoc 87:464–469.
/// Checked against enumeration in R (C01), 962,598 tables: 1e-9.
/// </remarks>
public static class Homogeneity
{
    private const double Tolerance = 1e-7;

    /// <summary>Asymptotic and exact p values.</summary>
    public static HomogeneityTest Test(CountsByGroup data, HomogeneityEffort effort)
    {
        var statistics = new TableStatistics(data);
        var observed = statistics.Of(data.Counts);
        var degrees = data.Groups - 1;
        if (degrees == 0 || data.Total == 0)
            return new(0, 0, degrees, new(double.NaN, 1, 1), ExactMethod.NothingToCompare, new(1, 1, 1), default, 0);

        var asymptotic = new OrderedP(
            double.NaN,
            ChiSquared.Survival(degrees, Math.Max(0, observed.Pearson)),
            ChiSquared.Survival(degrees, Math.Max(0, observed.LikelihoodRatio))
        );
        var tables = Tables(data.Total, data.Groups, effort.MostTables);
        var (method, exact, error, visited) =
            tables <= effort.MostTables
                ? (ExactMethod.Enumeration, Enumerate(statistics, observed), default, tables)
                : Draw(statistics, observed, effort.Seed);
        return new(
            Math.Max(0, observed.Pearson),
            Math.Max(0, observed.LikelihoodRatio),
            degrees,
            asymptotic,
            method,
            exact,
            error,
            visited
        );
    }

    /// <summary>C(total + groups − 1, groups − 1), or anything above the limit when it is larger.</summary>
    private static long Tables(int total, int groups, long limit)
    {
        var tables = 1.0;
        for (var i = 1; i < groups; i++)
        {
            tables = tables * (total + i) / i;
            if (tables > limit)
                return long.MaxValue;
        }

        return (long)Math.Round(tables);
    }

    private static OrderedP Enumerate(TableStatistics statistics, TableStatistics.Sums observed)
    {
        var (byProbability, byPearson, byRatio) = (0.0, 0.0, 0.0);
        Visit(0, statistics.Total, default);
        return new(Math.Min(1, byProbability), Math.Min(1, byPearson), Math.Min(1, byRatio));

        void Visit(int group, int left, TableStatistics.Sums sums)
        {
            if (group == statistics.Groups - 1)
            {
                var table = statistics.Finish(sums + statistics.Term(group, left));
                var probability = Math.Exp(table.LogProbability);
                if (table.LogProbability <= observed.LogProbability + Tolerance)
                    byProbability += probability;
                if (table.Pearson >= observed.Pearson - Tolerance)
                    byPearson += probability;
                if (table.LikelihoodRatio >= observed.LikelihoodRatio - Tolerance)
                    byRatio += probability;
                return;
            }

            for (var x = 0; x <= left; x++)
                Visit(group + 1, left - x, sums + statistics.Term(group, x));
        }
    }

    /// <summary>Draws tables; p = (1 + as extreme) / (1 + drawn), which is never 0 (Davison and Hinkley 1997, section 4.2).</summary>
    private static (ExactMethod Method, OrderedP P, OrderedP Error, long Drawn) Draw(
        TableStatistics statistics,
        TableStatistics.Sums observed,
        ulong seed
    )
    {
        var draws = Math.Clamp(4_000_000 / (statistics.Total + statistics.Groups), 2_000, 100_000);
        var random = new Random.Philox(seed, stream: 0);
        var table = new int[statistics.Groups];
        var (byProbability, byPearson, byRatio) = (1, 1, 1);
        for (var draw = 0; draw < draws; draw++)
        {
            Array.Clear(table);
            for (var i = 0; i < statistics.Total; i++)
                table[statistics.Group(random.NextDouble())]++;
            var sums = statistics.Of(table);
            byProbability += sums.LogProbability <= observed.LogProbability + Tolerance ? 1 : 0;
            byPearson += sums.Pearson >= observed.Pearson - Tolerance ? 1 : 0;
            byRatio += sums.LikelihoodRatio >= observed.LikelihoodRatio - Tolerance ? 1 : 0;
        }

        var p = new OrderedP(Share(byProbability), Share(byPearson), Share(byRatio));
        return (ExactMethod.MonteCarlo, p, new(Error(p.ByProbability), Error(p.ByPearson), Error(p.ByLikelihoodRatio)), draws);

        double Share(int count) => count / (draws + 1.0);
        double Error(double share) => Math.Sqrt(share * (1 - share) / draws);
    }
}
