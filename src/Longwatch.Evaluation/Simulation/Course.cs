using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>What happens to one patient after the infusion, in days since then; <see cref="Never"/> when it does not happen.</summary>
/// <param name="Censored">Last day of which the registry hears of a living patient: loss to follow-up or the last contact before the data lock.</param>
/// <param name="TCell">Diagnosis of a secondary T-cell malignancy, whether or not the registry hears of it.</param>
internal readonly record struct Course(int Relapse, int Death, int Censored, int TCell, bool TransgeneDriven)
{
    internal const int Never = int.MaxValue;

    /// <summary>Last day of which the registry knows anything.</summary>
    internal int End => Math.Min(Death, Censored);

    internal bool DeathKnown => Death <= Censored;

    internal static Course Draw(SimulationModel model, in Baseline patient, Philox random)
    {
        var plan = model.Plan;
        var (relapse, death) = RelapseAndDeath(model, patient.Disease.CourseFactor, random);

        var lost = Days(random.NextExponential() / plan.FollowUp.LostPerYear);
        var contact = model.LockDay - patient.Day - random.NextBelow(plan.FollowUp.LastContactDays + 1);
        var censored = Math.Max(0, Math.Min(lost, contact));

        var cell = plan.TCell;
        var latency = cell.LatencyDays / CalendarTime.DaysPerYear;
        var driven = Power(
            random.NextExponential(),
            cell.TransgenePer100000 * plan.Products[patient.Product].TransgeneHazardRatio / 1e5,
            cell.TransgeneShape
        );
        var background = Power(
            random.NextExponential(),
            cell.BackgroundAt(patient.Age) * cell.BackgroundMultiplier * patient.PriorRatio(plan.PriorEffects) / 1e5,
            cell.BackgroundShape
        );
        var malignancy = Days(latency + Math.Min(driven, background));
        if (malignancy >= death)
            return new(relapse, death, censored, Never, false);

        var excess = random.NextExponential() / plan.Survival.ExcessDeathAfterTCellPerYear;
        death = Math.Min(death, Days((malignancy / CalendarTime.DaysPerYear) + excess));
        death = Math.Max(death, malignancy + 1);
        return new(relapse > death ? Never : relapse, death, censored, malignancy, driven < background);
    }

    internal static int Days(double years) => years < 1e5 ? (int)(years * CalendarTime.DaysPerYear) : Never;

    private static (int Relapse, int Death) RelapseAndDeath(SimulationModel model, double factor, Philox random)
    {
        var relapse = model.Relapse.TimeOf(random.NextExponential(), 0, factor);
        var death = model.DeathWithoutRelapse.TimeOf(random.NextExponential(), 0, factor);
        if (death <= relapse)
            return (Never, Math.Max(1, Days(death)));
        death = model.DeathAfterRelapse.TimeOf(random.NextExponential(), relapse, factor);
        var relapseDay = Math.Max(1, Days(relapse));
        return (relapseDay, Math.Max(relapseDay, Days(death)));
    }

    /// <summary>The time at which rate × time^shape reaches the target.</summary>
    private static double Power(double target, double rate, double shape) =>
        rate > 0 ? Math.Pow(target / rate, 1 / shape) : double.PositiveInfinity;
}
