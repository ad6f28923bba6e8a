namespace Longwatch.Statistics.Prediction;

/// <summary>Persons that a risk model needs, by criterion; the largest counts.</summary>
/// <param name="Shrinkage">So that predictors need to be shrunk by no more than asked for.</param>
/// <param name="Optimism">So that apparent and corrected Nagelkerke R² differ by at most 0.05.</param>
/// <param name="OverallRisk">So that the overall risk is known to ±0.05; 0 where the criterion does not apply.</param>
public readonly record struct RequiredPersons(int Shrinkage, int Optimism, int OverallRisk)
{
    /// <summary>The largest of the three.</summary>
    public int Persons => Math.Max(Shrinkage, Math.Max(Optimism, OverallRisk));
}

/// <summary>How many persons a risk model needs before it is worth fitting.</summary>
/// <remarks>
/// Riley et al. (2019) Stat Med 38:1276 and (2020) BMJ 368:m441. Checked against the examples of that paper and of R pmsampsize: 662 persons (binary), 5,143 (time to event).
/// </remarks>
public static class MinimumSampleSize
{
    private const double SmallDifference = 0.05;

    /// <summary>For a binary outcome.</summary>
    /// <param name="parameters">Coefficients that are considered, not only those that are kept; ≥ 1.</param>
    /// <param name="share">Expected share of events, in (0, 1).</param>
    /// <param name="coxSnell">Expected Cox–Snell R², positive and below its maximum at this share.</param>
    /// <param name="shrinkage">Wanted, usually 0.9; in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number out of its range.</exception>
    public static RequiredPersons Binary(int parameters, double share, double coxSnell, double shrinkage)
    {
        if (!(share is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of events lies between 0 and 1.");
        var largest = 1 - Math.Exp(2 * ((share * Math.Log(share)) + ((1 - share) * Math.Log(1 - share))));
        var risk = 1.96 / SmallDifference * (1.96 / SmallDifference) * share * (1 - share);
        return Of(parameters, coxSnell, largest, shrinkage) with { OverallRisk = (int)Math.Ceiling(risk) };
    }

    /// <summary>For a time to event.</summary>
    /// <param name="parameters">Coefficients that are considered, not only those that are kept; ≥ 1.</param>
    /// <param name="eventsPerPerson">Expected rate times mean follow-up; positive.</param>
    /// <param name="coxSnell">Expected Cox–Snell R², positive and below its maximum.</param>
    /// <param name="shrinkage">Wanted, usually 0.9; in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number out of its range.</exception>
    public static RequiredPersons TimeToEvent(int parameters, double eventsPerPerson, double coxSnell, double shrinkage)
    {
        if (!(eventsPerPerson > 0 && double.IsFinite(eventsPerPerson)))
            throw new ArgumentOutOfRangeException(nameof(eventsPerPerson), eventsPerPerson, "Events per person are positive.");
        // Per person, the log-likelihood of the exponential model without covariates, in units of mean follow-up.
        var largest = 1 - Math.Exp(2 * eventsPerPerson * (Math.Log(eventsPerPerson) - 1));
        return Of(parameters, coxSnell, largest, shrinkage);
    }

    private static RequiredPersons Of(int parameters, double coxSnell, double largest, double shrinkage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parameters, 1);
        if (!(coxSnell > 0 && coxSnell < largest))
            throw new ArgumentOutOfRangeException(nameof(coxSnell), coxSnell, $"R² lies between 0 and {largest:F3} here.");
        if (!(shrinkage > 0 && shrinkage < 1 && coxSnell < shrinkage))
            throw new ArgumentOutOfRangeException(nameof(shrinkage), shrinkage, "The shrinkage lies between R² and 1.");
        return new(Persons(shrinkage), Persons(coxSnell / (coxSnell + (SmallDifference * largest))), 0);

        int Persons(double factor) => (int)Math.Ceiling(parameters / ((factor - 1) * Math.Log(1 - (coxSnell / factor))));
    }
}
