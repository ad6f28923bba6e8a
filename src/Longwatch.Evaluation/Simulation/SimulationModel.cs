using System.Collections.Immutable;
using Longwatch.Domain.Treatment;

namespace Longwatch.Evaluation.Simulation;

/// <summary>A plan made ready for drawing patients: weights cumulated once, hazards summed. Not changed after it is made.</summary>
internal sealed class SimulationModel
{
    private readonly double[] productWeights;
    private readonly double[] centreWeights;

    internal SimulationModel(SimulationPlan plan)
    {
        Plan = plan;
        StartDay = plan.Start.DayNumber;
        LockDay = plan.DataLock.DayNumber;
        if (LockDay <= StartDay)
            throw new ArgumentException("The data lock must come after the start.", nameof(plan));

        Days = LockDay - StartDay;
        productWeights = new double[Days * plan.Products.Length];
        for (var day = 0; day < Days; day++)
        {
            var weights = productWeights.AsSpan(day * plan.Products.Length, plan.Products.Length);
            for (var p = 0; p < weights.Length; p++)
                weights[p] = plan.Products[p].WeightOn(plan.Start.AddDays(day));
            if (!Cumulate(weights))
                throw new ArgumentException($"No product is available on {plan.Start.AddDays(day):yyyy-MM-dd}.", nameof(plan));
        }

        centreWeights = [.. Enumerable.Range(1, plan.Centres).Select(k => 1.0 / (k + 5))];
        Cumulate(centreWeights);
        CentreNames = [.. Enumerable.Range(1, plan.Centres).Select(k => $"C{k:D3}")];
        Indications = [.. plan.Products.Select(p => IndicationsOf(plan, p))];
        Relapse = new(plan.Survival.RelapsePerYear);
        DeathWithoutRelapse = new(plan.Survival.DeathWithoutRelapsePerYear);
        DeathAfterRelapse = new(plan.Survival.DeathAfterRelapsePerYear);
    }

    internal SimulationPlan Plan { get; }

    internal int StartDay { get; }

    internal int LockDay { get; }

    /// <summary>Days of accrual.</summary>
    internal int Days { get; }

    internal ImmutableArray<string> CentreNames { get; }

    /// <summary>By product: cumulative weights, and the disease of each.</summary>
    internal ImmutableArray<(double[] Weights, DiseasePlan[] Diseases)> Indications { get; }

    internal AnnualHazard Relapse { get; }

    internal AnnualHazard DeathWithoutRelapse { get; }

    internal AnnualHazard DeathAfterRelapse { get; }

    /// <summary>Days since the start, by inversion of the growing uptake.</summary>
    internal int AccrualDay(double uniform)
    {
        var growth = Plan.GrowthPerYear / CalendarTime.DaysPerYear * Days;
        var share = Math.Abs(growth) < 1e-9 ? uniform : Math.Log(1 + (uniform * (Math.Exp(growth) - 1))) / growth;
        return Math.Min(Days - 1, (int)(share * Days));
    }

    internal int Product(int accrualDay, double uniform) =>
        Pick(productWeights.AsSpan(accrualDay * Plan.Products.Length, Plan.Products.Length), uniform);

    internal int Centre(double uniform) => Pick(centreWeights, uniform);

    internal DiseasePlan Disease(int product, double uniform)
    {
        var (weights, diseases) = Indications[product];
        return diseases[Pick(weights, uniform)];
    }

    private static (double[], DiseasePlan[]) IndicationsOf(SimulationPlan plan, ProductPlan product)
    {
        double[] weights = [.. product.Indications.Select(i => i.Weight)];
        if (!Cumulate(weights))
            throw new ArgumentException($"{product.Code} has no indication with a positive weight.", nameof(plan));
        return (weights, [.. product.Indications.Select(i => DiseaseOf(plan, i.Disease))]);
    }

    private static DiseasePlan DiseaseOf(SimulationPlan plan, IndexDisease disease) =>
        plan.Diseases.FirstOrDefault(d => d.Disease == disease)
        ?? throw new ArgumentException($"An indication names {disease}, which the plan does not describe.", nameof(plan));

    private static bool Cumulate(Span<double> weights)
    {
        double sum = 0;
        foreach (ref var weight in weights)
            weight = sum += weight;
        foreach (ref var weight in weights)
            weight /= sum;
        return sum > 0;
    }

    /// <summary>First index whose cumulative weight exceeds the number.</summary>
    private static int Pick(ReadOnlySpan<double> cumulative, double uniform)
    {
        var (low, high) = (0, cumulative.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (uniform < cumulative[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
