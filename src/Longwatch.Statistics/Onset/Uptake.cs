using Longwatch.Statistics.Distributions;

namespace Longwatch.Statistics.Onset;

/// <summary>How the number of infusions grew over the years of a programme.</summary>
public enum UptakeShape
{
    /// <summary>The same number each year.</summary>
    Uniform,

    /// <summary>In proportion to the time since the programme began.</summary>
    Linear,

    /// <summary>Growing by a constant rate.</summary>
    Exponential,
}

/// <summary>The density of infusion times over a programme that ends at the data lock.</summary>
public sealed record Uptake
{
    private Uptake(UptakeShape shape, double programmeYears, double growthPerYear) =>
        (Shape, ProgrammeYears, GrowthPerYear) = (shape, programmeYears, growthPerYear);

    public UptakeShape Shape { get; }

    /// <summary>Years from the first infusion to the data lock; above 0.</summary>
    public double ProgrammeYears { get; }

    /// <summary>Exponential growth rate per year; 0 for the other shapes.</summary>
    public double GrowthPerYear { get; }

    public static Uptake Uniform(double programmeYears) => new(UptakeShape.Uniform, Positive(programmeYears), 0);

    public static Uptake Linear(double programmeYears) => new(UptakeShape.Linear, Positive(programmeYears), 0);

    /// <summary>Infusions that grow, or shrink, by a constant rate.</summary>
    /// <param name="growthPerYear">Finite and not 0; e^growth − 1 is the relative growth per year.</param>
    public static Uptake Exponential(double programmeYears, double growthPerYear)
    {
        if (!double.IsFinite(growthPerYear) || growthPerYear == 0)
            throw new ArgumentOutOfRangeException(nameof(growthPerYear), growthPerYear, "Growth must be finite and not 0.");
        return new(UptakeShape.Exponential, Positive(programmeYears), growthPerYear);
    }

    /// <summary>Share of patients infused at least <paramref name="years"/> before the data lock: an onset after that time can have been seen in them only.</summary>
    public double ShareWithAtLeast(double years)
    {
        var rest = Math.Clamp(ProgrammeYears - years, 0, ProgrammeYears);
        return Shape switch
        {
            UptakeShape.Uniform => rest / ProgrammeYears,
            UptakeShape.Linear => rest / ProgrammeYears * (rest / ProgrammeYears),
            _ => GammaFunctions.ExpMinusOne(GrowthPerYear * rest) / GammaFunctions.ExpMinusOne(GrowthPerYear * ProgrammeYears),
        };
    }

    private static double Positive(double years) =>
        years > 0 && double.IsFinite(years)
            ? years
            : throw new ArgumentOutOfRangeException(nameof(years), years, "A programme lasts a positive number of years.");
}
