using Longwatch.Domain.Treatment;
using Longwatch.Statistics.Random;

namespace Longwatch.Evaluation.Simulation;

/// <summary>Earlier transplants, and treatment after relapse.</summary>
internal static class TherapyRows
{
    private const double TreatedAfterRelapse = 0.6;

    private static readonly (TherapyKind Kind, string? Agent)[] AfterLymphoma =
    [
        (TherapyKind.BispecificAntibody, "glofitamab"),
        (TherapyKind.Radiotherapy, null),
        (TherapyKind.Chemotherapy, null),
        (TherapyKind.CheckpointInhibitor, "pembrolizumab"),
        (TherapyKind.AllogeneicTransplant, null),
    ];

    private static readonly (TherapyKind Kind, string? Agent)[] AfterMyeloma =
    [
        (TherapyKind.BispecificAntibody, "talquetamab"),
        (TherapyKind.ImmunomodulatoryDrug, "pomalidomide"),
        (TherapyKind.Alkylator, "cyclophosphamide"),
    ];

    internal static void Add(ChunkRows rows, SimulationModel model, in Subject subject, Philox random)
    {
        var missing = model.Plan.FollowUp.MissingItem;
        if (subject.Baseline.Prior.Autologous)
            AddEarlier(rows, subject, TherapyKind.AutologousTransplant, missing, random);
        if (subject.Baseline.Prior.Allogeneic)
            AddEarlier(rows, subject, TherapyKind.AllogeneicTransplant, missing, random);

        if (subject.Course.Relapse == Course.Never || random.NextDouble() >= TreatedAfterRelapse)
            return;
        var day = subject.Course.Relapse + 7 + (int)(30 * random.NextExponential());
        if (!subject.Seen(day))
            return;
        var kinds = subject.Baseline.Disease.Disease == IndexDisease.MultipleMyeloma ? AfterMyeloma : AfterLymphoma;
        var (kind, agent) = kinds[random.NextBelow(kinds.Length)];
        rows.Therapies.Add(new(subject.Patient, subject.On(day), kind, agent));
    }

    /// <summary>At least 90 days before the infusion where age allows, never in the first year of life.</summary>
    private static void AddEarlier(ChunkRows rows, in Subject subject, TherapyKind kind, double missing, Philox random)
    {
        var longest = (subject.Baseline.Age - 1) * CalendarTime.DaysPerYear;
        var before = Math.Min(90 + (700 * random.NextExponential()), longest);
        if (random.NextDouble() >= missing)
            rows.Therapies.Add(new(subject.Patient, subject.On(-(int)before), kind, null));
    }
}
