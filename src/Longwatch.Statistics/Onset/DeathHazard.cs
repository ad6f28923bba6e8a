using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Onset;

/// <summary>Hazard of death by time since infusion, constant within each year; the last year's hazard holds for ever after.</summary>
public sealed record DeathHazard
{
    private readonly double[] perYear;

    private DeathHazard(double[] perYear) => this.perYear = perYear;

    /// <summary>Nobody dies.</summary>
    public static DeathHazard None { get; } = new([0]);

    /// <summary>Deaths per person-year by year since infusion (first entry: first year); at least one.</summary>
    public IReadOnlyList<double> PerYear => perYear;

    /// <summary>The same hazard for ever.</summary>
    /// <param name="perYear">Finite and ≥ 0.</param>
    public static DeathHazard Constant(double perYear) => ByYear([perYear]);

    /// <summary>One hazard for each year since infusion.</summary>
    /// <param name="perYear">Hazards of years 1, 2, …; finite and ≥ 0; at least one.</param>
    public static DeathHazard ByYear(ReadOnlySpan<double> perYear)
    {
        if (perYear.IsEmpty)
            throw new ArgumentException("A death hazard needs at least one year.", nameof(perYear));
        foreach (var hazard in perYear)
            if (!double.IsFinite(hazard) || hazard < 0)
                throw new ArgumentOutOfRangeException(nameof(perYear), hazard, "A hazard is finite and not negative.");
        return new(perYear.ToArray());
    }

    /// <summary>From deaths in successive years among <paramref name="patients"/> without censoring: −log(1 − deaths / alive at the start of the year).</summary>
    /// <exception cref="ArgumentException">More deaths than patients, or nobody is left alive at the end of a year.</exception>
    public static DeathHazard FromDeaths(int patients, ReadOnlySpan<int> deathsByYear)
    {
        var hazards = new double[deathsByYear.Length];
        double alive = patients;
        for (var year = 0; year < hazards.Length; year++)
        {
            if (deathsByYear[year] < 0 || deathsByYear[year] >= alive)
                throw new ArgumentException($"{deathsByYear[year]} deaths among {alive} alive in year {year + 1}.", nameof(deathsByYear));
            hazards[year] = -GammaFunctions.LogOnePlus(-deathsByYear[year] / alive);
            alive -= deathsByYear[year];
        }

        return ByYear(hazards);
    }

    /// <summary>Probability of being alive <paramref name="years"/> after infusion.</summary>
    public double Survival(double years)
    {
        double cumulative = 0;
        for (var year = 0; year < perYear.Length; year++)
        {
            var end = year == perYear.Length - 1 ? double.PositiveInfinity : year + 1;
            if (years <= year)
                break;
            cumulative += perYear[year] * (Math.Min(years, end) - year);
        }

        return Math.Exp(-cumulative);
    }
}
