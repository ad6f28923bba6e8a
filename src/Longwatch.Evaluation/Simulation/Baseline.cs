using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>What is true of one patient on the day of the infusion.</summary>
/// <param name="Day">Day number of the infusion.</param>
/// <param name="Age">In years.</param>
internal readonly record struct Baseline(
    int Day,
    int Product,
    DiseasePlan Disease,
    double Age,
    Sex Sex,
    int Centre,
    int Lines,
    PriorTreatment Prior
)
{
    internal static Baseline Draw(SimulationModel model, Philox random)
    {
        var accrual = model.AccrualDay(random.NextDouble());
        var product = model.Product(accrual, random.NextDouble());
        var disease = model.Disease(product, random.NextDouble());
        var age = disease.Age;
        double years;
        do years = age.Mean + (age.StandardDeviation * random.NextNormal());
        while (years < age.Youngest || years > age.Oldest);

        var shares = disease.Prior;
        return new(
            model.StartDay + accrual,
            product,
            disease,
            years,
            random.NextDouble() < 0.42 ? Sex.Female : Sex.Male,
            model.Centre(random.NextDouble()),
            2 + random.NextPoisson(disease.ExtraLines),
            new(
                random.NextDouble() < shares.AutologousTransplant,
                random.NextDouble() < shares.AllogeneicTransplant,
                random.NextDouble() < shares.TotalBodyIrradiation,
                random.NextDouble() < shares.Alkylator
            )
        );
    }

    /// <summary>Hazard ratio of the earlier treatment on second primaries that are not transgene-driven.</summary>
    internal double PriorRatio(PriorEffects effects) =>
        (Prior.Autologous ? effects.AutologousTransplant : 1)
        * (Prior.Allogeneic ? effects.AllogeneicTransplant : 1)
        * (Prior.TotalBody ? effects.TotalBodyIrradiation : 1)
        * (Prior.Alkylator ? effects.Alkylator : 1)
        * Math.Pow(effects.ExtraLine, Lines - 2);
}

/// <summary>The earlier treatment that a patient truly had; the registry may not know all of it.</summary>
internal readonly record struct PriorTreatment(bool Autologous, bool Allogeneic, bool TotalBody, bool Alkylator);
